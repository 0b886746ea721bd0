import type { CandidateView, Item, OrderPage, OrderView } from '../../ipc/generated/commands.ts';

/** An order as the core would send it, for tests. */
export function orderView(more: Partial<OrderView> = {}): OrderView {
  return {
    key: 'k1',
    number: 'D07-000123',
    parent: 'p1',
    state: 'fulfilled',
    failure: null,
    taken: null,
    reference: null,
    wallet_id: 'w1',
    wallet_name: 'ZIM',
    supplier: 'ZIM',
    plan: {
      id: 'jp3',
      name: null,
      coverage: { kind: 'local', country: 'JP' },
      data: { kind: 'bytes', bytes: 3 * 2 ** 30 },
      throttling: null,
      calls: null,
      texts: null,
      days: 10,
      start: 'first_use',
      features: [],
      networks: [],
      prices: [],
    },
    price_seen: { minor: 490, currency: 'USD', exponent: 2 },
    price_charged: null,
    traveller: 'Yuki Tanaka',
    booking: 'BK-20418',
    trip: { countries: ['JP'], from: '2026-12-01', to: '2026-12-10' },
    desk: 'D07',
    staff: 'Anna',
    created_at: '2026-11-21T12:00:00Z',
    updated_at: '2026-11-21T12:00:00Z',
    sending_since: '2026-11-21T12:00:00Z',
    esim: null,
    adds_data: false,
    from_stock: false,
    already_paid: false,
    count: 1,
    items: [],
    candidates: [],
    checking_until: null,
    needs_confirmation: false,
    behind: null,
    usual_seconds: 20,
    settled_reason: null,
    ...more,
  };
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

/** So many items of one order: done, failed, still to come. */
export function items(done: number, failed = 0, open = 0): Item[] {
  return Array.from({ length: done + failed + open }, (_, at) => ({
    label: `89480100000000${1000 + at}`,
    esim: at < done ? `e${at}` : null,
    outcome:
      at < done
        ? { kind: 'done' }
        : at < done + failed
          ? { kind: 'failed', reason: at === done ? 'SIM is locked' : null }
          : { kind: 'open' },
  }));
}

/** A page of the journal. */
export function orderPage(rows: OrderView[]): OrderPage {
  return { rows, total: rows.length, open: 2, waiting: 1 };
}
