import type { Column } from '../../kit/table.ts';
import { ordersText } from '../../text/orders.ts';

export type OrderColumn = 'traveller' | 'plan' | 'state' | 'price' | 'number' | 'desk';

/** Every column, and from which width of the list on, in CSS pixels, there is room for it. The state grows first. */
const ALL: readonly { from: number; column: Column<OrderColumn> }[] = [
  {
    from: 0,
    column: { id: 'traveller', label: ordersText.traveller, width: 'minmax(98px, 1.2fr)' },
  },
  { from: 655, column: { id: 'plan', label: ordersText.plan, width: 'minmax(104px, 1fr)' } },
  {
    from: 0,
    column: { id: 'state', label: ordersText.stateColumn, width: 'minmax(150px, 200px)' },
  },
  { from: 540, column: { id: 'price', label: ordersText.price, width: '92px', end: true } },
  { from: 435, column: { id: 'number', label: ordersText.number, width: '98px' } },
  { from: 820, column: { id: 'desk', label: ordersText.deskLabel, width: '104px' } },
];

/** The columns for which a list of this many CSS pixels has room. */
export function columnsFor(width: number): Column<OrderColumn>[] {
  return ALL.filter(({ from }) => width >= from).map(({ column }) => column);
}
