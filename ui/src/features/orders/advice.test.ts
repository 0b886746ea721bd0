import { expect, test } from 'vitest';
import type {
  Code,
  Failure,
  MoneyMoved,
  OrderState,
  OrderView,
} from '../../ipc/generated/commands.ts';
import { moneyWords } from '../../text/failures.ts';
import { orderWords } from '../../text/new-progress.ts';
import { adviceOf } from './advice.ts';
import { badgeOf } from './badge.ts';
import { candidate, items, orderView } from './sample.ts';

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
  for (const state of ['unknown', 'accepted'] as const) {
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

const NOT_SAID = 'The supplier does not say whether money was taken or came back: ask it.';

test.each<[MoneyMoved, Partial<OrderView>, string | RegExp]>([
  ['untouched', {}, 'The supplier says that the money came back.'],
  ['spent', {}, /did not come back/],
  ['unknown', {}, NOT_SAID],
  ['untouched', { from_stock: true }, 'Nothing was taken from your stock. Nothing was charged.'],
  ['spent', { from_stock: true, already_paid: true }, /^It was taken from your stock/],
  ['unknown', { from_stock: true, count: 3 }, /does not say whether anything was taken from your/],
])('failed with money %s says the same on every screen (%#)', (money, more, words) => {
  const order = orderView({ ...more, state: 'failed', failure: failure('refused', { money }) });
  const said = adviceOf(order, now).money ?? '';
  expect(said).toMatch(words);
  expect(orderWords(order).text).toBe(`Failed at ZIM. ${said}`);
});

test('settled says of money only what the record says', () => {
  expect(advice({ state: 'settled' }).money).toBeNull();
  const closed = advice({ state: 'settled', failure: failure('timed_out', { money: 'spent' }) });
  expect(closed.money).toBe(moneyWords.spent);
});

test('what comes from the stock is not bought, and its money is said so', () => {
  const stock = { from_stock: true, already_paid: true, price_seen: null };
  const taken = advice({ ...stock, state: 'fulfilled' });
  expect(taken.money).toBe('It was taken from your stock. Nothing was charged.');
  expect(badgeOf(orderView({ ...stock, state: 'fulfilled' })).text).toBe('Taken from stock');
  expect(advice({ ...stock, state: 'unknown' }).money).toContain('not known yet');
  expect(advice({ ...stock, state: 'not_bought' }).title).toBe('It was not taken from stock');
});

test('data that was added needs no new code', () => {
  const esim = { esim_id: 'e1', iccid: null, kit_ready: false };
  const said = advice({ adds_data: true, state: 'fulfilled', esim });
  expect(said.title).toBe('Data added');
  expect(said.todo).toContain('nothing has to be installed again');
  expect(advice({ adds_data: true, state: 'accepted' }).title).toContain('adds the data');
  expect(badgeOf(orderView({ adds_data: true, state: 'not_bought' })).text).toBe('Data not added');
});

test('done in part is an end: how many, and the failed ones can be ordered anew', () => {
  const order = orderView({ state: 'partly_fulfilled', count: 25, items: items(22, 3) });
  expect(badgeOf(order)).toMatchObject({ tone: 'info', text: '22 of 25 done, 3 failed' });
  expect(adviceOf(order, now)).toMatchObject({
    title: '22 of 25 done, 3 failed',
    deeds: ['anew'],
  });
});

test('several that are being made say how many are done, and when the rest may be here', () => {
  const sent = '2026-11-21T12:00:00Z';
  const several = (more: Partial<OrderView>, seconds: number) =>
    advice(
      { state: 'accepted', count: 25, sending_since: sent, updated_at: sent, ...more },
      Date.parse(sent) + seconds * 1000,
    );
  const begun = several({}, 5);
  expect(begun.title).toBe('ZIM took the order of 25 eSIMs');
  expect(begun.todo).toContain('A single one usually takes 20 s');
  const news = '2026-11-21T12:00:30Z';
  const some = { items: items(9, 1, 15), updated_at: news };
  expect(several(some, 30).title).toBe('9 of 25 done, 1 failed');
  expect(several(some, 30).todo).toMatch(/^About 45 s more at the pace so far\./);
  expect(several(some, 50).todo).toMatch(/^About 25 s more/);
  expect(several(some, 69).todo).toMatch(/^About 6 s more/);
  expect(several(some, 80)).toMatchObject({
    tone: 'warning',
    title: '9 of 25 done, 1 failed, no news for 50 s',
    deeds: ['look', 'settle'],
  });
  expect(several({ items: items(24, 1), updated_at: news }, 31).todo).toContain('being fetched');
});

test('what was written off and bought all the same is told, with its money', () => {
  const late = failure('bought_all_the_same', { money: 'spent' });
  const { title, tone, money } = advice({ state: 'settled', failure: late });
  expect([title, tone, money]).toEqual([
    'It was bought all the same: the supplier’s answer came after the decision.',
    'warning',
    moneyWords.spent,
  ]);
});
