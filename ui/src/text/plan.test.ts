import { expect, test } from 'vitest';
import { planWords, planWordsInFull } from './plan.ts';

const GB = 2 ** 30;

test('a plan says what is known of it', () => {
  expect(planWords({ data: { kind: 'bytes', bytes: 3 * GB }, days: 10 })).toMatch(
    /^3\sGB · 10 days$/,
  );
  expect(planWords({ data: { kind: 'unlimited' }, days: 1 })).toBe('unlimited · 1 day');
  expect(planWords({ data: null, days: 7 })).toBe('7 days');
  expect(planWords({ data: null, days: null })).toBe('');
});

test('where somebody chooses, what is not known is said', () => {
  expect(planWordsInFull({ data: null, days: null })).toBe('data not stated · days not stated');
  expect(planWordsInFull({ data: { kind: 'unlimited' }, days: 1 })).toBe('unlimited · 1 day');
});
