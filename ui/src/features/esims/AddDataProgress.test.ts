import { render, screen, within } from '@testing-library/svelte';
import { beforeEach, expect, test } from 'vitest';
import type { OrderView } from '../../ipc/generated/commands.ts';
import { wrongs } from '../../test/axe.ts';
import type { Answers } from '../../test/fake-host.ts';
import { failure } from '../../test/wallet.ts';
import AddData from './AddData.svelte';
import { addition } from './sample.ts';
import { bought, button, clean, dialog, mounted } from './scene.ts';

beforeEach(clean);

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
  ['failed', 'Failed at ZIM. The supplier says that the money came back.', 'untouched'],
  [
    'failed',
    'Failed at ZIM. The supplier does not say whether money was taken or came back: ask it.',
    'unknown',
  ],
] as const)('%s says once what became of the money: %s', async (state, words, money) => {
  const all = await bought();
  all.becomes({ state, failure: failure({ code: 'refused', money }) });
  expect(await screen.findByText(words)).toBeInTheDocument();
  expect(screen.queryByText(/not known yet|Do not buy again/)).toBeNull();
  expect(screen.getByRole('button', { name: 'Choose again' })).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Add more' })).toBeNull();
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
