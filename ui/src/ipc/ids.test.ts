import { expect, test } from 'vitest';
import { orderKey, requestId } from './ids.ts';

const V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test('an order key is a UUID of version 7 that begins with its moment', () => {
  const key = orderKey(Date.UTC(2026, 10, 21, 12, 4));
  expect(key).toMatch(V7);
  expect(parseInt(key.replaceAll('-', '').slice(0, 12), 16)).toBe(Date.UTC(2026, 10, 21, 12, 4));
});

test('keys sort by the moment they were made, and no two are the same', () => {
  const keys = [1, 2, 3, 4].map((minute) => orderKey(Date.UTC(2026, 10, 21, 12, minute)));
  expect([...keys].sort()).toEqual(keys);
  expect(new Set([orderKey(0), orderKey(0), requestId(), requestId()]).size).toBe(4);
});
