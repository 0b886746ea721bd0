import { order as anyOrder, plan as anyPlan } from '../../src/buying/sample.ts';
import type {
  Code,
  Item,
  OrderEventView,
  OrderPlace,
  OrderState,
  OrderView,
  Plan,
} from '../../src/ipc/generated/commands.ts';
import { failure, type Answers, type Stage } from '../host.ts';
import { lots } from './stock.ts';
import { ago } from './time.ts';
import { answers as purchases } from './new.ts';
import { placed } from './new.ts';
import { walletFor } from './wallets.ts';

function plan(country: string, gb: number, days: number): Plan {
  const data = { kind: 'bytes', bytes: gb * 2 ** 30 } as const;
  return anyPlan({
    id: `${country}-${gb}`,
    coverage: { kind: 'local', country },
    data,
    days,
    features: [],
    networks: [],
  });
}

let made = 0;

function order(traveller: string, state: OrderState, more: Partial<OrderView> = {}): OrderView {
  made += 1;
  const number = 124 - made;
  const wallet = walletFor(made <= 2 ? 0 : made);
  const { currency } = wallet;
  const price =
    currency === 'IQD'
      ? { minor: 6400 + made * 100, currency, exponent: 0 }
      : { minor: 490 + made * 10, currency, exponent: 2 };
  const bought = state === 'fulfilled' || state === 'partly_fulfilled';
  return anyOrder({
    key: `0190a000-0000-7000-8000-${String(made).padStart(12, '0')}`,
    number: `D07-${String(number).padStart(6, '0')}`,
    parent: made <= 2 ? 'p-1' : `p-${made}`,
    state,
    reference: bought || state === 'accepted' ? `${90210 + made}` : null,
    wallet_id: wallet.id,
    wallet_name: wallet.name,
    supplier: wallet.supplier_short,
    plan: plan(['JP', 'JP', 'US', 'TH', 'IT', 'GR'][made % 6] ?? 'JP', 3, 10),
    price_seen: wallet.provider === 'telkor' ? null : price,
    price_charged: bought && wallet.provider !== 'telkor' ? price : null,
    traveller,
    booking: `BK-${20420 - made}`,
    trip: { countries: ['JP'], from: '2026-12-01', to: '2026-12-10' },
    desk: 'D07',
    staff: 'Anna',
    created_at: ago(made * 37),
    updated_at: ago(made * 37 - 1),
    sending_since: state === 'intent' || state === 'withdrawn' ? null : ago(made * 37 - 0.5),
    esim: bought
      ? {
          esim_id: `e${made <= 2 ? 0 : made}`,
          iccid: '8948010000000012345',
          kit_ready: state === 'fulfilled',
        }
      : null,
    ...more,
  });
}

const stopped = (code: Code, facts: Record<string, string> = {}): Partial<OrderView> => ({
  failure: failure(code, { facts: { supplier: 'ZIM', ...facts } }),
});
const found = (index: number, iccid: string | null): OrderView['candidates'][number] => ({
  index,
  reference: index === 0 ? '90333' : null,
  esim_id: `x${index}`,
  iccid,
  service_id: null,
  created_at: ago(9),
  evidence: 'difference',
});

const fromStock: Partial<OrderView> = {
  from_stock: true,
  already_paid: true,
  price_seen: null,
  price_charged: null,
};

const LONG_NAME = 'Studienreise Griechenland und Zypern mit Inselhüpfen, Frühjahr';
const REASONS = [
  'SIM is locked by the operator',
  'Subscriber already has an active package of this zone (code 4107)',
  null,
];

/** So many of an order of several, of which these are done and those failed. */
function items(of: number, done: number, failed: number): Item[] {
  return Array.from({ length: of }, (_, at) => ({
    label: at < done + failed ? `89480100000000${String(12300 + at)}` : `item ${at + 1}`,
    esim: at < done ? `e${at}` : null,
    outcome:
      at < done
        ? { kind: 'done' }
        : at < done + failed
          ? { kind: 'failed', reason: REASONS[(at - done) % REASONS.length] ?? null }
          : { kind: 'open' },
  }));
}

const orders: OrderView[] = [
  order('Yuki Tanaka', 'fulfilled'),
  order('Kenji Tanaka', 'unknown', {
    checking_until: new Date(Date.now() + 8 * 60_000).toISOString(),
    failure: failure('timed_out', { money: 'unknown' }),
  }),
  order('Marie-Claire Dubois-Lefèvre de la Tour d’Auvergne', 'unknown', {
    candidates: [found(0, '8948010000000099881')],
    failure: failure('dropped', { money: 'unknown' }),
  }),
  order('محمد العلي', 'unknown', {
    candidates: [found(0, '8948010000000099882'), found(1, null), found(2, '8948010000000099884')],
  }),
  order('Lena Hoffmann', 'intent', { needs_confirmation: true }),
  order('Tomás Ferreira', 'intent', stopped('price_rose', { was: '4.90 USD', now: '5.40 USD' })),
  order('Sofia Rossi', 'intent', stopped('balance_short', { missing: '12.00 USD' })),
  order('Jan de Vries', 'intent', { behind: 'D07-000122' }),
  order('Olena Kovalenko', 'accepted', { taken: { kind: 'waits_for_approval' } }),
  order('David Cohen', 'accepted', { taken: { kind: 'processing' } }),
  order('Schulabschluss Rom, Klassen 10a und 10b', 'partly_fulfilled', {
    ...fromStock,
    ...(lots[2] && { plan: lots[2].plan }),
    count: 25,
    items: items(25, 22, 3),
    esim: null,
  }),
  order('مجموعة العمرة، شتاء', 'fulfilled', {
    ...fromStock,
    plan: { ...plan('SA', 10, 30), name: LONG_NAME },
    count: 100,
    items: items(100, 100, 0),
    esim: null,
  }),
  order('Kreuzfahrt Mai', 'accepted', {
    ...fromStock,
    count: 40,
    items: items(40, 17, 1),
    sending_since: ago(1),
    updated_at: ago(0.1),
  }),
  order('Ana Silva', 'fulfilled', { adds_data: true }),
  order('Petra Lang', 'fulfilled', fromStock),
  order('Björn Åkesson', 'refused', stopped('funds')),
  order('Chiara Conti', 'failed', {
    taken: { kind: 'failed', reason: 'Out of stock', money_back: true },
    failure: failure('refused', { details: 'Out of stock' }),
  }),
  order('Nguyễn Thị Lan', 'not_bought'),
  order('Ömer Yılmaz', 'settled', { settled_reason: 'Found in the portal, used for BK-20399' }),
  order('Emma Jansen', 'withdrawn'),
  order('Łukasz Nowak', 'sending'),
  ...Array.from({ length: 120 }, (_, at) => order(`Traveller ${at + 1}`, 'fulfilled')),
];

const FINAL: OrderState[] = [
  'withdrawn',
  'fulfilled',
  'partly_fulfilled',
  'refused',
  'failed',
  'not_bought',
  'settled',
];
const isOpen = (one: OrderView): boolean => !FINAL.includes(one.state);
const waits = (one: OrderView): boolean =>
  one.needs_confirmation ||
  one.candidates.length > 0 ||
  (one.state === 'intent' && one.failure !== null);

function get(key: string): OrderView {
  const one = [...[...placed.values()].flat(), ...orders].find((each) => each.key === key);
  if (!one) throw failure('order_not_found');
  return one;
}

function change(key: string, more: Partial<OrderView>): OrderView {
  return Object.assign(get(key), more, { updated_at: ago(0) });
}

function eventsOf(one: OrderView): OrderEventView[] {
  const event = (name: string, at: string, note: string | null = null): OrderEventView => ({
    at,
    event: name,
    note,
    staff: name === 'intent' ? one.staff : null,
  });
  const events = [event('intent', one.created_at)];
  if (one.failure && one.state === 'intent') events.push(event('held', one.updated_at));
  if (one.sending_since) events.push(event('sending', one.sending_since));
  if (one.state === 'fulfilled') {
    events.push(event('accepted', one.updated_at), event('esim_found', one.updated_at));
    events.push(event('kit_stored', one.updated_at));
  }
  if (one.sending_since || one.state === 'withdrawn') events.push(event(one.state, one.updated_at));
  return events;
}

/** An order of several runs one by one; the seventh of every ten fails. */
function placeSeveral(request: OrderPlace, { stale }: Stage): OrderView[] {
  const lot = lots.find((one) => one.lot === request.lot);
  const traveller = request.travellers[0];
  if (!lot || !traveller) throw failure('plan_gone');
  if (request.count > lot.left) {
    throw failure('too_many_at_once', { field: 'count', facts: { most: String(lot.left) } });
  }
  const { key, name } = traveller;
  const placed = order(name, 'accepted', {
    ...fromStock,
    key,
    number: `D07-${String(200 + orders.length).padStart(6, '0')}`,
    wallet_id: request.wallet_id,
    plan: lot.plan,
    count: request.count,
    booking: null,
    created_at: ago(0),
    updated_at: ago(0),
    sending_since: ago(0),
  });
  orders.unshift(placed);
  lot.left -= request.count;
  const timer = setInterval(() => {
    const over = get(key).items.filter(({ outcome }) => outcome.kind !== 'open').length + 1;
    const failed = Math.floor((over + 3) / 10);
    change(key, { items: items(request.count, over - failed, failed) });
    if (over === request.count) {
      clearInterval(timer);
      change(key, { state: failed > 0 ? 'partly_fulfilled' : 'fulfilled' });
    }
    stale('orders');
  }, 700);
  stale('orders');
  return [placed];
}

export const answers: Answers = {
  order_place: (request, stage) =>
    request.count > 1
      ? placeSeveral(request, stage)
      : (purchases.order_place?.(request, stage) ?? []),
  orders_page: (query, stage) => {
    const { filter, text, offset, limit } = query;
    const { wishes } = stage;
    const known = orders.some(
      ({ parent }) => filter.kind === 'purchase' && parent === filter.parent,
    );
    if (filter.kind === 'purchase' && !known && purchases.orders_page) {
      return purchases.orders_page(query, stage);
    }
    const wanted = text.toLowerCase();
    const all = wishes.has('empty') ? [] : [...[...placed.values()].flat(), ...orders];
    const found = all.filter(
      (one) =>
        (filter.kind === 'all' ||
          (filter.kind === 'open' && isOpen(one)) ||
          (filter.kind === 'waiting' && waits(one)) ||
          (filter.kind === 'purchase' && one.parent === filter.parent)) &&
        [one.number, one.traveller, one.booking].some((part) =>
          part?.toLowerCase().includes(wanted),
        ),
    );
    return {
      rows: found.slice(offset, offset + limit).map((one) => ({ ...one })),
      total: found.length,
      open: all.filter(isOpen).length,
      waiting: all.filter(waits).length,
    };
  },
  order_detail: ({ key }) => ({ order: { ...get(key) }, events: eventsOf(get(key)) }),
  order_send: ({ key }, { stale }) => {
    const sent = change(key, { state: 'sending', needs_confirmation: false, failure: null });
    stale('orders');
    return sent;
  },
  order_withdraw: ({ key }, { stale }) => {
    const withdrawn = change(key, { state: 'withdrawn', failure: null, needs_confirmation: false });
    stale('orders');
    return withdrawn;
  },
  order_look: ({ key }, { wishes }) => {
    if (wishes.has('offline')) throw failure('offline');
    return get(key);
  },
  order_settle: ({ key, decision, reason }, { stale }) => {
    if (reason.trim() === '') throw failure('reason_needed', { field: 'reason' });
    const settled = change(key, {
      state: decision.kind === 'adopt' ? 'accepted' : 'settled',
      candidates: [],
      settled_reason: reason,
    });
    stale('orders');
    return settled;
  },
};
