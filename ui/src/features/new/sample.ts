/** What tests of this folder need: what was found, a wallet, the state of the program, and what buying has. */
import { offer } from '../../buying/sample.ts';
import type { AppState, PlansFound, WalletView } from '../../ipc/generated/commands.ts';

export { failure, later, offer, order, plan } from '../../buying/sample.ts';

export function found(more: Partial<PlansFound> = {}): PlansFound {
  const sources = [
    {
      wallet_id: 'w1',
      wallet_name: 'ZIM',
      complete_at: '2026-11-21T09:00:00Z',
      syncing: false,
      failure: null,
    },
  ];
  return { trip_days: null, owned: [], stock: [], fits: [offer()], near: [], sources, ...more };
}

export function wallet(more: Partial<WalletView> = {}): WalletView {
  return {
    id: 'w1',
    provider: 'zim',
    supplier: 'ZIM Connections',
    supplier_short: 'ZIM',
    name: 'ZIM',
    environment: 'production',
    environment_label: 'Production',
    currency: 'USD',
    settings: {},
    sharing: 'only_us',
    paused: false,
    disconnected: false,
    abilities: {
      catalogue: true,
      orders: true,
      at_once: 1,
      balance: false,
      stock: false,
      diagnostics: false,
      reconnect: false,
    },
    cannot: [],
    trouble: null,
    lists: [],
    syncing: null,
    esims: 0,
    open_orders: 0,
    usual_seconds: 20,
    balance: null,
    waiting_seconds: null,
    ...more,
  };
}

export function appState(more: Partial<AppState> = {}, hidePrices = false): AppState {
  return {
    practice: false,
    welcome: false,
    version: '0.1.0',
    data_folder: '/data',
    settings: {
      agency: '',
      contact: '',
      guest_wifi: '',
      desk: 'D07',
      staff: [],
      working: null,
      hide_buying_prices: hidePrices,
      theme: 'system',
    },
    wallets: [wallet()],
    lists: { oldest_at: null, offline_since: null, syncing: false },
    orders_waiting: 0,
    troubles: [],
    now: '2026-11-21T12:00:00Z',
    ...more,
  };
}
