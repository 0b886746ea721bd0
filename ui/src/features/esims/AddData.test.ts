import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import type { AppState } from '../../ipc/generated/commands.ts';
import { wrongs } from '../../test/axe.ts';
import type { Answers } from '../../test/fake-host.ts';
import { failure, wallet } from '../../test/wallet.ts';
import { addDataPlans, addOffer, stockOffer } from './sample.ts';
import { button, clean, dialog, mounted, opened } from './scene.ts';

beforeEach(clean);

test('what fits is asked when the form opens, and shown as what it is', async () => {
  const throttling = 'بعد ذلك 512 kb/s';
  const plans = addDataPlans({
    offers: [
      stockOffer({
        stock: { paid: true, lot: 'l', left: 3, expires_at: '2026-12-14T00:00:00Z' },
        own_price: { minor: 320, currency: 'USD', exponent: 2 },
      }),
      addOffer({ plan: { ...addOffer().plan, id: 'x', data: null, days: null, throttling } }),
      addOffer({ price: null }),
    ],
  });
  const { host, container } = mounted({ plans });
  expect(host.requests('add_data_plans')).toEqual([]);
  await userEvent.click(screen.getByRole('button', { name: 'Add data' }));
  const stock = await screen.findByRole('group', { name: 'From stock' });
  expect(within(stock).getByRole('radio')).toHaveAccessibleName(
    /5\sGB · 10 days.*Japan.*Japan Max 5.*3 left, lapse .*14.*already paid.*3\.20\sUSD/s,
  );
  const sold = screen.getByRole('group', { name: 'To buy, cheapest first' });
  const [unsaid, priceless] = within(sold).getAllByRole('radio');
  expect(unsaid).toHaveAccessibleName(
    /data not stated · days not stated.*ZIM: بعد ذلك 512 kb\/s.*4\.90/s,
  );
  expect(priceless).toHaveAccessibleName(/not stated$/);
  expect(await wrongs(container)).toEqual([]);
});

test('what is for other places stands below what the traveller needs, and can be chosen', async () => {
  const peru = addOffer({ price: null, plan: { ...addOffer().plan, id: 'pe', name: 'Peru 1' } });
  const plans = addDataPlans({ offers: [addOffer({ price: null })], elsewhere: [peru] });
  const { host, user } = await opened({ plans });
  const groups = await screen.findAllByRole('group', { name: /price not stated|other places/ });
  expect(groups.map((group) => within(group).getAllByRole('radio').length)).toEqual([1, 1]);
  await user.click(within(groups[1] as HTMLElement).getByRole('radio', { name: /Peru 1/ }));
  await user.click(within(dialog()).getByRole('button', { name: /price not stated/ }));
  await waitFor(() => expect(host.requests('order_place')).toMatchObject([{ plan_id: 'pe' }]));
});

test('while the supplier is asked it says so, and a failure can be asked again', async () => {
  let broken = true;
  let answer: () => void = () => undefined;
  const answers: Answers = {
    add_data_plans: () =>
      new Promise((done, fail) => {
        answer = () => (broken ? fail(failure({ code: 'timed_out' })) : done(addDataPlans()));
      }),
  };
  const { host, user } = await opened({ answers });
  expect(await within(dialog()).findByRole('status')).toHaveTextContent(
    'Asking ZIM what fits this eSIM',
  );
  await waitFor(() => expect(host.requests('add_data_plans')).toHaveLength(1));
  answer();
  expect(await screen.findByRole('alert')).toHaveTextContent('ZIM did not answer in time.');
  broken = false;
  await user.click(await button('Try again'));
  await waitFor(() => expect(host.requests('add_data_plans')).toHaveLength(2));
  answer();
  expect(await screen.findByRole('radio', { name: /4\.90/ })).toBeInTheDocument();
});

test('when nothing fits it says so and what to do', async () => {
  const { user, went } = await opened({ plans: addDataPlans({ offers: [] }) });
  expect(await screen.findByText('ZIM has nothing that fits this eSIM.')).toBeInTheDocument();
  await user.click(await button('New eSIM'));
  expect(went).toEqual([{ name: 'new' }]);
});

test('nothing is bought before something is chosen and somebody has it', async () => {
  const plans = addDataPlans({ traveller: null, booking: null });
  const { host, user } = await opened({ plans });
  const stock = await screen.findByRole('radio', { name: /3 left/ });
  const unchosen = within(dialog()).getByRole('button', { name: 'Add data' });
  expect(unchosen).toHaveAccessibleDescription('Choose what to add.');
  await user.click(stock);
  const add = await button(/^Add 5\sGB from stock from our ZIM wallet$/);
  expect(add).toHaveAccessibleDescription('Type who has this eSIM.');
  await user.click(add);
  expect(host.requests('order_place')).toEqual([]);
  await user.type(screen.getByRole('textbox', { name: 'Traveller' }), 'x'.repeat(121));
  expect(screen.getByRole('textbox', { name: 'Traveller' })).toHaveAccessibleDescription(
    /longer than 120/,
  );
  await user.clear(screen.getByRole('textbox', { name: 'Traveller' }));
  await user.type(screen.getByRole('textbox', { name: 'Traveller' }), ' سارة ');
  await user.type(screen.getByRole('textbox', { name: 'Booking' }), 'BK-1');
  await user.click(add);
  await waitFor(() =>
    expect(host.requests('order_place')).toMatchObject([
      { lot: 'lot-7', price_seen: null, travellers: [{ name: 'سارة' }], booking: 'BK-1' },
    ]),
  );
});

test('the wallet’s balance stands with its age, before and after', async () => {
  const amount = { minor: 6240, currency: 'USD', exponent: 2 };
  const rich = wallet({ balance: { amount, at: '2026-11-21T12:00:00Z', snapshot: false } });
  const { user } = await opened({ wallets: [rich] });
  expect(await screen.findByText(/62\.40/)).toBeInTheDocument();
  await user.click(await screen.findByRole('radio', { name: /4\.90/ }));
  expect(screen.getByText(/57\.50\sUSD/)).toBeInTheDocument();
  await user.click(await screen.findByRole('radio', { name: /3 left/ }));
  expect(screen.queryByText(/62\.40/)).toBeNull();
});

test('a fresh balance that is too small stands in the way, and stock does not need it', async () => {
  const amount = { minor: 100, currency: 'USD', exponent: 2 };
  const balance = { amount, at: new Date().toISOString(), snapshot: false };
  const { host, user } = await opened({ wallets: [wallet({ balance })] });
  await user.click(await screen.findByRole('radio', { name: /4\.90/ }));
  await user.click(await button(/^Add 5\sGB for/));
  expect(host.requests('order_place')).toEqual([]);
  await user.click(await screen.findByRole('radio', { name: /3 left/ }));
  await user.click(await button(/^Add 5\sGB from stock/));
  expect(host.requests('order_place')).toHaveLength(1);
});

test('a wallet that does not say what it holds is not told as empty', async () => {
  await opened();
  expect(await screen.findByText('not shown by ZIM')).toBeInTheDocument();
});

test('no price is on the screen when customers look at it', async () => {
  const amount = { minor: 6240, currency: 'USD', exponent: 2 };
  const rich = wallet({ balance: { amount, at: '2026-11-21T12:00:00Z', snapshot: false } });
  const own_price = { minor: 320, currency: 'USD', exponent: 2 };
  const plans = addDataPlans({ offers: [stockOffer({ own_price }), addOffer()] });
  const { user } = await opened({ wallets: [rich], plans, hidePrices: true });
  const [, second] = await screen.findAllByRole('radio');
  await user.click(second as HTMLElement);
  expect(await button(/^Add 5\sGB from our ZIM wallet$/)).toBeInTheDocument();
  expect(dialog()).not.toHaveTextContent(/USD/);
});

test.each([
  [
    { lists: { oldest_at: null, offline_since: '2026-11-21T10:42:00Z', syncing: false } },
    /Offline/,
  ],
  [{ wallets: [wallet({ paused: true })] }, /paused/],
] as const)('what stands in the way is said at the button', async (app, words) => {
  const { host, user } = await opened({ app: app as Partial<AppState> });
  await user.click(await screen.findByRole('radio', { name: /4\.90/ }));
  const add = await button(/^Add 5\sGB/);
  expect(add).toHaveAccessibleDescription(words);
  await user.click(add);
  expect(host.requests('order_place')).toEqual([]);
});

test('what it costs is said as far as it is known: checked, already paid, or on the bill', async () => {
  const unpriced = addOffer({ price: null, plan: { ...addOffer().plan, id: 'x' } });
  const unpaid = { paid: false, lot: 'lot-8', left: 2, expires_at: null };
  const plans = addDataPlans({
    offers: [stockOffer(), stockOffer({ stock: unpaid }), addOffer(), unpriced],
  });
  const { user } = await opened({ plans });
  const radios = await screen.findAllByRole('radio');
  const said = [/Already paid: nothing/, /ZIM states no price/, /^Checked again/, /ZIM states no/];
  for (const [at, words] of said.entries()) {
    await user.click(radios[at] as HTMLElement);
    expect(await within(dialog()).findByText(words)).toBeInTheDocument();
  }
  expect(screen.queryByText(/^Checked again/)).toBeNull();
});
