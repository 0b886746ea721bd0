import { expect, test } from 'vitest';
import type { Coverage, Network } from '../../ipc/generated/commands.ts';
import {
  coverageProof,
  extrasInFull,
  extrasText,
  networksInFull,
  planLine,
  planTitle,
  rateTexts,
  reasonText,
  severalText,
} from './offers.ts';
import { usualText } from '../../text/new.ts';
import { offer, plan } from './sample.ts';

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
  expect(reasonText({ kind: 'none_in_stock' }, 'Telkor')).toBe('None in stock');
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

test('several are said to follow each other, and take as long together', () => {
  expect(severalText(40, 3)).toBe('3 eSIMs, one at a time: about 2 min');
  expect(severalText(20, 1)).toBe('about 20 s');
  expect(severalText(20, 0)).toBe('about 20 s');
});

test('a plan for very many countries stays one line, and names no network twice', () => {
  const countries = Array.from({ length: 120 }, (_, at) => `X${at}`);
  const coverage: Coverage = { kind: 'global', countries };
  const networks: Network[] = countries.flatMap((_, at) => [
    { name: `Net ${at}`, speeds: ['4G'] },
    { name: 'Vodafone', speeds: ['4G'] },
  ]);
  const wide = plan({ coverage, networks });
  expect(planLine(wide)).toBe('120 countries · Net 0, Vodafone, Net 1, Net 2, 117 more · 4G');
  expect(networksInFull(wide).endsWith(', 97 more')).toBe(true);
});
