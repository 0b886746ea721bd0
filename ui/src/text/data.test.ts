import { expect, test } from 'vitest';
import { dataText } from './data.ts';

const amount = (bytes: number) => ({ kind: 'bytes', bytes }) as const;
const text = (bytes: number, of = bytes) =>
  dataText(amount(bytes), amount(of), 'en').replaceAll('\u00a0', ' ');

test('says gigabytes, megabytes, and never that unlimited is a number', () => {
  expect(text(3 * 2 ** 30)).toBe('3 GB');
  expect(text(1.5 * 2 ** 30)).toBe('1.5 GB');
  expect(text(500 * 2 ** 20)).toBe('500 MB');
  expect(text(2 ** 19)).toBe('under 1 MB');
  expect(text(0)).toBe('0 MB');
  expect(dataText({ kind: 'unlimited' })).toBe('unlimited');
});

test('the unknown is not nought', () => {
  expect(dataText(null)).toBe('not stated');
});

test('counts as the supplier counts, and a part like the whole', () => {
  expect(text(10 ** 9)).toBe('1 GB');
  expect(text(500 * 10 ** 6)).toBe('500 MB');
  expect(text(50 * 10 ** 9)).toBe('50 GB');
  expect(text(639_999_488, 10 ** 9)).toBe('640 MB');
  expect(text(639_999_488, 2 ** 30)).toBe('610 MB');
});
