import { expect, test } from 'vitest';
import type { Code, Failure, OrderState, OrderView } from '../../ipc/generated/commands.ts';
import { moneyWords } from '../../text/failures.ts';
import { adviceOf } from './advice.ts';
import { badgeOf } from './badge.ts';
import { candidate, orderView } from './sample.ts';

const now = Date.parse('2026-11-21T12:00:10Z');
const failure = (code: Code, more: Partial<Failure> = {}): Failure => ({
  code,
  money: 'untouched',
  field: null,
  reference: 'ZIM-7F3A',
  details: null,
  facts: { supplier: 'ZIM' },
  ...more,
});
const advice = (more: Partial<OrderView>, at = now) => adviceOf(orderView(more), at);

const MONEY: Record<Exclude<OrderState, 'failed' | 'settled'>, string> = {
  intent: moneyWords.untouched,
  withdrawn: moneyWords.untouched,
  refused: moneyWords.untouched,
  not_bought: moneyWords.untouched,
  sending: moneyWords.unknown,
  unknown: moneyWords.unknown,
  accepted: moneyWords.spent,
  partly_fulfilled: moneyWords.spent,
  fulfilled: moneyWords.spent,
};

test.each(Object.entries(MONEY))('%s says whether money was taken', (state, money) => {
  const said = advice({ state: state as OrderState });
  expect(said.money).toBe(money);
  expect(said.title).not.toBe('');
  expect(said.todo).not.toBe('');
});

test('an unknown outcome is never a failure: wait, look, another plan, or decide', () => {
  const said = advice({ state: 'unknown', checking_until: '2026-11-21T12:10:00Z' });
  expect(said.title).toBe('Checking with ZIM. Do not buy again');
  expect(said.todo).toMatch(/^The answer was lost. We look it up until .*10/);
  expect(said.deeds).toEqual(['look', 'another', 'settle']);
  const later = advice({ state: 'unknown', checking_until: '2026-11-21T12:00:05Z' });
  expect(later.todo).toContain('do not prove either');
});

test('a candidate must be confirmed by a person before anything else', () => {
  for (const state of ['unknown', 'accepted', 'partly_fulfilled'] as const) {
    const order = orderView({ state, candidates: [candidate(0)] });
    expect(adviceOf(order, now).title).toBe('Probably yours: check');
    expect(adviceOf(order, now).deeds).toContain('settle');
    expect(badgeOf(order).text).toBe('Probably yours: check');
  }
  const several = advice({ state: 'unknown', candidates: [candidate(0), candidate(1)] });
  expect(several.title).toBe('Probably yours: check which one');
});

test('an intent of an earlier run asks before it is sent', () => {
  const said = advice({ state: 'intent', needs_confirmation: true });
  expect(said.deeds).toEqual(['send', 'withdraw']);
});

test('a price that rose names both and is not sent again as it is', () => {
  const said = advice({
    state: 'intent',
    failure: failure('price_rose', { facts: { was: '4.90 USD', now: '5.40 USD' } }),
  });
  expect(said.title).toBe('The price rose from 4.90 USD to 5.40 USD.');
  expect(said.deeds).toEqual(['withdraw', 'again']);
});

test('what a guard stopped for another cause can be sent after all', () => {
  const said = advice({ state: 'intent', failure: failure('balance_short') });
  expect(said.todo).toMatch(/^Nothing was sent\./);
  expect(said.deeds).toEqual(['send', 'withdraw']);
});

test('an order behind another says which, and leaves other wallets open', () => {
  const said = advice({ state: 'intent', behind: 'D07-000122' });
  expect(said.title).toContain('D07-000122');
  expect(said.deeds).toContain('another');
});

test('approval at the supplier is named, and money is not claimed', () => {
  const said = advice({ state: 'accepted', taken: { kind: 'waits_for_approval' } });
  expect(said.title).toBe('Waits for approval at ZIM');
  expect(said.money).toContain('not known');
});

test('slow is told from usual by what this supplier usually takes', () => {
  expect(advice({ state: 'accepted' }).title).toBe('ZIM took the order and makes the eSIM');
  expect(advice({ state: 'accepted' }).todo).toContain('20 s');
  expect(advice({ state: 'accepted' }, now + 60_000).title).toContain('longer than usual');
  expect(advice({ state: 'accepted', usual_seconds: 0 }, now + 60_000).tone).toBe('info');
});

test.each([
  [true, /came back/],
  [false, /did not come back/],
  [null, /does not say/],
])('failed with money back %s is said so', (money_back, words) => {
  const said = advice({ state: 'failed', taken: { kind: 'failed', reason: null, money_back } });
  expect(said.money).toMatch(words);
});

test('settled says of money only what the record says', () => {
  expect(advice({ state: 'settled' }).money).toBeNull();
  const closed = advice({ state: 'settled', failure: failure('timed_out', { money: 'spent' }) });
  expect(closed.money).toBe(moneyWords.spent);
});
