import { wayOn } from '../../buying/stopped.ts';
import type { MoneyMoved, OrderView } from '../../ipc/generated/commands.ts';
import { failedMoney } from '../../text/failed-money.ts';
import { adviceFor, moneyWords } from '../../text/failures.ts';
import {
  durationText,
  orderAdvice,
  orderMoney,
  severalText,
  stockMoney,
  takenFromStock,
} from '../../text/orders.ts';
import { clockText } from '../../text/time.ts';
import type { Tone } from '../../kit/tone.ts';
import { isSeveral, secondsLeft, tallyOf } from './several.ts';
import { kindOf } from './words.ts';

/** What staff can do to an order from its pane. */
export type OrderDeed =
  'send' | 'withdraw' | 'look' | 'esim' | 'another' | 'again' | 'anew' | 'settle';

/** What stands before staff about one order. */
export interface OrderAdvice {
  tone: Exclude<Tone, 'neutral'>;
  /** What happened. */
  title: string;
  /** What to do now. */
  todo: string;
  /** Whether money was taken; absent where a person's reason says it. */
  money: string | null;
  /** The most useful first. */
  deeds: readonly OrderDeed[];
}

/** What to say of an order and what can be done, at a moment in milliseconds. */
export function adviceOf(order: OrderView, now: number): OrderAdvice {
  const { supplier } = order;
  switch (order.state) {
    case 'intent':
      return ofIntent(order);
    case 'withdrawn':
      return said(order, 'info', orderAdvice.withdrawn, 'untouched', []);
    case 'sending':
      return said(order, 'warning', orderAdvice.sending(supplier), 'unknown', []);
    case 'accepted':
      return ofAccepted(order, now);
    case 'fulfilled':
      return ofFulfilled(order);
    case 'partly_fulfilled': {
      const words = { title: severalText.over(tallyOf(order)), todo: orderAdvice.partly };
      return said(order, 'info', words, 'spent', ['anew']);
    }
    case 'refused':
      return ofRefused(order);
    case 'failed':
      return ofFailed(order);
    case 'unknown':
      return ofUnknown(order, now);
    case 'not_bought': {
      const title = orderAdvice.notBoughtTitle[kindOf(order)];
      const words = { title, ...orderAdvice.notBought(supplier) };
      return said(order, 'info', words, 'untouched', ['again']);
    }
    case 'settled': {
      if (order.failure?.code === 'bought_all_the_same') {
        return said(order, 'warning', adviceFor(order.failure), 'spent', []);
      }
      const deeds: OrderDeed[] = order.esim ? ['esim'] : [];
      return {
        ...said(order, 'info', orderAdvice.settled, 'untouched', deeds),
        money: order.failure ? moneyOf(order, order.failure.money) : null,
      };
    }
  }
}

/** Whether money was taken; what comes from the stock may be paid for already. */
function moneyOf(order: OrderView, moved: MoneyMoved): string {
  if (!order.from_stock) return moneyWords[moved];
  if (moved === 'spent') return takenFromStock(isSeveral(order), order.already_paid);
  return stockMoney[moved];
}

function said(
  order: OrderView,
  tone: OrderAdvice['tone'],
  words: { title: string; todo: string },
  money: MoneyMoved,
  deeds: readonly OrderDeed[],
): OrderAdvice {
  return { tone, ...words, money: moneyOf(order, money), deeds };
}

function ofIntent(order: OrderView): OrderAdvice {
  const { failure } = order;
  if (failure) {
    const { title, todo } = adviceFor(failure);
    if (wayOn(order) === 'again') {
      const words = failure.code === 'price_rose' ? orderAdvice.priceRose : orderAdvice.planGone;
      return said(order, 'warning', { title, todo: words }, 'untouched', ['withdraw', 'again']);
    }
    const words = { title, todo: orderAdvice.stopped(todo) };
    return said(order, 'warning', words, 'untouched', ['send', 'withdraw']);
  }
  if (order.needs_confirmation) {
    return said(order, 'warning', orderAdvice.earlierRun, 'untouched', ['send', 'withdraw']);
  }
  if (order.behind !== null) {
    return said(order, 'info', orderAdvice.behind(order.behind), 'untouched', [
      'withdraw',
      'another',
    ]);
  }
  return said(order, 'info', orderAdvice.intent, 'untouched', ['withdraw']);
}

function ofAccepted(order: OrderView, now: number): OrderAdvice {
  const found = ofCandidates(order, 'spent');
  if (found) return found;
  const { supplier } = order;
  if (order.taken?.kind === 'waits_for_approval') {
    const words = orderAdvice.approval(supplier);
    return {
      ...said(order, 'warning', words, 'unknown', ['look', 'settle']),
      money: orderMoney.approval,
    };
  }
  if (order.taken?.kind === 'waits_for_payment') {
    return said(order, 'warning', orderAdvice.payment(supplier), 'untouched', ['look', 'settle']);
  }
  if (isSeveral(order)) return ofSeveral(order, now);
  const usual = durationText(order.usual_seconds);
  const since = Date.parse(order.sending_since ?? order.updated_at);
  const slow = usual !== '' && now - since > 2 * order.usual_seconds * 1000;
  return slow
    ? said(order, 'warning', orderAdvice.slow(supplier, usual), 'spent', ['look', 'settle'])
    : said(order, 'info', making(order, usual), 'spent', ['look']);
}

function making(order: OrderView, usual: string): { title: string; todo: string } {
  const words = orderAdvice.making(order.supplier, usual);
  return order.adds_data ? { ...words, title: orderAdvice.addingData(order.supplier) } : words;
}

/** While several are made: how many are over, and when the rest may be here. */
function ofSeveral(order: OrderView, now: number): OrderAdvice {
  const tally = tallyOf(order);
  const usual = durationText(order.usual_seconds);
  const quiet = (now - Date.parse(order.updated_at)) / 1000;
  if (usual !== '' && quiet > 2 * order.usual_seconds) {
    const words = orderAdvice.severalSlow(severalText.over(tally), durationText(quiet));
    return said(order, 'warning', words, 'spent', ['look', 'settle']);
  }
  const count = severalText.esims(tally.of);
  const title =
    order.items.length === 0
      ? orderAdvice.makingSeveral(order.supplier, count)
      : severalText.over(tally);
  return said(order, 'info', { title, todo: restOf(order, now, usual) }, 'spent', ['look']);
}

/** When the rest may be here, as far as it can be told. */
function restOf(order: OrderView, now: number, usual: string): string {
  if (tallyOf(order).open === 0) return orderAdvice.severalFetching;
  const left = secondsLeft(order, now);
  if (left === null) return orderAdvice.severalUsual(usual);
  return left === 0 ? orderAdvice.severalSoon : orderAdvice.severalLeft(durationText(left));
}

function ofFulfilled(order: OrderView): OrderAdvice {
  if (isSeveral(order)) {
    const { title, todo } = orderAdvice.fulfilledSeveral;
    const words = { title: title(severalText.over(tallyOf(order))), todo };
    return said(order, 'good', words, 'spent', []);
  }
  const ready = order.from_stock ? orderAdvice.fulfilledStock : orderAdvice.fulfilled;
  const made = order.esim?.kit_ready ? ready : orderAdvice.fulfilledNoKit;
  return said(order, 'good', order.adds_data ? orderAdvice.fulfilledData : made, 'spent', ['esim']);
}

/** What may be its outcome comes before everything else that could be said of an open order. */
function ofCandidates(order: OrderView, money: MoneyMoved): OrderAdvice | null {
  if (order.candidates.length === 0) return null;
  const words = order.candidates.length === 1 ? orderAdvice.candidate : orderAdvice.candidates;
  return said(order, 'warning', words, money, ['look', 'settle']);
}

function ofRefused(order: OrderView): OrderAdvice {
  const advice = order.failure ? adviceFor(order.failure) : undefined;
  const title = advice?.title ?? orderAdvice.refusedTitle(order.supplier);
  const todo = orderAdvice.refused(advice?.todo ?? '').trim();
  return said(order, 'bad', { title, todo }, 'untouched', ['again']);
}

function ofFailed(order: OrderView): OrderAdvice {
  const words = orderAdvice.failed(order.supplier);
  return { ...said(order, 'bad', words, 'unknown', ['again']), money: failedMoney(order) };
}

function ofUnknown(order: OrderView, now: number): OrderAdvice {
  const found = ofCandidates(order, 'unknown');
  if (found) return found;
  const until = order.checking_until;
  const todo =
    until !== null && Date.parse(until) > now
      ? orderAdvice.unknownUntil(clockText(until))
      : orderAdvice.unknownLong;
  const title = orderAdvice.unknown(order.supplier);
  return said(order, 'warning', { title, todo }, 'unknown', ['look', 'another', 'settle']);
}
