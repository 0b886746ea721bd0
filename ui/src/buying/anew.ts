/**
 * An order that staff want once more, on its way from the journal to the screen where it is ordered: the
 * journal lays it down and goes there, and the screen takes it up once.
 */
import type { OrderView } from '../ipc/generated/commands.ts';
import { kept } from '../kit/drafts.ts';
import type { Route } from '../kit/page.ts';

const waiting = kept((): { order?: OrderView | undefined } => ({}));

/** Lays an order down, and says where to go: data is added at its eSIM, several are prepared at their wallet. */
export function orderAnew(order: OrderView): Route {
  const { wallet_id, esim } = order;
  if (order.adds_data) {
    return esim
      ? { name: 'esims', selected: { wallet_id, esim_id: esim.esim_id } }
      : { name: 'esims' };
  }
  waiting().order = order;
  return order.count > 1 ? { name: 'wallets', id: wallet_id } : { name: 'new' };
}

/** Takes up one of a traveller. */
export function takeOne(): OrderView | undefined {
  return take(({ count }) => count === 1);
}

/** Takes up one of several eSIMs of a wallet. */
export function takeSeveral(wallet: string): OrderView | undefined {
  return take(({ count, wallet_id }) => count > 1 && wallet_id === wallet);
}

/** How many eSIMs an order owes: those that failed, or all where none says so. */
export function owed({ count, items }: Pick<OrderView, 'count' | 'items'>): number {
  return items.filter(({ outcome }) => outcome.kind === 'failed').length || count;
}

function take(fits: (order: OrderView) => boolean): OrderView | undefined {
  const { order } = waiting();
  if (!order || !fits(order)) return undefined;
  waiting().order = undefined;
  return order;
}
