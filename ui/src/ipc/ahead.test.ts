import { expect, test } from 'vitest';
import { appState } from '../test/app-state.ts';
import { FakeHost } from '../test/fake-host.ts';
import { ask, askAhead } from './ahead.ts';
import { heard } from './events.ts';

const first = () => new FakeHost({ app_state: () => appState({ orders_waiting: 1 }) });

test('the first question takes the answer that was asked for ahead, the second asks', async () => {
  const host = first();
  askAhead('app_state', {}, ['app']);
  expect((await ask('app_state', {})).orders_waiting).toBe(1);
  expect(host.requests('app_state')).toHaveLength(1);
  await ask('app_state', {});
  expect(host.requests('app_state')).toHaveLength(2);
});

test('an answer that became stale before anybody came for it is asked for again', async () => {
  const host = first();
  askAhead('app_state', {}, ['app']);
  await heard();
  host.stale('app');
  await ask('app_state', {});
  expect(host.requests('app_state')).toHaveLength(2);
});

test('a failure is the asker’s, and the next one asks again', async () => {
  let answers = false;
  new FakeHost({ app_state: () => (answers ? appState() : Promise.reject('not yet')) });
  askAhead('app_state', {}, ['app']);
  await expect(ask('app_state', {})).rejects.toMatchObject({ details: 'not yet' });
  answers = true;
  await expect(ask('app_state', {})).resolves.toMatchObject({ welcome: false });
});
