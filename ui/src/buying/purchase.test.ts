import { expect, test } from 'vitest';
import type { OrderPage, OrderView } from '../ipc/generated/commands.ts';
import { FakeHost } from '../test/fake-host.ts';
import { Purchase, type Content } from './purchase.svelte.ts';
import { failure, later, order } from './sample.ts';

const content = (more: Partial<Content> = {}): Content => ({
  wallet_id: 'w1',
  plan_id: 'jp3',
  price_seen: { minor: 490, currency: 'USD', exponent: 2 },
  onto: null,
  lot: null,
  count: 1,
  names: ['Yuki', 'Kenji'],
  booking: '',
  trip: { countries: ['JP'], from: null, to: null },
  phone_check: { eid_seen: false, not_locked: false, declined: false },
  repeat_meant: false,
  ...more,
});
const page = (rows: OrderView[]): OrderPage => ({ rows, total: rows.length, open: 0, waiting: 0 });
const keysOf = (request: Record<string, unknown> | undefined) =>
  (request?.['travellers'] as { key: string }[]).map(({ key }) => key);

test('two clicks make one request, and a third after the answer none', async () => {
  const answer = later<OrderView[]>();
  const host = new FakeHost({ order_place: () => answer.promise });
  const purchase = new Purchase();
  const first = purchase.place(content());
  await purchase.place(content());
  answer.give([order()]);
  await first;
  await purchase.place(content());
  expect(host.requests('order_place')).toHaveLength(1);
  expect(purchase.parent).toBe(host.requests('order_place')[0]?.['request_id']);
});

test('after a lost answer the same purchase repeats its id and its keys', async () => {
  let lost = true;
  const host = new FakeHost({
    order_place: () => (lost ? Promise.reject('gone') : [order()]),
    orders_page: () => page([]),
  });
  const purchase = new Purchase();
  await purchase.place(content());
  expect(purchase.error?.code).toBe('ipc');
  lost = false;
  await purchase.place(content());
  const [one, two] = host.requests('order_place');
  expect(two).toEqual(one);
  expect(purchase.parent).toBe(one?.['request_id']);
});

test('a lost answer of a purchase that was written is found again by itself', async () => {
  const host = new FakeHost({
    order_place: () => Promise.reject('gone'),
    orders_page: () => page([order({ state: 'sending' })]),
  });
  const purchase = new Purchase();
  await purchase.place(content());
  expect(purchase.error).toBeUndefined();
  expect(purchase.orders).toHaveLength(1);
  expect(host.requests('orders_page')[0]?.['filter']).toEqual({
    kind: 'purchase',
    parent: host.requests('order_place')[0]?.['request_id'],
  });
});

test('names that were edited after a lost answer keep the keys of their places', async () => {
  const host = new FakeHost({
    order_place: () => Promise.reject('gone'),
    orders_page: () => page([]),
  });
  const purchase = new Purchase();
  await purchase.place(content());
  await purchase.place(content({ names: ['Yuki', 'Kenji', 'Hana'] }));
  const [one, two] = host.requests('order_place');
  expect(keysOf(two).slice(0, 2)).toEqual(keysOf(one));
  expect(two?.['request_id']).not.toBe(one?.['request_id']);
});

test('a reload keeps the keys, the id on its way and the purchase that was written', async () => {
  const host = new FakeHost({
    order_place: () => Promise.reject('gone'),
    orders_page: () => Promise.reject('gone'),
  });
  const before = new Purchase();
  await before.place(content());
  const after = new Purchase();
  after.restore(JSON.parse(JSON.stringify(before.memory())));
  await after.place(content());
  expect(host.requests('order_place')[1]).toEqual(host.requests('order_place')[0]);

  new FakeHost({ orders_page: () => page([order()]) });
  expect(await after.find()).toBe(true);
  const again = new Purchase();
  again.restore(after.memory());
  expect(again.parent).toBe(after.parent);
});

test('a refusal gives the next attempt an id of its own and keeps the keys', async () => {
  let refused = true;
  const host = new FakeHost({
    order_place: () => (refused ? Promise.reject(failure('bought_today')) : [order()]),
  });
  const purchase = new Purchase();
  await purchase.place(content());
  expect(purchase.error?.code).toBe('bought_today');
  refused = false;
  await purchase.place(content({ repeat_meant: true }));
  const [one, two] = host.requests('order_place');
  expect(two?.['request_id']).not.toBe(one?.['request_id']);
  expect(keysOf(two)).toEqual(keysOf(one));
});

test('only a new purchase has new keys', async () => {
  const host = new FakeHost({ order_place: () => [order()] });
  const purchase = new Purchase();
  await purchase.place(content());
  purchase.renew();
  await purchase.place(content());
  const [one, two] = host.requests('order_place');
  expect(keysOf(two).some((key) => keysOf(one).includes(key))).toBe(false);
});
