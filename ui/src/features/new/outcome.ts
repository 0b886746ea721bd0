/** What the orders of a purchase mean for the screen. */
import { sumsOf } from '../../buying/amounts.ts';
import { wayOn } from '../../buying/stopped.ts';
import type { Money, OrderView } from '../../ipc/generated/commands.ts';
import type { Part, Tally } from '../../text/new-progress.ts';

/** Something is still to come for this order without anybody doing anything. */
export function waits(order: OrderView): boolean {
  switch (order.state) {
    case 'intent':
    case 'sending':
    case 'accepted':
    case 'unknown':
      return true;
    case 'fulfilled':
      return !order.esim?.kit_ready;
    case 'partly_fulfilled':
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

/** An order that ended and took no money: for its traveller another plan can be bought. */
export function endedUnpaid(order: OrderView): boolean {
  if (order.state === 'failed') return order.failure?.money === 'untouched';
  return ['withdrawn', 'refused', 'not_bought'].includes(order.state);
}

/** Orders whose price is known in the same way, and what they come to. */
export interface Cost {
  known: 'charged' | 'seen' | 'not_stated';
  /** How many eSIMs. */
  count: number;
  sums: Money[];
}

/** What a purchase costs: one that ended unpaid or is stopped costs nothing, what was seen is not yet charged. */
export function costsOf(orders: readonly OrderView[]): Cost[] {
  const paid = orders.filter((order) => !endedUnpaid(order) && !wayOn(order));
  return (['charged', 'seen', 'not_stated'] as const)
    .map((known) => {
      const those = paid.filter((order) => knownBy(order) === known);
      return {
        known,
        count: those.reduce((sum, { count }) => sum + count, 0),
        sums: sumsOf(
          those.flatMap(({ price_charged, price_seen }) => price_charged ?? price_seen ?? []),
        ),
      };
    })
    .filter(({ count }) => count > 0);
}

function knownBy({ price_charged, price_seen }: OrderView): Cost['known'] {
  if (price_charged) return 'charged';
  return price_seen ? 'seen' : 'not_stated';
}

/**
 * Seconds until the last of several is there, by the supplier's usual time: they follow each other. Nothing
 * where none is under way, or it takes longer than usual already.
 */
export function secondsLeft(orders: readonly OrderView[], now: number): number | undefined {
  const moving = orders.filter(moves);
  const usual = moving[0]?.usual_seconds ?? 0;
  const begun = moving.flatMap((order) => since(order) ?? []).map((at) => now - Date.parse(at));
  const rest = usual * moving.length - Math.max(0, ...begun) / 1000;
  return rest > 0 ? Math.ceil(rest) : undefined;
}

/** How many of several orders stand where. */
export function tally(orders: readonly OrderView[]): Tally {
  const parts = new Map<Part, number>();
  let [ready, moving] = [0, 0];
  for (const order of orders) {
    const stand = standOf(order);
    if (stand === 'ready') ready += 1;
    else if (stand === 'moving') moving += 1;
    else parts.set(stand, (parts.get(stand) ?? 0) + 1);
  }
  return { all: orders.length, ready, moving, parts: [...parts] };
}

function standOf(order: OrderView): Part | 'moving' | 'ready' {
  if (moves(order)) return 'moving';
  switch (order.state) {
    case 'fulfilled':
    case 'settled':
      return order.esim?.kit_ready ? 'ready' : 'settled';
    case 'partly_fulfilled':
      return 'partly';
    case 'unknown':
      return 'doubtful';
    case 'intent':
    case 'withdrawn':
      return 'not_sent';
    case 'sending':
    case 'accepted':
      return 'held';
    case 'refused':
    case 'not_bought':
      return 'failed_untouched';
    case 'failed':
      return `failed_${order.failure?.money ?? 'unknown'}`;
  }
}

/** Since when this order waits for its supplier. */
export function since(order: OrderView): string | undefined {
  return waits(order) && order.state !== 'intent' ? (order.sending_since ?? undefined) : undefined;
}
