import { expect, test } from 'vitest';
import { bytesText, dataText } from './data.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

test('says gigabytes, megabytes, and never that unlimited is a number', () => {
  expect(plain(bytesText(3 * 2 ** 30, 'en'))).toBe('3 GB');
  expect(plain(bytesText(1.5 * 2 ** 30, 'en'))).toBe('1.5 GB');
  expect(plain(bytesText(500 * 2 ** 20, 'en'))).toBe('500 MB');
  expect(plain(bytesText(2 ** 19, 'en'))).toBe('under 1 MB');
  expect(plain(bytesText(0, 'en'))).toBe('0 MB');
  expect(dataText({ kind: 'unlimited' })).toBe('unlimited');
});

test('the unknown is not nought', () => {
  expect(dataText(null)).toBe('not stated');
});
