import { order as anyOrder } from '../../src/buying/sample.ts';
import type { Offer, OrderPlace, OrderView, PlansFound } from '../../src/ipc/generated/commands.ts';
import { failure, type Answers, type Stage } from '../host.ts';
import { esims } from './esims.ts';
import { ago } from './time.ts';
import { fits, lots, many, near, owned, stock } from './new-offers.ts';
import { wallets } from './wallets.ts';

/** Orders placed in this page, by purchase: they run through their states in a few seconds. */
export const placed = new Map<string, OrderView[]>();

function search(countries: readonly string[], wishes: URLSearchParams): PlansFound {
  const japan = countries.length === 1 && countries[0] === 'JP';
  const sources = wallets
    .filter(({ paused }) => !paused)
    .map(({ id, name, abilities, lists, syncing, trouble, supplier_short: supplier }) => ({
      wallet_id: id,
      wallet_name: name,
      complete_at:
        lists.find(({ list }) => list === (abilities?.catalogue === false ? 'stock' : 'plans'))
          ?.complete_at ?? null,
      syncing: syncing !== null,
      failure: wishes.has('offline') ? failure('offline', { facts: { supplier } }) : trouble,
    }));
  return {
    trip_days: 10,
    owned: japan ? owned : [],
    stock: !japan ? [] : wishes.has('lots') ? lots : stock,
    fits: wishes.has('many') ? many : japan ? fits : [],
    near: japan || countries[0] === 'TH' ? near : [],
    sources,
  };
}

const all: Offer[] = [...stock, ...lots, ...fits, ...many, ...near.map(({ offer }) => offer)];

function order(request: OrderPlace, at: number): OrderView {
  const offer = all.find(({ plan }) => plan.id === request.plan_id) as Offer;
  const traveller = request.travellers[at];
  return anyOrder({
    key: traveller?.key ?? '',
    number: `D07-00012${at + 3}`,
    parent: request.request_id,
    wallet_id: offer.wallet_id,
    wallet_name: offer.wallet_name,
    supplier: offer.supplier,
    plan: offer.plan,
    price_seen: request.price_seen,
    traveller: traveller?.name ?? '',
    booking: request.booking || null,
    trip: request.trip,
    staff: 'Anna',
    created_at: ago(0),
    updated_at: ago(0),
    adds_data: request.onto !== null,
    from_stock: request.lot !== null,
    already_paid: request.lot !== null,
    count: request.count,
    usual_seconds: offer.usual_seconds,
  });
}

/** What becomes of the order at a place; a name may wish for something else. */
function ending(one: OrderView, at: number): Partial<OrderView> {
  const name = one.traveller.toLowerCase();
  if (name.includes('lost')) return { state: 'unknown', checking_until: ago(-5) };
  if (name.includes('refused')) return { state: 'refused', failure: failure('funds') };
  if (name.includes('approval'))
    return { state: 'accepted', taken: { kind: 'waits_for_approval' } };
  if (name.includes('short')) {
    const facts = { missing: '3.00 USD' };
    return { state: 'intent', sending_since: null, failure: failure('balance_short', { facts }) };
  }
  if (name.includes('slow')) return { state: 'accepted', taken: { kind: 'processing' } };
  if (name.includes('fails')) return { state: 'failed', failure: failure('supplier_trouble') };
  if (name.includes('price')) {
    const facts = { was: '4.90 USD', now: '5.10 USD' };
    return { state: 'intent', sending_since: null, failure: failure('price_rose', { facts }) };
  }
  const ours = esims.filter((row) => row.wallet_id === one.wallet_id && row.code_stored);
  const { esim_id = '', iccid = null } = ours[at] ?? {};
  const esim = { esim_id, iccid, kit_ready: true };
  return { state: 'fulfilled', taken: { kind: 'fulfilled' }, esim };
}

function run(parent: string, { stale }: Stage): void {
  const step = (at: number, change: (one: OrderView) => Partial<OrderView>) => {
    const rows = placed.get(parent) ?? [];
    placed.set(
      parent,
      rows.map((row, index) => (index === at ? { ...row, ...change(row) } : row)),
    );
    stale('orders');
  };
  (placed.get(parent) ?? []).forEach((_, at) => {
    const later = (seconds: number, change: (one: OrderView) => Partial<OrderView>) =>
      setTimeout(() => step(at, change), (at * 2 + seconds) * 500);
    later(1, () => ({ state: 'sending', sending_since: ago(0) }));
    later(2, () => ({ state: 'accepted', taken: { kind: 'processing' } }));
    later(5, (one) => ending(one, at));
  });
}

export const answers: Answers = {
  destinations: () => ({ countries: ['JP', 'TH', 'FR', 'DE', 'US'], regions: ['Asia', 'Europe'] }),
  plans_search: ({ countries }, { wishes }) => search(countries, wishes),
  // Only the purchases of this page, until the journal's own answers are merged over it.
  orders_page: ({ filter }) => {
    const rows = filter.kind === 'purchase' ? (placed.get(filter.parent) ?? []) : [];
    return { rows, total: rows.length, open: 0, waiting: 0 };
  },
  order_place: (request, stage) => {
    if (request.travellers.some(({ name }) => name === 'Twice') && !request.repeat_meant) {
      throw failure('bought_today', {
        facts: { name: 'Twice', number: 'D07-000121', at: ago(40) },
      });
    }
    if (!placed.has(request.request_id)) {
      placed.set(
        request.request_id,
        request.travellers.map((_, at) => order(request, at)),
      );
      run(request.request_id, stage);
    }
    return placed.get(request.request_id) ?? [];
  },
};
