import { expect, test } from 'vitest';
import { columnsFor } from './columns.ts';
import { esimRow } from './sample.ts';
import { percentLeft } from './service.ts';
import { endsWords, lastDigits, sourceWords } from './words.ts';

const now = new Date(2026, 10, 21, 12, 0).getTime();
const at = (day: number, hour: number): string => new Date(2026, 10, day, hour).toISOString();

test.each([
  [at(21, 23), 'today'],
  [at(22, 1), 'tomorrow'],
  [at(22, 23), 'tomorrow'],
  [at(21, 11), /^ended /],
  [at(28, 12), /28/],
])('an end at %s reads %s', (ends_at, words) => {
  expect(endsWords(esimRow({ ends_at, headline: 'in_use' }), now)).toMatch(words);
});

test('no end is said to be not started or not stated, never a date', () => {
  expect(endsWords(esimRow({ ends_at: null, headline: 'ready_given' }), now)).toBe('not started');
  expect(endsWords(esimRow({ ends_at: null, headline: 'ready_elsewhere' }), now)).toBe(
    'not started',
  );
  expect(endsWords(esimRow({ ends_at: null, headline: 'in_use' }), now)).toBe('not stated');
});

test('a list shows the last six digits', () => {
  expect(lastDigits('8948010000000012345')).toBe('…012345');
  expect(lastDigits(null)).toBe('–');
});

test('what is left of an unknown or unlimited amount has no percent', () => {
  const bytes = (amount: number) => ({ kind: 'bytes' as const, bytes: amount });
  expect(percentLeft({ left: bytes(1), allowance: bytes(4) })).toBe(25);
  expect(percentLeft({ left: bytes(0), allowance: bytes(4) })).toBe(0);
  expect(percentLeft({ left: bytes(9), allowance: bytes(4) })).toBe(100);
  expect(percentLeft({ left: null, allowance: bytes(4) })).toBeNull();
  expect(percentLeft({ left: { kind: 'unlimited' }, allowance: { kind: 'unlimited' } })).toBeNull();
  expect(percentLeft({ left: bytes(0), allowance: bytes(0) })).toBeNull();
});

test('a narrow list keeps who and in which state', () => {
  expect(columnsFor(1000).map(({ id }) => id)).toEqual([
    'traveller',
    'plan',
    'status',
    'left',
    'ends',
    'iccid',
  ]);
  expect(columnsFor(300).map(({ id }) => id)).toEqual(['traveller', 'status']);
});

/** The least that a list needs: tracks, gaps, padding and the room of the scroll bar. */
function needs(columns: readonly { width: string }[]): number {
  const least = columns.map(({ width }) => Number(/\d+/.exec(width)?.[0]));
  return least.reduce((sum, one) => sum + one, 0) + 12 * (columns.length - 1) + 34 + 15;
}

test('no column is cut off at any width', () => {
  for (let width = 330; width < 1400; width += 1) {
    expect(needs(columnsFor(width)), `at ${width}`).toBeLessThanOrEqual(width);
  }
});

test('the supplier says where it was bought, unless several wallets are with it', () => {
  const zim = { id: 'w1', name: 'Groups', supplier_short: 'ZIM' };
  const other = { id: 'w2', name: 'Single', supplier_short: 'ZIM' };
  const third = { id: 'w3', name: 'Cards', supplier_short: 'Telkor' };
  const row = { wallet_id: 'w1', supplier: 'ZIM' };
  expect(sourceWords(row, [zim, third])).toBe('ZIM');
  expect(sourceWords(row, [zim, other, third])).toBe('Groups');
  expect(sourceWords({ ...row, wallet_id: 'gone' }, [zim, other])).toBe('ZIM');
});
