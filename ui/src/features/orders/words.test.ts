import { expect, test } from 'vitest';
import { planWords, tripWords } from './words.ts';

test('a trip says where and when, as far as it is known', () => {
  const whole = tripWords({ countries: ['JP'], from: '2026-12-01', to: '2026-12-10' });
  expect(whole).toMatch(/^Japan · .*1.* – .*10/);
  expect(tripWords({ countries: ['JP', 'KR'], from: null, to: null })).toBe('Japan, South Korea');
  expect(tripWords({ countries: [], from: null, to: null })).toBe('');
});

test('a plan says nothing of what is not stated', () => {
  expect(planWords({ data: null, days: 7 })).toBe('7 days');
  expect(planWords({ data: { kind: 'unlimited' }, days: null })).toBe('unlimited');
});
