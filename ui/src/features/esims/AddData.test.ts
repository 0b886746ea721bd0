import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import type {
  AddDataPlans,
  AppState,
  OrderView,
  WalletView,
} from '../../ipc/generated/commands.ts';
import { forgetDrafts } from '../../kit/drafts.ts';
import type { Route } from '../../kit/page.ts';
import { appState } from '../../test/app-state.ts';
import { wrongs } from '../../test/axe.ts';
import { FakeHost, type Answers } from '../../test/fake-host.ts';
import { failure, wallet } from '../../test/wallet.ts';
import AddData from './AddData.svelte';
import { addDataPlans, addition, addOffer, esimRow, orderPage, stockOffer } from './sample.ts';

interface Wish {
  answers?: Answers;
  plans?: AddDataPlans;
  order?: OrderView;
  wallets?: WalletView[];
  app?: Partial<AppState>;
  hidePrices?: boolean;
}

function mounted(wish: Wish = {}) {
  const went: Route[] = [];
  const state = { order: wish.order ?? addition() };
  const host = new FakeHost({
    add_data_plans: () => wish.plans ?? addDataPlans(),
    order_place: () => [state.order],
    orders_page: () => orderPage([state.order]),
    order_withdraw: () => ({ ...state.order, state: 'withdrawn' }),
    ...wish.answers,
  });
  const base = appState({ wallets: wish.wallets ?? [wallet()], ...wish.app });
  const settings = { ...base.settings, hide_buying_prices: wish.hidePrices ?? false };
  const props = { app: { ...base, settings }, row: esimRow(), go: (to: Route) => went.push(to) };
  /** The journal says something else of the order. */
  const becomes = (more: Partial<OrderView>) => {
    state.order = { ...state.order, ...more };
    host.stale('orders');
  };
  return { host, went, becomes, props, user: userEvent.setup(), ...render(AddData, props) };
}
type Mounted = ReturnType<typeof mounted>;

const dialog = () => screen.getByRole('dialog', { name: 'Add data for Yuki Tanaka' });
const button = (name: string | RegExp) => screen.findByRole('button', { name });

async function opened(wish: Wish = {}): Promise<Mounted> {
  const all = mounted(wish);
  await all.user.click(screen.getByRole('button', { name: 'Add data' }));
  return all;
}

/** Chooses what costs 4.90 and presses the button. */
async function bought(wish: Wish = {}): Promise<Mounted> {
  const all = await opened(wish);
  await all.user.click(await screen.findByRole('radio', { name: /4\.90/ }));
  await all.user.click(await button(/^Add 5\sGB for 4\.90\sUSD from our ZIM wallet$/));
  return all;
}

beforeEach(() => {
  forgetDrafts();
  sessionStorage.clear();
});

test('what fits is asked when the form opens, and shown as what it is', async () => {
  const throttling = 'بعد ذلك 512 kb/s';
  const plans = addDataPlans({
    offers: [
      stockOffer({
        stock: { lot: 'l', left: 3, expires_at: '2026-12-14T00:00:00Z' },
        own_price: { minor: 320, currency: 'USD', exponent: 2 },
      }),
      addOffer({ plan: { ...addOffer().plan, id: 'x', data: null, days: null, throttling } }),
      addOffer({ price: null }),
    ],
  });
  const { host, container } = mounted({ plans });
  expect(host.requests('add_data_plans')).toEqual([]);
  await userEvent.click(screen.getByRole('button', { name: 'Add data' }));
  const stock = await screen.findByRole('group', { name: 'From stock, already paid' });
  expect(within(stock).getByRole('radio')).toHaveAccessibleName(
    /5\sGB · 10 days.*Japan.*Japan Max 5.*3 left, lapse .*14.*3\.20\sUSD/s,
  );
  const sold = screen.getByRole('group', { name: 'To buy, cheapest first' });
  const [unsaid, priceless] = within(sold).getAllByRole('radio');
  expect(unsaid).toHaveAccessibleName(
    /data not stated · days not stated.*ZIM: بعد ذلك 512 kb\/s.*4\.90/s,
  );
  expect(priceless).toHaveAccessibleName(/not stated$/);
  expect(await wrongs(container)).toEqual([]);
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
  const add = await button(/^Add 5\sGB from stock$/);
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

test('two clicks buy once, and it is followed in place until the data is there', async () => {
  const all = await bought();
  expect(await screen.findByText('Sending…')).toBeInTheDocument();
  all.becomes({ state: 'accepted', taken: { kind: 'processing' } });
  expect(await screen.findByText('ZIM took it and adds the data')).toBeInTheDocument();
  const price_charged = { minor: 490, currency: 'USD', exponent: 2 };
  all.becomes({ state: 'fulfilled', price_charged });
  expect(await screen.findByText(/^5\sGB added at /)).toBeInTheDocument();
  expect(screen.getByText(/Charged 4\.90/)).toBeInTheDocument();
  expect(all.host.requests('order_place')).toHaveLength(1);
  expect(await wrongs(all.container)).toEqual([]);
  await all.user.click(await button('Open its order'));
  expect(all.went).toEqual([{ name: 'orders', key: 'k9' }]);
});

test('a second click while the first is on its way does nothing', async () => {
  let answer: (orders: OrderView[]) => void = () => undefined;
  const answers: Answers = { order_place: () => new Promise((done) => (answer = done)) };
  const { host, user } = await bought({ answers });
  await user.click(await button(/^Add 5\sGB/));
  answer([addition()]);
  expect(await screen.findByText('Sending…')).toBeInTheDocument();
  expect(host.requests('order_place')).toHaveLength(1);
});

test('closing loses nothing: what runs stands there again', async () => {
  const all = await bought();
  await screen.findByText('Sending…');
  await all.user.click(
    within(dialog()).getAllByRole('button', { name: 'Close' })[0] as HTMLElement,
  );
  all.unmount();
  render(AddData, all.props);
  all.becomes({ state: 'unknown', checking_until: '2026-11-21T12:15:00Z' });
  await all.user.click(await button('Adding data'));
  expect(await screen.findByText('Checking with ZIM. Do not buy again')).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Choose again' })).toBeNull();
  expect(screen.queryByRole('button', { name: 'Add more' })).toBeNull();
  all.becomes({ state: 'fulfilled' });
  await screen.findByText(/^5\sGB added at /);
  await all.user.click(
    within(dialog()).getAllByRole('button', { name: 'Close' })[1] as HTMLElement,
  );
  expect(await button('Add data')).toBeInTheDocument();
});

test('a price that rose says both, and staff choose again with new prices', async () => {
  const facts = { was: '4.90 USD', now: '5.10 USD' };
  const all = await bought();
  all.becomes({
    state: 'intent',
    sending_since: null,
    failure: failure({ code: 'price_rose', facts }),
  });
  expect(await screen.findByText(/rose from 4\.90 USD to 5\.10 USD/)).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Adding data stopped' })).toBeInTheDocument();
  await all.user.click(await button('Choose again'));
  expect(await screen.findByRole('radio', { name: /4\.90/ })).not.toBeChecked();
  expect(all.host.requests('order_withdraw')).toMatchObject([{ key: 'k9' }]);
  expect(all.host.requests('add_data_plans')).toHaveLength(2);
});

test('what cannot be withdrawn is not bought beside', async () => {
  const answers: Answers = {
    order_withdraw: () => {
      throw failure({ code: 'wrong_state' });
    },
  };
  const all = await bought({ answers });
  all.becomes({ state: 'intent', failure: failure({ code: 'balance_short' }) });
  await all.user.click(await button('Choose again'));
  expect(await screen.findByText(/has moved on meanwhile/)).toBeInTheDocument();
  expect(screen.queryByRole('radio')).toBeNull();
});

test('the same of today is asked about, and bought only when it is meant', async () => {
  const answers: Answers = {
    order_place: ({ repeat_meant }) => {
      const facts = { name: 'Yuki Tanaka', number: 'D07-000121', at: '2026-11-21T09:00:00Z' };
      if (!repeat_meant) throw failure({ code: 'bought_today', facts });
      return [addition()];
    },
  };
  const { host, user } = await bought({ answers });
  const question = await screen.findByRole('dialog', { name: 'Bought today already' });
  expect(question).toHaveTextContent(/D07-000121/);
  expect(question).toHaveTextContent(/only if it is really wanted twice/);
  await user.click(within(question).getByRole('button', { name: 'Add it again' }));
  expect(await screen.findByText('Sending…')).toBeInTheDocument();
  const [one, two] = host.requests('order_place');
  expect(two?.['travellers']).toEqual(one?.['travellers']);
});

test.each([
  ['refused', 'Refused by ZIM. No money taken', 'untouched'],
  ['failed', 'Failed at ZIM. Not known whether money was taken', 'unknown'],
] as const)('%s says whether money was taken', async (state, words, money) => {
  const all = await bought();
  all.becomes({ state, failure: failure({ code: 'refused', money }) });
  expect(await screen.findByText(words)).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Choose again' }) !== null).toBe(
    money === 'untouched',
  );
});

test('the keyboard alone chooses, adds and reads the outcome', async () => {
  const { user } = mounted();
  await user.tab();
  await user.keyboard('{Enter}');
  const first = await screen.findByRole('radio', { name: /3 left/ });
  for (let steps = 0; document.activeElement !== first && steps < 9; steps += 1) await user.tab();
  await user.keyboard(' ');
  expect(first).toBeChecked();
  for (let steps = 0; steps < 9; steps += 1) {
    if (document.activeElement?.textContent?.trim().startsWith('Add 5')) break;
    await user.tab();
  }
  await user.keyboard('{Enter}');
  expect(await screen.findByText('Sending…')).toBeInTheDocument();
  expect(screen.getByRole('region', { name: 'Adding data' })).toHaveFocus();
});
