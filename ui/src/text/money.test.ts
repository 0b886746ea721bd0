import { expect, test } from 'vitest';
import { moneyText } from './money.ts';

const text = (minor: number, currency: string, exponent: number, locale = 'en') =>
  moneyText({ minor, currency, exponent }, locale).replaceAll('\u00a0', ' ');

test('shows the decimals of the supplier', () => {
  expect(text(490, 'USD', 2)).toBe('4.90 USD');
  expect(text(775, 'JPY', 0)).toBe('775 JPY');
  expect(text(5500, 'KWD', 3)).toBe('5.500 KWD');
  expect(text(1_390_000, 'IQD', 2)).toBe('13,900.00 IQD');
});

test('small, negative and nothing', () => {
  expect(text(5, 'USD', 2)).toBe('0.05 USD');
  expect(text(-490, 'USD', 2)).toBe('-4.90 USD');
  expect(text(0, 'USD', 2)).toBe('0.00 USD');
});

test('groups and points as the reader does, and stays exact beyond what a float holds', () => {
  expect(text(123_456_789, 'EUR', 2, 'de')).toBe('1.234.567,89 EUR');
  expect(text(Number.MAX_SAFE_INTEGER, 'USD', 2)).toBe('90,071,992,547,409.91 USD');
});
