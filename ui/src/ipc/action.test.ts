import { expect, test } from 'vitest';
import { FakeHost } from '../test/fake-host.ts';
import { action } from './action.svelte.ts';

test('a second click while it runs does nothing', async () => {
  let done: (reply: Record<symbol, never>) => void = () => undefined;
  const host = new FakeHost({ sync_now: () => new Promise((answer) => (done = answer)) });
  const sync = action('sync_now');
  const first = sync.run({ wallet_id: null });
  expect(sync.busy).toBe(true);
  expect(await sync.run({ wallet_id: null })).toBeUndefined();
  await expect.poll(() => host.asked.length).toBe(1);
  done({});
  expect(await first).toEqual({});
  expect(sync.busy).toBe(false);
});

test('after a lost answer the same action keeps its id, another one gets a new one', async () => {
  let lost = true;
  const host = new FakeHost({ sync_now: () => (lost ? Promise.reject('gone') : {}) });
  const sync = action('sync_now');
  await sync.run({ wallet_id: 'w1' });
  expect(sync.error?.code).toBe('ipc');
  await sync.run({ wallet_id: 'w1' });
  await sync.run({ wallet_id: 'w2' });
  lost = false;
  await sync.run({ wallet_id: 'w2' });
  await sync.run({ wallet_id: 'w2' });
  const ids = host.requests('sync_now').map((request) => request.request_id);
  expect(ids[0]).toBe(ids[1]);
  expect(ids[2]).not.toBe(ids[1]);
  expect(ids[3]).toBe(ids[2]);
  expect(ids[4]).not.toBe(ids[3]);
  expect(sync.error).toBeUndefined();
});
