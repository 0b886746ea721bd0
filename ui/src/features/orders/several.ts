import type { OrderView } from '../../ipc/generated/commands.ts';

/** What became of the eSIMs of one order, as far as the supplier says. */
export interface Tally {
  of: number;
  done: number;
  failed: number;
  /** Still to come. */
  open: number;
}

/** Whether one order holds more than one eSIM. */
export function isSeveral({ count }: Pick<OrderView, 'count'>): boolean {
  return count > 1;
}

/** Counts what each item says. */
export function tallyOf({ count, items }: Pick<OrderView, 'count' | 'items'>): Tally {
  const of = Math.max(count, items.length);
  const done = items.filter(({ outcome }) => outcome.kind === 'done').length;
  const failed = items.filter(({ outcome }) => outcome.kind === 'failed').length;
  return { of, done, failed, open: of - done - failed };
}

/**
 * Seconds until the rest is here if it goes on as it went until the last news; `null` while nothing is over,
 * from which a pace could be told.
 */
export function secondsLeft(order: OrderView, now: number): number | null {
  const { done, failed, open } = tallyOf(order);
  const since = Date.parse(order.sending_since ?? order.created_at);
  const news = Date.parse(order.updated_at);
  if (done + failed === 0 || news <= since) return null;
  const each = (news - since) / (done + failed);
  return Math.max(0, Math.round((each * open - (now - news)) / 1000));
}
