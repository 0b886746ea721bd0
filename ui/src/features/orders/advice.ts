import type { MoneyMoved, OrderView } from '../../ipc/generated/commands.ts';
import { adviceFor, moneyWords } from '../../text/failures.ts';
import { durationText, orderAdvice, orderMoney } from '../../text/orders.ts';
import { clockText } from '../../text/time.ts';
import type { Tone } from '../../kit/tone.ts';

/** What staff can do to an order from its pane. */
export type OrderDeed = 'send' | 'withdraw' | 'look' | 'esim' | 'another' | 'again' | 'settle';

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
      return said('info', orderAdvice.withdrawn, 'untouched', []);
    case 'sending':
      return said('warning', orderAdvice.sending(supplier), 'unknown', []);
    case 'accepted':
      return ofAccepted(order, now);
    case 'fulfilled': {
      const words = order.esim?.kit_ready ? orderAdvice.fulfilled : orderAdvice.fulfilledNoKit;
      return said('good', words, 'spent', ['esim']);
    }
    case 'partly_fulfilled':
      return (
        ofCandidates(order, 'spent') ??
        said('warning', orderAdvice.partly(supplier), 'spent', ['esim', 'look', 'settle'])
      );
    case 'refused':
      return ofRefused(order);
    case 'failed':
      return ofFailed(order);
    case 'unknown':
      return ofUnknown(order, now);
    case 'not_bought':
      return said('info', orderAdvice.notBought(supplier), 'untouched', ['again']);
    case 'settled':
      return {
        ...said('info', orderAdvice.settled, 'untouched', order.esim ? ['esim'] : []),
        money: order.failure ? moneyWords[order.failure.money] : null,
      };
  }
}

function said(
  tone: OrderAdvice['tone'],
  words: { title: string; todo: string },
  money: MoneyMoved,
  deeds: readonly OrderDeed[],
): OrderAdvice {
  return { tone, ...words, money: moneyWords[money], deeds };
}

function ofIntent(order: OrderView): OrderAdvice {
  const { failure } = order;
  if (failure) {
    const { title, todo } = adviceFor(failure);
    if (failure.code === 'price_rose' || failure.code === 'plan_gone') {
      const words = failure.code === 'price_rose' ? orderAdvice.priceRose : orderAdvice.planGone;
      return said('warning', { title, todo: words }, 'untouched', ['withdraw', 'again']);
    }
    const words = { title, todo: orderAdvice.stopped(todo) };
    return said('warning', words, 'untouched', ['send', 'withdraw']);
  }
  if (order.needs_confirmation) {
    return said('warning', orderAdvice.earlierRun, 'untouched', ['send', 'withdraw']);
  }
  if (order.behind !== null) {
    return said('info', orderAdvice.behind(order.behind), 'untouched', ['withdraw', 'another']);
  }
  return said('info', orderAdvice.intent, 'untouched', ['withdraw']);
}

function ofAccepted(order: OrderView, now: number): OrderAdvice {
  const found = ofCandidates(order, 'spent');
  if (found) return found;
  const { supplier } = order;
  if (order.taken?.kind === 'waits_for_approval') {
    const words = orderAdvice.approval(supplier);
    return { ...said('warning', words, 'unknown', ['look', 'settle']), money: orderMoney.approval };
  }
  if (order.taken?.kind === 'waits_for_payment') {
    return said('warning', orderAdvice.payment(supplier), 'untouched', ['look', 'settle']);
  }
  const usual = durationText(order.usual_seconds);
  const since = Date.parse(order.sending_since ?? order.updated_at);
  const slow = usual !== '' && now - since > 2 * order.usual_seconds * 1000;
  return slow
    ? said('warning', orderAdvice.slow(supplier, usual), 'spent', ['look', 'settle'])
    : said('info', orderAdvice.making(supplier, usual), 'spent', ['look']);
}

/** What may be its outcome comes before everything else that could be said of an open order. */
function ofCandidates(order: OrderView, money: MoneyMoved): OrderAdvice | null {
  if (order.candidates.length === 0) return null;
  const words = order.candidates.length === 1 ? orderAdvice.candidate : orderAdvice.candidates;
  return said('warning', words, money, ['look', 'settle']);
}

function ofRefused(order: OrderView): OrderAdvice {
  const advice = order.failure ? adviceFor(order.failure) : undefined;
  const title = advice?.title ?? orderAdvice.refusedTitle(order.supplier);
  const todo = orderAdvice.refused(advice?.todo ?? '').trim();
  return said('bad', { title, todo }, 'untouched', ['again']);
}

function ofFailed(order: OrderView): OrderAdvice {
  const words = orderAdvice.failed(order.supplier);
  const back = order.taken?.kind === 'failed' ? order.taken.money_back : null;
  const money =
    back === true ? orderMoney.back : back === false ? orderMoney.notBack : orderMoney.notSaid;
  return { ...said('bad', words, 'unknown', ['again']), money };
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
  return said('warning', { title, todo }, 'unknown', ['look', 'another', 'settle']);
}
