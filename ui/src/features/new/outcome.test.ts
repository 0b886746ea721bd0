import { expect, test } from 'vitest';
import type { OrderView } from '../../ipc/generated/commands.ts';
import { orderWords } from '../../text/new-progress.ts';
import { endedUnpaid, moves, since, waits } from './outcome.ts';
import { failure, order } from './sample.ts';

const ready = { esim_id: 'e1', iccid: null, kit_ready: true };

test.each<[string, Partial<OrderView>]>([
  ['Next to be sent', {}],
  ['Waits for D07-000120', { behind: 'D07-000120' }],
  ['Stopped. No money taken', { failure: failure('price_rose') }],
  ['Not sent. No money taken', { needs_confirmation: true }],
  ['Sending…', { state: 'sending' }],
  ['ZIM took it, preparing', { state: 'accepted', taken: { kind: 'processing' } }],
  ['Waits for approval at ZIM', { state: 'accepted', taken: { kind: 'waits_for_approval' } }],
  ['Bought, fetching the code', { state: 'fulfilled' }],
  ['Ready', { state: 'fulfilled', esim: ready }],
  ['Checking with ZIM. Do not buy again', { state: 'unknown' }],
  ['Refused by ZIM. No money taken', { state: 'refused' }],
  [
    'Failed at ZIM. Money was taken and the supplier says that it did not come back.',
    { state: 'failed', failure: failure('refused', { money: 'spent' }) },
  ],
  [
    'Failed at ZIM. The supplier does not say whether money was taken or came back: ask it.',
    { state: 'failed' },
  ],
  ['Not bought. No money taken', { state: 'not_bought' }],
])('“%s”', (words, more) => {
  expect(orderWords(order(more)).text).toBe(words);
});

test('a candidate is never called ready: a person must confirm it', () => {
  const candidates = [
    {
      index: 0,
      reference: null,
      esim_id: 'e9',
      iccid: null,
      service_id: null,
      created_at: null,
      evidence: 'difference' as const,
    },
  ];
  expect(orderWords(order({ state: 'unknown', candidates })).text).toBe('Probably yours: check');
});

test('only those whose order ended without money may be bought for again', () => {
  const all = [
    order({ traveller: 'Refused', state: 'refused' }),
    order({ traveller: 'Lost', state: 'unknown' }),
    order({ traveller: 'Spent', state: 'failed', failure: failure('refused', { money: 'spent' }) }),
    order({ traveller: 'Back', state: 'failed', failure: failure('refused') }),
    order({ traveller: 'Ready', state: 'fulfilled', esim: ready }),
    order({ traveller: 'Withdrawn', state: 'withdrawn' }),
  ];
  const unpaid = all.filter(endedUnpaid).map(({ traveller }) => traveller);
  expect(unpaid).toEqual(['Refused', 'Back', 'Withdrawn']);
});

test('an order whose answer was lost waits but does not move; one that is sent does both', () => {
  const lost = order({ state: 'unknown' });
  const sent = order({ state: 'sending', sending_since: '2026-11-21T12:00:00Z' });
  expect([waits(lost), moves(lost)]).toEqual([true, false]);
  expect([waits(sent), moves(sent)]).toEqual([true, true]);
  expect(since(sent)).toBe('2026-11-21T12:00:00Z');
  expect(since(order())).toBeUndefined();
});
