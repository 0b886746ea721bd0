import { expect, test } from 'vitest';
import { mayBeCharged, tripWords } from './words.ts';

test('a trip says where and when, as far as it is known', () => {
  const whole = tripWords({ countries: ['JP'], from: '2026-12-01', to: '2026-12-10' });
  expect(whole).toMatch(/^Japan · .*1.* – .*10/);
  expect(tripWords({ countries: ['JP', 'KR'], from: null, to: null })).toBe('Japan, South Korea');
  expect(tripWords({ countries: [], from: null, to: null })).toBe('');
});

test('what was never sent, or came to nothing, has no charge to wait for', () => {
  expect(mayBeCharged({ state: 'intent' })).toBe(false);
  expect(mayBeCharged({ state: 'refused' })).toBe(false);
  expect(mayBeCharged({ state: 'unknown' })).toBe(true);
});
