import { expect, test } from 'vitest';
import type { Money, Offer } from '../../ipc/generated/commands.ts';
import {
  coverageProof,
  extrasInFull,
  extrasText,
  planLine,
  planTitle,
  rateTexts,
  reasonText,
  sorted,
  usualText,
} from './offers.ts';
import { offer, plan } from './sample.ts';

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

test('an unlimited plan is a word, and what slows it down stands first', () => {
  const it = plan({ data: { kind: 'unlimited' }, throttling: '1 GB a day fast, then 512 kb/s' });
  expect(planTitle(it)).toBe('Japan unlimited');
  expect(planLine(it)).toBe('1 GB a day fast, then 512 kb/s · IIJ · 5G');
  expect(planTitle(plan({ data: null }))).toBe('Japan data not stated');
});

test('a rate that cannot be said is left out', () => {
  expect(rateTexts(offer())).toEqual(['1.63/GB', '0.49/day']);
  expect(rateTexts(offer({ per_gb: null }))).toEqual(['0.49/day']);
});

test('a region proves each country of the trip', () => {
  const asia = { kind: 'regional', region: 'Asia', countries: ['JP', 'TH', 'VN'] } as const;
  expect(coverageProof({ ...asia, countries: [...asia.countries] }, ['JP', 'TH'])).toBe(
    'Asia · 3 countries, with Japan and Thailand',
  );
  expect(coverageProof({ kind: 'local', country: 'JP' }, ['JP'])).toBe('Japan');
});

test('each reason of a near miss has its words', () => {
  expect(reasonText({ kind: 'days', has: 8, trip: 10 }, 'ZIM')).toBe('covers 8 of 10 days');
  expect(reasonText({ kind: 'data' }, 'ZIM')).toBe('less data than asked for');
  expect(reasonText({ kind: 'countries_not_listed', region: 'Europe' }, 'ZIM')).toBe(
    'Europe: ZIM does not list the countries',
  );
  expect(reasonText({ kind: 'countries', missing: ['JP', 'TH'] }, 'ZIM')).toBe(
    'does not cover Japan and Thailand',
  );
});

test('extras are named in the list and counted in full', () => {
  const it = plan({ calls: { kind: 'limited', amount: 30 }, texts: { kind: 'unlimited' } });
  expect(extrasText(it)).toBe('hotspot · add data · calls · texts');
  expect(extrasInFull(it)).toBe('hotspot, add data, 30 min of calls, unlimited texts');
  expect(extrasText(plan({ features: [] }))).toBe('no extras stated');
});

test('how long a supplier takes is said as people say it', () => {
  expect([3, 20, 240].map(usualText)).toEqual(['at once', 'about 20 s', 'about 4 min']);
});
