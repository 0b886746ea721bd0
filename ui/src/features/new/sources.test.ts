import { expect, test } from 'vitest';
import type { Code } from '../../ipc/generated/commands.ts';
import { failure } from '../../test/wallet.ts';
import { found, wallet } from './sample.ts';
import { joined, namesOf, oldestOf, reading, stopped, type Source } from './sources.ts';

const source = (wallet_name: string, more: Partial<Source> = {}): Source => ({
  wallet_id: wallet_name,
  wallet_name,
  complete_at: '2026-11-21T09:00:00Z',
  syncing: false,
  failure: null,
  supplier: wallet_name,
  parts: undefined,
  waiting: undefined,
  ...more,
});
const failed = (name: string, code: Code, more: Partial<Source> = {}): Source =>
  source(name, { failure: failure({ code }), ...more });

test('what works is not told', () => {
  expect(stopped([source('a'), source('b', { syncing: true })])).toEqual([]);
});

test('the same cause is told once, with the oldest age', () => {
  const groups = stopped([
    failed('a', 'offline'),
    failed('b', 'credentials'),
    failed('c', 'offline', { complete_at: '2026-11-20T09:00:00Z' }),
    source('d', { complete_at: null }),
    source('e', { complete_at: null }),
  ]);
  expect(groups.map(namesOf)).toEqual(['a, c', 'b', 'd, e']);
  expect(groups.map(oldestOf)).toEqual(['2026-11-20T09:00:00Z', '2026-11-21T09:00:00Z', undefined]);
});

test('what is being read is told apart from what is not', () => {
  const all = [source('a', { complete_at: null, syncing: true }), failed('b', 'offline')];
  expect(reading(all).map(({ wallet_name }) => wallet_name)).toEqual(['a']);
  expect(stopped(all).map(namesOf)).toEqual(['b']);
});

test('what waits for its turn at the supplier is told as that, and not as never read', () => {
  const all = [source('a', { complete_at: null, waiting: 12 }), source('b', { waiting: 12 })];
  expect(reading(all).map(({ wallet_name }) => wallet_name)).toEqual(['a']);
  expect(stopped(all)).toEqual([]);
  expect(stopped([failed('c', 'too_many', { waiting: 12 })]).map(namesOf)).toEqual(['c']);
});

test('the wallets say how far they are, for the list of plans and not for another one', () => {
  const { sources } = found();
  const at = (more: Parameters<typeof wallet>[0]) => joined(sources, [wallet(more)])[0];
  expect(at({ syncing: { list: 'plans', done: 34, of: 120 }, waiting_seconds: 12 })).toMatchObject({
    syncing: true,
    parts: { done: 34, of: 120 },
    waiting: 12,
  });
  expect(at({ syncing: { list: 'plans', done: 0, of: 0 } })?.parts).toBeUndefined();
  expect(at({ syncing: { list: 'services', done: 3, of: 9 } })).toMatchObject({
    syncing: false,
    parts: undefined,
  });
  expect(at({ trouble: failure({ code: 'keychain_locked' }) })?.failure?.code).toBe(
    'keychain_locked',
  );
  expect(at({ trouble: failure({ code: 'clock_wrong' }) })?.failure).toBeNull();
});
