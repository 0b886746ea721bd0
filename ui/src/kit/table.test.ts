import { expect, test } from 'vitest';
import { poolSize, sight, stepped } from './table.ts';

test('draws what is in sight and a little around it', () => {
  expect(sight(0, 470, 47, 1000)).toEqual({ first: 0, last: 16 });
  expect(sight(4700, 470, 47, 1000)).toEqual({ first: 94, last: 116 });
});

test('draws no row that is not there, also when the list became shorter than the scroll', () => {
  expect(sight(0, 470, 47, 3)).toEqual({ first: 0, last: 3 });
  expect(sight(47_000, 470, 47, 10)).toEqual({ first: 10, last: 10 });
  expect(sight(0, 470, 47, 0)).toEqual({ first: 0, last: 0 });
});

test('no place needs more rows than the pool has', () => {
  for (const height of [1, 47, 100, 470, 471]) {
    for (let top = 0; top < 2000; top += 1) {
      const { first, last } = sight(top, height, 47, 10_000);
      expect(last - first).toBeLessThanOrEqual(poolSize(height, 47));
    }
  }
});

test('other keys do not move', () => {
  expect(stepped('a', 3, 10, 4)).toBeUndefined();
  expect(stepped('PageUp', 3, 10, 4)).toBe(0);
  expect(stepped('PageDown', 3, 10, 4)).toBe(7);
});
