import { expect, test } from 'vitest';
import type { Offer } from '../../ipc/generated/commands.ts';
import { grouped } from './groups.ts';
import { offer, plan } from './sample.ts';

const priced = (id: string, currency: string | null): Offer =>
  offer({
    plan: plan({ id }),
    price: currency === null ? null : { minor: 490, currency, exponent: 2 },
  });
const several = [priced('a', 'EUR'), priced('b', 'USD'), priced('c', 'EUR'), priced('d', null)];
const parts = (...asked: Parameters<typeof grouped>) =>
  grouped(...asked).map(({ title, offers }) => [title, offers.map(({ plan: { id } }) => id)]);

test('prices that cannot be compared stand in groups of their own, in the order of the list', () => {
  expect(parts(several, undefined, false)).toEqual([
    ['In EUR, cheapest first', ['a', 'c']],
    ['In USD, cheapest first', ['b']],
    ['Price not stated', ['d']],
  ]);
  expect(parts(several, { column: 'price', descending: true }, false)[0]?.[0]).toBe(
    'In EUR, dearest first',
  );
});

test('hidden prices have no order that is told', () => {
  expect(parts(several, undefined, true).map(([title]) => title)).toEqual([
    'Wallets in EUR',
    'Wallets in USD',
    'Price not stated',
  ]);
});

test('one currency needs no heading, and another order mixes them', () => {
  expect(parts([priced('a', 'EUR')], undefined, false)).toEqual([[undefined, ['a']]]);
  expect(parts(several, { column: 'data', descending: false }, false)).toEqual([
    [undefined, ['a', 'b', 'c', 'd']],
  ]);
});
