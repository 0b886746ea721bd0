import type { OrderState, Taken } from '../ipc/generated/commands.ts';

const state: Record<OrderState, string> = {
  intent: 'Not sent yet',
  withdrawn: 'Withdrawn',
  sending: 'Being sent',
  accepted: 'Taken by the supplier',
  fulfilled: 'Bought',
  partly_fulfilled: 'Bought, not complete yet',
  refused: 'Refused',
  failed: 'Failed at the supplier',
  unknown: 'Checking. Do not buy again',
  not_bought: 'Not bought',
  settled: 'Settled by staff',
};

const events: Record<string, string> = {
  ...state,
  intent: 'Written down',
  sending: 'Sent',
  unknown: 'No answer that proves either',
  fulfilled: 'Bought, kit stored',
  not_bought: 'Looked up: not bought',
  looked: 'Looked up at the supplier',
  found: 'Found something that may be it',
  held: 'Stopped before sending',
  resumed: 'Sent after all',
  esim_found: 'Its eSIM was found',
  kit_stored: 'Kit stored',
  note: 'Note',
};

/** The word for one event of an order; a newer program's event keeps its own word. */
export function eventText(event: string): string {
  return events[event] ?? event.replaceAll('_', ' ');
}

const taken: Record<Taken['kind'], string> = {
  processing: 'being made',
  waits_for_approval: 'waits for approval',
  waits_for_payment: 'waits for payment',
  fulfilled: 'done',
  failed: 'failed',
  replaced: 'replaced by a newer order',
  not_said: 'not said',
};

/** Words of the screen Orders. */
export const ordersText = {
  title: 'Orders',
  windowTitle: 'Orders · eSIM Desk',
  state,
  taken,
} as const;
