import { expect, test } from 'vitest';
import type { Happening, HistoryEntry } from '../../ipc/generated/commands.ts';
import { inOneList } from './history.ts';

const entry = (at: string): HistoryEntry => ({
  at,
  what: { kind: 'order', key: 'k', number: 'D07-1', event: at },
});
const happening = (what: string, at: string | null): Happening => ({
  at,
  what,
  country: null,
  detail: null,
  allowed: null,
});

test('what the supplier says stands among ours by its moment, and last without one', () => {
  const lines = inOneList(
    [entry('2026-11-21T12:00:00Z'), entry('2026-11-21T10:00:00Z')],
    [
      happening('late', '2026-11-21T13:00:00+02:00'),
      happening('one', null),
      happening('two', null),
      happening('newest', '2026-11-21T12:30:00Z'),
    ],
  );
  const words = lines.map(({ what }) =>
    what.kind === 'happening' ? what.happening.what : what.kind === 'order' ? what.event : '',
  );
  expect(words).toEqual([
    'newest',
    '2026-11-21T12:00:00Z',
    'late',
    '2026-11-21T10:00:00Z',
    'one',
    'two',
  ]);
});
