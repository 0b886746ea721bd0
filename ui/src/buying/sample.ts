/** What tests of buying need: a plan, an offer, an order. */
import type { Failure, Item, Offer, OrderView, Plan } from '../ipc/generated/commands.ts';

const GB = 2 ** 30;

export function failure(code: Failure['code'], more: Partial<Failure> = {}): Failure {
  const base = { money: 'untouched', field: null, reference: 'T-1', details: null } as const;
  return { ...base, facts: {}, ...more, code };
}

export function plan(more: Partial<Plan> = {}): Plan {
  return {
    id: 'jp3',
    name: null,
    coverage: { kind: 'local', country: 'JP' },
    data: { kind: 'bytes', bytes: 3 * GB },
    throttling: null,
    calls: null,
    texts: null,
    days: 10,
    start: 'first_use',
    features: [{ kind: 'hotspot' }, { kind: 'top_up' }],
    networks: [{ name: 'IIJ', speeds: ['4G', '5G'] }],
    prices: [],
    ...more,
  };
}

export function offer(more: Partial<Offer> = {}): Offer {
  const usd = (minor: number) => ({ minor, currency: 'USD', exponent: 2 });
  return {
    wallet_id: 'w1',
    wallet_name: 'ZIM',
    supplier: 'ZIM',
    plan: plan(),
    price: usd(490),
    own_price: null,
    stock: null,
    per_gb: usd(163),
    per_day: usd(49),
    usual_seconds: 20,
    ...more,
  };
}

export function order(more: Partial<OrderView> = {}): OrderView {
  return {
    key: 'k1',
    number: 'D07-000123',
    parent: 'p1',
    state: 'intent',
    failure: null,
    taken: null,
    reference: null,
    wallet_id: 'w1',
    wallet_name: 'ZIM',
    supplier: 'ZIM',
    plan: plan(),
    price_seen: { minor: 490, currency: 'USD', exponent: 2 },
    price_charged: null,
    traveller: 'Yuki Tanaka',
    booking: null,
    trip: { countries: ['JP'], from: null, to: null },
    desk: 'D07',
    staff: null,
    created_at: '2026-11-21T12:00:00Z',
    updated_at: '2026-11-21T12:00:00Z',
    sending_since: null,
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

/** An answer that the test gives when it likes. */
export function later<T>(): {
  promise: Promise<T>;
  give: (value: T) => void;
  fail: (why: unknown) => void;
} {
  let give: (value: T) => void = () => undefined;
  let fail: (why: unknown) => void = () => undefined;
  const promise = new Promise<T>((yes, no) => {
    give = yes;
    fail = no;
  });
  return { promise, give, fail };
}
