import { expect, test } from 'vitest';
import { ageText, momentText, nextChange } from './time.ts';

const NOW = Date.parse('2026-11-21T12:04:00Z');
const before = (seconds: number) => new Date(NOW - seconds * 1000).toISOString();

test('ages in the fewest words', () => {
  expect(ageText(before(59), NOW)).toBe('just now');
  expect(ageText(before(60), NOW)).toBe('1 min old');
  expect(ageText(before(59 * 60 + 59), NOW)).toBe('59 min old');
  expect(ageText(before(3 * 3600), NOW)).toBe('3 h old');
  expect(ageText(before(26 * 3600), NOW)).toBe('1 day old');
  expect(ageText(before(5 * 86_400), NOW)).toBe('5 days old');
  expect(ageText('rubbish', NOW)).toBe('not known');
});

test('a clock that runs a little ahead is now, not minus something', () => {
  expect(ageText(before(-30), NOW)).toBe('just now');
});

test('knows when its words change', () => {
  for (const seconds of [0, 59, 60, 3599, 3600, 90_000, 400_000]) {
    const at = before(seconds);
    const step = nextChange(at, NOW);
    expect(step).toBeGreaterThan(0);
    expect(ageText(at, NOW + step - 1)).toBe(ageText(at, NOW));
    expect(ageText(at, NOW + step)).not.toBe(ageText(at, NOW));
  }
});

test('a moment names its day only when it is another one', () => {
  const noon = new Date(2026, 10, 21, 12, 4);
  const now = new Date(2026, 10, 21, 18, 0).getTime();
  expect(momentText(noon.toISOString(), now, 'en-GB')).toBe('12:04');
  expect(momentText(noon.toISOString(), now + 86_400_000, 'en-GB')).toBe('21 Nov, 12:04');
  expect(momentText(noon.toISOString(), now + 90 * 86_400_000, 'en-GB')).toBe('21 Nov 2026, 12:04');
});
