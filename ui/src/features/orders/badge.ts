import type { Component } from 'svelte';
import type { OrderState, OrderView } from '../../ipc/generated/commands.ts';
import { Ban, Check, Clock, Close, Question, Refresh, User } from '../../kit/icons.ts';
import type { Tone } from '../../kit/tone.ts';
import { ordersText, severalText } from '../../text/orders.ts';
import { isSeveral, tallyOf } from './several.ts';
import { kindOf } from './words.ts';

export interface OrderBadge {
  tone: Tone;
  icon: Component<Record<string, unknown>>;
  text: string;
}

const LOOKS: Record<OrderState, readonly [Tone, OrderBadge['icon']]> = {
  intent: ['info', Clock],
  withdrawn: ['neutral', Close],
  sending: ['info', Refresh],
  accepted: ['info', Clock],
  fulfilled: ['good', Check],
  partly_fulfilled: ['info', Check],
  refused: ['bad', Ban],
  failed: ['bad', Ban],
  unknown: ['warning', Question],
  not_bought: ['neutral', Close],
  settled: ['neutral', User],
};

/** The one word for an order in the list; what waits for a person says so. */
export function badgeOf(order: OrderView): OrderBadge {
  const [tone, icon] = LOOKS[order.state];
  if (order.candidates.length > 0) {
    return { tone: 'warning', icon: Question, text: ordersText.probablyYours };
  }
  if (order.state === 'intent') {
    if (order.failure) return { tone: 'warning', icon: Question, text: ordersText.stopped };
    if (order.needs_confirmation) {
      return { tone: 'warning', icon: Question, text: ordersText.earlierRun };
    }
    if (order.behind !== null) return { tone, icon, text: ordersText.behind };
  }
  if (order.state === 'accepted') {
    if (order.taken?.kind === 'waits_for_approval') {
      return { tone: 'warning', icon, text: ordersText.waitsForApproval };
    }
    if (order.taken?.kind === 'waits_for_payment') {
      return { tone: 'warning', icon, text: ordersText.waitsForPayment };
    }
  }
  return { tone, icon, text: stateText(order) };
}

function stateText(order: OrderView): string {
  const { state } = order;
  const kind = kindOf(order);
  const counted = state === 'partly_fulfilled' || (state === 'accepted' && order.items.length > 0);
  if (isSeveral(order) && counted) return severalText.over(tallyOf(order));
  if (kind !== 'bought' && (state === 'fulfilled' || state === 'not_bought')) {
    return ordersText[kind][state];
  }
  return ordersText.state[state];
}
