import { expect, test } from 'vitest';
import { FakeHost } from '../test/fake-host.ts';
import { call } from './call.ts';
import type { Failure } from './generated/commands.ts';

const refused: Failure = {
  code: 'price_rose',
  money: 'untouched',
  field: null,
  reference: 'ZIM-7F3A',
  details: null,
  facts: { was: '4.90 USD', now: '5.10 USD' },
};

test('a write carries an id of its own, a read carries none', async () => {
  const host = new FakeHost({ sync_now: () => ({}), wallets: () => [] });
  await call('sync_now', { wallet_id: null });
  await call('sync_now', { wallet_id: null });
  await call('wallets', {});
  const ids = host.requests('sync_now').map((request) => request.request_id);
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(2);
  expect(host.requests('wallets')).toEqual([{}]);
});

test('a repeat hands in the id of the first', async () => {
  const host = new FakeHost({ sync_now: () => ({}) });
  await call('sync_now', { wallet_id: 'w1' }, 'the-same');
  expect(host.requests('sync_now')).toEqual([{ wallet_id: 'w1', request_id: 'the-same' }]);
});

test('a failure of the core comes through as it is', async () => {
  new FakeHost({ wallets: () => Promise.reject(refused) });
  await expect(call('wallets', {})).rejects.toEqual(refused);
});

test('anything else is code ipc, and a lost write does not claim that no money moved', async () => {
  new FakeHost({
    wallets: () => Promise.reject('wallets not allowed'),
    order_place: () => Promise.reject(new Error('fetch failed')),
  });
  await expect(call('wallets', {})).rejects.toMatchObject({
    code: 'ipc',
    money: 'untouched',
    details: 'wallets not allowed',
  });
  await expect(call('order_place', {} as never)).rejects.toMatchObject({
    code: 'ipc',
    money: 'unknown',
    details: 'fetch failed',
  });
});
