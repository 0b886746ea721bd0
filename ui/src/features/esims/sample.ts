import { offer, order, plan } from '../../buying/sample.ts';
import type {
  AddDataPlans,
  EsimDetail,
  EsimPage,
  EsimRow,
  NetworkView,
  Offer,
  OrderPage,
  OrderView,
} from '../../ipc/generated/commands.ts';

/** A row as the core would send it, for tests. */
export function esimRow(more: Partial<EsimRow> = {}): EsimRow {
  return {
    wallet_id: 'w1',
    esim_id: 'e1',
    supplier: 'ZIM',
    iccid: '8948010000000012345',
    traveller: 'Yuki Tanaka',
    booking: 'BK-20418',
    coverage: { kind: 'local', country: 'JP' },
    data: { kind: 'bytes', bytes: 3 * 2 ** 30 },
    days: 10,
    headline: 'ready_given',
    given_at: '2026-11-21T12:04:00Z',
    left: null,
    left_percent: null,
    ends_at: null,
    bought_at: '2026-11-21T12:01:00Z',
    bought_elsewhere: null,
    code_stored: true,
    unconfirmed: false,
    seen_at: '2026-11-21T12:02:00Z',
    ...more,
  };
}

/** A page of rows. */
export function esimPage(rows: EsimRow[], more: Partial<EsimPage> = {}): EsimPage {
  return {
    rows,
    total: rows.length,
    capped: false,
    counts: { all: 1284, not_given: 14, ending_soon: 6, code_missing: 0 },
    ...more,
  };
}

/** All about one eSIM. */
export function esimDetail(more: Partial<EsimDetail> = {}): EsimDetail {
  return {
    row: esimRow(),
    msisdn: null,
    profile: 'ready',
    profile_word: 'RELEASED',
    detail_at: '2026-11-21T12:03:00Z',
    install_problem: null,
    services: [
      {
        id: 's1',
        plan: null,
        status: 'waiting',
        status_word: 'PENDING',
        left: null,
        used: null,
        allowance: null,
        measured_at: null,
        ends_at: null,
        seen_at: '2026-11-21T12:02:00Z',
      },
    ],
    hand_overs: [],
    history: [
      {
        at: '2026-11-21T12:02:00Z',
        what: { kind: 'order', key: 'k1', number: 'D07-000123', event: 'fulfilled' },
      },
    ],
    raw: [
      { title: 'GET /esims/1', json: '{\n  "status": "RELEASED"\n}', at: '2026-11-21T12:02:00Z' },
    ],
    can: { add_data: false, ask_network: false, reconnect: false },
    network: null,
    order_key: 'k1',
    ...more,
  };
}

/** What the network says, of an eSIM that is online abroad. */
export function networkView(more: Partial<NetworkView> = {}): NetworkView {
  return {
    sighting: {
      at: '2026-11-21T12:01:00Z',
      country: 'JP',
      network: 'Softbank',
      technology: '5G',
      device: 'iPhone 15',
      online: true,
      facts: [{ name: 'IMSI', value: '260010185757766' }],
    },
    covered: true,
    happenings: [],
    asked_at: '2026-11-21T12:03:00Z',
    ...more,
  };
}

const bought = plan({
  id: 'jp5',
  name: 'Japan Max 5',
  data: { kind: 'bytes', bytes: 5 * 2 ** 30 },
});

/** A plan that can be bought onto an eSIM. */
export function addOffer(more: Partial<Offer> = {}): Offer {
  return offer({ plan: bought, ...more });
}

/** The same out of a lot that is paid for. */
export function stockOffer(more: Partial<Offer> = {}): Offer {
  const stock = { paid: true, lot: 'lot-7', left: 3, expires_at: null };
  return addOffer({ price: null, stock, ...more });
}

/** What fits an eSIM. */
export function addDataPlans(more: Partial<AddDataPlans> = {}): AddDataPlans {
  return {
    service_id: 's1',
    traveller: 'Yuki Tanaka',
    booking: 'BK-20418',
    offers: [stockOffer(), addOffer()],
    elsewhere: [],
    ...more,
  };
}

/** An order that adds data. */
export function addition(more: Partial<OrderView> = {}): OrderView {
  return order({
    key: 'k9',
    number: 'D07-000130',
    state: 'sending',
    plan: bought,
    updated_at: '2026-11-21T12:07:00Z',
    sending_since: '2026-11-21T12:05:00Z',
    esim: { esim_id: 'e1', iccid: '8948010000000012345', kit_ready: true },
    adds_data: true,
    ...more,
  });
}

/** The journal's page with one order. */
export function orderPage(rows: OrderView[]): OrderPage {
  return { rows, total: rows.length, open: 0, waiting: 0 };
}
