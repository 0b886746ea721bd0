/** What an order that adds data means for the screen. */
import type { Offer, OrderView } from '../../ipc/generated/commands.ts';

/** What tells an offer for one eSIM from the others: its lot, or its plan. */
export function offerKey({ stock, plan }: Offer): string {
  return stock ? `lot/${stock.lot}` : `plan/${plan.id}`;
}

/** Nothing more will become of it. */
export function isOver(order: OrderView): boolean {
  switch (order.state) {
    case 'withdrawn':
    case 'fulfilled':
    case 'refused':
    case 'failed':
    case 'not_bought':
    case 'settled':
      return true;
    case 'intent':
    case 'sending':
    case 'accepted':
    case 'partly_fulfilled':
    case 'unknown':
      return false;
  }
}

/** It was stopped before it was sent, and waits for a person. */
export function isHeld(order: OrderView): boolean {
  return order.state === 'intent' && order.failure !== null;
}

/** It took no money, so that something else may be chosen instead. */
export function tookNothing(order: OrderView): boolean {
  if (order.state === 'failed') return order.failure?.money === 'untouched';
  return isHeld(order) || ['withdrawn', 'refused', 'not_bought'].includes(order.state);
}

/** Since when it waits for its supplier. */
export function waitingSince(order: OrderView): string | undefined {
  const sent = ['sending', 'accepted', 'partly_fulfilled', 'unknown'].includes(order.state);
  return sent ? (order.sending_since ?? undefined) : undefined;
}
