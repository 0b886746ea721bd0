import { order } from '../../buying/sample.ts';
import type { CandidateView, OrderPage, OrderView } from '../../ipc/generated/commands.ts';

export { items } from '../../buying/sample.ts';

/** An order that is done. */
export function orderView(more: Partial<OrderView> = {}): OrderView {
  const at = '2026-11-21T12:00:00Z';
  const trip = { countries: ['JP'], from: '2026-12-01', to: '2026-12-10' };
  const done = {
    state: 'fulfilled',
    booking: 'BK-20418',
    staff: 'Anna',
    sending_since: at,
  } as const;
  return order({ ...done, trip, ...more });
}

/** Something found at the supplier by difference. */
export function candidate(index: number): CandidateView {
  return {
    index,
    reference: null,
    esim_id: `x${index}`,
    iccid: `894801000000001234${index}`,
    service_id: null,
    created_at: '2026-11-21T12:00:30Z',
    evidence: 'difference',
  };
}

/** A page of the journal. */
export function orderPage(rows: OrderView[]): OrderPage {
  return { rows, total: rows.length, open: 2, waiting: 1 };
}
