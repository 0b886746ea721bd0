import type { OrderView } from '../ipc/generated/commands.ts';
import { orderMoney, stockMoney, takenFromStock } from './orders.ts';

/** What became of the money of an order that failed at its supplier: the same on every screen. */
export function failedMoney(
  order: Pick<OrderView, 'failure' | 'from_stock' | 'already_paid' | 'count'>,
): string {
  const { from_stock, already_paid, count } = order;
  switch (order.failure?.money) {
    case 'untouched':
      return from_stock ? stockMoney.untouched : orderMoney.back;
    case 'spent':
      return from_stock ? takenFromStock(count > 1, already_paid) : orderMoney.notBack;
    case 'unknown':
    case undefined:
      return from_stock ? orderMoney.stockNotSaid : orderMoney.notSaid;
  }
}
