import { expect, test } from 'vitest';
import { wholeModules } from './qr.ts';

test('shows a picture at a whole part of its width and never below the wanted size', () => {
  expect(wholeModules(574, 280)).toBe(287);
  expect(wholeModules(560, 280)).toBe(280);
  expect(wholeModules(559, 280)).toBe(559);
  expect(wholeModules(900, 280)).toBe(300);
});

test('has its size before the picture is there', () => {
  expect(wholeModules(0, 280)).toBe(280);
});
