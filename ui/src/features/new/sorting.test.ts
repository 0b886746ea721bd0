import { expect, test } from 'vitest';
import type { Money, Offer } from '../../ipc/generated/commands.ts';
import { offer, plan } from './sample.ts';
import { sorted } from './sorting.ts';

const money = (minor: number, currency: string, exponent: number): Money => ({
  minor,
  currency,
  exponent,
});
const priced = (id: string, price: Money | null): Offer => offer({ plan: plan({ id }), price });
const ids = (offers: Offer[]) => offers.map(({ plan: { id } }) => id);

test('prices of different currencies are never compared, and what has no price comes last', () => {
  const all = [
    priced('usd9', money(900, 'USD', 2)),
    priced('iqd', money(100, 'IQD', 0)),
    priced('none', null),
    priced('usd5', money(500, 'USD', 2)),
    priced('iqd2', money(13900, 'IQD', 0)),
  ];
  const by = (descending: boolean) =>
    ids(sorted(all, (one) => one, { column: 'price', descending }));
  expect(by(false)).toEqual(['usd5', 'usd9', 'iqd', 'iqd2', 'none']);
  expect(by(true)).toEqual(['usd9', 'usd5', 'iqd2', 'iqd', 'none']);
});

test('unlimited is the most data, and data that is not stated comes last either way', () => {
  const data = (id: string, it: Offer['plan']['data']) => offer({ plan: plan({ id, data: it }) });
  const all = [
    data('none', null),
    data('un', { kind: 'unlimited' }),
    data('b', { kind: 'bytes', bytes: 5 }),
  ];
  const by = (descending: boolean) =>
    ids(sorted(all, (one) => one, { column: 'data', descending }));
  expect(by(false)).toEqual(['b', 'un', 'none']);
  expect(by(true)).toEqual(['un', 'b', 'none']);
});
