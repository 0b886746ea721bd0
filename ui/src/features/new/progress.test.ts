import { screen, within } from '@testing-library/svelte';
import { beforeEach, expect, test } from 'vitest';
import type { OrderView } from '../../ipc/generated/commands.ts';
import { amounts } from '../../text/amounts.svelte.ts';
import { itemText, restText, tallyText } from '../../text/new-progress.ts';
import { newEsim } from './new.svelte.ts';
import { secondsLeft, tally } from './outcome.ts';
import { appState, failure, order, wallet } from './sample.ts';
import { choose, clean, open, page, toJapan, buyButton } from './scene.ts';

const NOW = Date.parse('2026-11-21T12:00:30Z');
const kit = (esim_id: string) => ({ esim_id, iccid: null, kit_ready: true });
const ready = (key: string, traveller: string) =>
  order({ key, traveller, state: 'fulfilled', esim: kit(key) });
const say = (...orders: OrderView[]) => tallyText(tally(orders));

beforeEach(clean);

test('part of a purchase is a normal end, and says what became of the money', () => {
  const failed = (money: 'untouched' | 'spent' | 'unknown') =>
    order({ state: 'failed', failure: failure('refused', { money }) });
  expect(say(ready('a', 'A'), ready('b', 'B'), failed('untouched'))).toBe(
    '2 of 3 done; 1 failed, no money taken',
  );
  expect(say(ready('a', 'A'), failed('spent'), order({ state: 'refused' }))).toBe(
    '1 of 3 done; 1 failed, money was taken; 1 failed, no money taken',
  );
  expect(say(order({ state: 'failed' }))).toBe(
    '0 of 1 done; 1 failed, not said whether money was taken',
  );
  expect(
    say(
      order({ state: 'unknown' }),
      order({ failure: failure('price_rose') }),
      order({ state: 'accepted', taken: { kind: 'waits_for_approval' } }),
      order({ state: 'partly_fulfilled' }),
    ),
  ).toBe(
    '0 of 4 done; 1 being checked, do not buy again; 1 not sent, no money taken; 1 waits at the supplier; 1 done in part',
  );
});

test('the time left is that of those under way, one after the other', () => {
  const sent = order({ state: 'sending', sending_since: '2026-11-21T12:00:15Z' });
  expect(secondsLeft([ready('a', 'A'), sent, order()], NOW)).toBe(25);
  expect(secondsLeft([{ ...sent, sending_since: '2026-11-21T11:00:00Z' }], NOW)).toBeUndefined();
  expect(secondsLeft([ready('a', 'A')], NOW)).toBeUndefined();
  expect(restText(2, 'about 25 s')).toBe('2 are on their way, one at a time: about 25 s');
  expect(restText(1, undefined)).toBe('1 is on its way');
});

test('several: how long they take together, before and after the click', async () => {
  let rows = ['A', 'B', 'C'].map((traveller) =>
    order({ key: traveller, traveller, usual_seconds: 40 }),
  );
  const { user, view, host } = open({ order_place: () => rows, orders_page: () => page(rows) });
  await toJapan(user);
  await choose(user, /10 days/, 'A', 'B', 'C');
  expect(view.container).toHaveTextContent('Usually ready 3 eSIMs, one at a time: about 60 s');
  await user.click(buyButton());
  await screen.findByText('3 are on their way, one at a time: about 2 min');
  expect(screen.getByText('0 of 3 done')).toBeInTheDocument();
  rows = [ready('A', 'A'), ready('B', 'B'), order({ key: 'C', state: 'refused' })];
  host.stale('orders');
  await screen.findByText('2 of 3 done; 1 failed, no money taken');
  expect(screen.queryByText(/on their way/)).not.toBeInTheDocument();
});

test('each of several in one order says how it ended', async () => {
  const items = [
    { label: '8948…01', esim: 'e1', outcome: { kind: 'done' as const } },
    { label: '8948…02', esim: null, outcome: { kind: 'failed' as const, reason: 'No stock' } },
    { label: '8948…03', esim: null, outcome: { kind: 'open' as const } },
  ];
  const task = order({ state: 'partly_fulfilled', count: 3, items });
  const { user } = open({ order_place: () => [task], orders_page: () => page([task]) });
  await toJapan(user);
  await choose(user, /10 days/, 'Group');
  await user.click(buyButton());
  await screen.findByText('1 of 3 done');
  expect(screen.getByText(/8948…02/).closest('li')).toHaveTextContent('8948…02: failed: No stock');
  expect(screen.getByText(/8948…03/).closest('li')).toHaveTextContent('8948…03: under way');
});

const running = [
  order({ key: 'b', parent: 'p2', traveller: 'Ben', state: 'sending' }),
  order({ key: 'c', parent: 'p2', traveller: 'Cem', needs_confirmation: true }),
  order({ key: 'old', parent: 'p1', traveller: 'Old', state: 'unknown' }),
];
const busy = appState({ wallets: [wallet({ open_orders: 3 })] });

test('after a restart the newest purchase is one click away, and the form stays as it was', async () => {
  const { user, host } = open(
    {
      orders_page: ({ filter }) =>
        page(
          filter.kind === 'purchase'
            ? running.filter(({ parent }) => parent === filter.parent)
            : running,
        ),
    },
    busy,
  );
  await toJapan(user);
  await choose(user, /10 days/, 'Dora');
  const keys = newEsim.purchase.memory().keys;
  await user.click(
    await screen.findByRole('button', { name: 'Show the purchase for Ben and 1 more' }),
  );
  await screen.findByText('Sending…');
  expect(host.requests('orders_page').at(-1)?.['filter']).toEqual({
    kind: 'purchase',
    parent: 'p2',
  });
  expect(screen.getByText('0 of 2 done; 1 not sent, no money taken')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Start another' }));
  expect(await screen.findByLabelText('Names, one per line')).toHaveValue('Dora');
  expect(newEsim.purchase.memory().keys).toEqual(keys);
});

test('a reload while a purchase of the journal is shown comes back to it', async () => {
  const { user, view } = open({ orders_page: () => page(running.slice(0, 2)) }, busy);
  await user.click(await screen.findByRole('button', { name: /^Show the purchase for Ben/ }));
  await screen.findByText('Sending…');
  view.unmount();
  open({ orders_page: () => page(running.slice(0, 2)) }, busy);
  expect(await screen.findByText('Sending…')).toBeInTheDocument();
  expect(newEsim.purchase.memory()).toMatchObject({ parent: 'p2', followed: true });
});

test('an order that adds data is no purchase of this screen', async () => {
  const rows = [order({ state: 'sending', adds_data: true })];
  const { host } = open({ orders_page: () => page(rows) }, busy);
  await screen.findByRole('button', { name: 'Open Orders' });
  await expect.poll(() => host.requests('orders_page')).toHaveLength(1);
  expect(screen.queryByRole('button', { name: /^Show the purchase/ })).not.toBeInTheDocument();
});

test('who got nothing from a purchase of the journal is bought for with its trip', async () => {
  const trip = { countries: ['JP'], from: '2099-01-01', to: '2099-01-10' };
  const refused = order({ traveller: 'Ben', parent: 'p2', state: 'refused', booking: 'B-1', trip });
  const { user } = open({ orders_page: () => page([refused]) }, busy);
  await user.click(await screen.findByRole('button', { name: /^Show the purchase for Ben/ }));
  await user.click(await screen.findByRole('button', { name: 'Change and buy again' }));
  expect(await screen.findByLabelText('Names, one per line')).toHaveValue('Ben');
  expect(newEsim).toMatchObject({ countries: ['JP'], from: '2099-01-01', booking: 'B-1' });
  expect(newEsim.purchase.parent).toBeUndefined();
});

test('a purchase costs what was charged, or what staff saw, and nothing for who was refused', async () => {
  const usd = (minor: number) => ({ minor, currency: 'USD', exponent: 2 });
  let rows = [
    { ...ready('a', 'Ann'), price_charged: usd(470) },
    order({ key: 'b', traveller: 'Ben', state: 'accepted', taken: { kind: 'processing' } }),
    order({ key: 'c', traveller: 'Cem', state: 'refused' }),
    order({ key: 'd', traveller: 'Dora', failure: failure('balance_short') }),
  ];
  const { user, host } = open({ order_place: () => rows, orders_page: () => page(rows) });
  await toJapan(user);
  await choose(user, /10 days/, 'Ann', 'Ben', 'Cem');
  await user.click(buyButton());
  const side = await screen.findByRole('region', { name: 'Purchase' });
  await within(side).findByText(/^1 of 4 done; 1 failed/);
  expect(side).toHaveTextContent(/Japan 3.GB, 10 days 4\.70.USD charged/);
  expect(side).toHaveTextContent(/Japan 3.GB, 10 days 4\.90.USD as seen/);
  expect(side).not.toHaveTextContent('14.70');
  expect(side).toHaveTextContent('Usually ready about 20 s');
  rows = rows.map((row) => ({ ...row, state: 'refused', price_charged: null }));
  host.stale('orders');
  await within(side).findByText('nothing charged');
  expect(side).not.toHaveTextContent('USD');
  expect(side).not.toHaveTextContent('Usually ready');
});

test('why one of several failed hides its sums with the buying prices', () => {
  const item = {
    label: '1',
    esim: null,
    outcome: { kind: 'failed' as const, reason: 'Balance 12.40 USD' },
  };
  expect(itemText(item)).toBe('failed: Balance 12.40 USD');
  amounts.hidden = true;
  expect(itemText(item)).toBe('failed: Balance •••');
  amounts.hidden = false;
});
