import { beforeEach, expect, test } from 'vitest';
import { forgetDrafts } from '../../kit/drafts.ts';
import { FakeHost } from '../../test/fake-host.ts';
import { addingTo, isName } from './adding.svelte.ts';
import { addDataPlans, addition, addOffer, orderPage, stockOffer } from './sample.ts';

const esim = { wallet_id: 'w1', esim_id: 'e1' };

beforeEach(() => {
  forgetDrafts();
  sessionStorage.clear();
});

test('it is one order for this eSIM, onto the plan on it, at the price that was seen', async () => {
  const host = new FakeHost({ order_place: () => [addition()] });
  await addingTo(esim).add(addDataPlans(), addOffer());
  expect(host.requests('order_place')).toMatchObject([
    {
      wallet_id: 'w1',
      plan_id: 'jp5',
      price_seen: { minor: 490 },
      onto: { esim_id: 'e1', service_id: 's1' },
      lot: null,
      count: 1,
      travellers: [{ name: 'Yuki Tanaka' }],
      booking: 'BK-20418',
      repeat_meant: false,
    },
  ]);
});

test('out of stock it names the lot and no price', async () => {
  const host = new FakeHost({ order_place: () => [addition()] });
  await addingTo(esim).add(addDataPlans(), stockOffer());
  expect(host.requests('order_place')).toMatchObject([{ lot: 'lot-7', price_seen: null }]);
});

test('a reload finds a purchase whose answer was lost, with its keys', async () => {
  const lost = new FakeHost({
    order_place: () => Promise.reject('gone'),
    orders_page: () => Promise.reject('gone'),
  });
  await addingTo(esim).add(addDataPlans(), addOffer());
  const [first] = lost.requests('order_place');
  forgetDrafts();
  const host = new FakeHost({ orders_page: () => orderPage([addition()]) });
  const after = addingTo(esim);
  expect(await after.purchase.find()).toBe(true);
  expect(after.purchase.parent).toBe(first?.['request_id']);
  expect(host.requests('orders_page')[0]?.['filter']).toEqual({
    kind: 'purchase',
    parent: first?.['request_id'],
  });
});

test('only a new purchase has a new key, and each eSIM has its own', async () => {
  const host = new FakeHost({ order_place: () => [addition()] });
  const keys = () =>
    host
      .requests('order_place')
      .map(({ travellers }) => (travellers as { key: string }[])[0]?.key ?? '');
  const adding = addingTo(esim);
  await adding.add(addDataPlans(), addOffer());
  await adding.add(addDataPlans(), addOffer());
  expect(keys()).toHaveLength(1);
  adding.renew();
  await adding.add(addDataPlans(), addOffer());
  await addingTo({ ...esim, esim_id: 'e2' }).add(addDataPlans(), addOffer());
  expect(new Set(keys()).size).toBe(3);
});

test('a name is neither empty nor longer than the journal takes', () => {
  expect(isName('  ')).toBe(false);
  expect(isName('محمد العلي')).toBe(true);
  expect(isName('x'.repeat(120))).toBe(true);
  expect(isName('x'.repeat(121))).toBe(false);
});
