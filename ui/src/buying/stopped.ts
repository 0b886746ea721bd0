/** What staff can do about an order that was stopped before it was sent; the order's own pane offers the same. */
import type { Code, OrderView } from '../ipc/generated/commands.ts';

/** What was seen is not on sale any more: sending the order as it is could only stop again. */
const OFF_SALE: readonly Code[] = ['price_rose', 'plan_gone'];

/** `send` it after all, or withdraw it and choose `again`; nothing where it is not stopped. */
export function wayOn({
  state,
  failure,
  needs_confirmation,
}: Pick<OrderView, 'state' | 'failure' | 'needs_confirmation'>): 'send' | 'again' | undefined {
  if (state !== 'intent' || !(failure || needs_confirmation)) return undefined;
  return failure && OFF_SALE.includes(failure.code) ? 'again' : 'send';
}
