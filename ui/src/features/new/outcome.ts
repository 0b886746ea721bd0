/** What the orders of a purchase mean for the screen. */
import type { OrderView } from '../../ipc/generated/commands.ts';

/** Something is still to come for this order without anybody doing anything. */
export function waits(order: OrderView): boolean {
  switch (order.state) {
    case 'intent':
    case 'sending':
    case 'accepted':
    case 'partly_fulfilled':
    case 'unknown':
      return true;
    case 'fulfilled':
      return !order.esim?.kit_ready;
    case 'withdrawn':
    case 'refused':
    case 'failed':
    case 'not_bought':
    case 'settled':
      return false;
  }
}

/** Something is under way that may still change by itself within moments. */
export function moves(order: OrderView): boolean {
  if (order.state === 'unknown') return false;
  if (order.state === 'intent') return order.failure === null && !order.needs_confirmation;
  const held =
    order.taken?.kind === 'waits_for_approval' || order.taken?.kind === 'waits_for_payment';
  return waits(order) && !held;
}

/** Travellers whose orders ended and took no money: for them another plan can be bought. */
export function unserved(orders: readonly OrderView[]): string[] {
  return orders.filter(endedUnpaid).map(({ traveller }) => traveller);
}

function endedUnpaid(order: OrderView): boolean {
  if (order.state === 'failed') return order.failure?.money === 'untouched';
  return ['withdrawn', 'refused', 'not_bought'].includes(order.state);
}

/** Since when this order waits for its supplier. */
export function since(order: OrderView): string | undefined {
  return waits(order) && order.state !== 'intent' ? (order.sending_since ?? undefined) : undefined;
}
