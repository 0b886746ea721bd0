import { expect, test } from 'vitest';
import { daysBetween, lastDayError, today, tripDays, tripNote } from './dates.ts';

const NOW = '2026-11-21';

test('today is the day here, whatever the hour', () => {
  expect(today(new Date(2026, 10, 21, 0, 5))).toBe(NOW);
  expect(today(new Date(2026, 10, 21, 23, 55))).toBe(NOW);
});

test('both ends of a trip are days of it, also over the change of clocks', () => {
  expect(tripDays('2026-11-22', '2026-12-01')).toBe(10);
  expect(tripDays('2026-03-28', '2026-03-30')).toBe(3);
  expect(tripDays('2026-11-22', '')).toBeUndefined();
  expect(daysBetween('2026-11-22', '2026-11-21')).toBe(-1);
});

test.each([
  ['2026-11-22', '2026-12-01', '10 days, tomorrow'],
  ['2026-11-21', '2026-11-21', '1 day, today'],
  ['2026-12-03', '', 'in 12 days'],
  ['2026-11-20', '2026-11-25', '6 days, since yesterday'],
  ['', '', ''],
])('%s to %s reads “%s”', (from, to, words) => {
  expect(tripNote(from, to, NOW)).toBe(words);
});

test('a last day before the first, or in the past, is refused at the field', () => {
  expect(lastDayError('2026-12-05', '2026-12-01', NOW)).toBe('This is before the first day.');
  expect(lastDayError('', '2026-11-20', NOW)).toBe('This day has passed.');
  expect(lastDayError('2026-11-21', '2026-11-21', NOW)).toBeUndefined();
  expect(tripNote('2026-12-05', '2026-12-01', NOW)).toBe('in 14 days');
});
