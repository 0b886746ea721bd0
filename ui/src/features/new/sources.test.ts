import { expect, test } from 'vitest';
import type { Code, PlanSource } from '../../ipc/generated/commands.ts';
import { failure } from '../../test/wallet.ts';
import { namesOf, oldestOf, reading, stopped } from './sources.ts';

const source = (wallet_name: string, more: Partial<PlanSource> = {}): PlanSource => ({
  wallet_id: wallet_name,
  wallet_name,
  complete_at: '2026-11-21T09:00:00Z',
  syncing: false,
  failure: null,
  ...more,
});
const failed = (name: string, code: Code, more: Partial<PlanSource> = {}): PlanSource =>
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
