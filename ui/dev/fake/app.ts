import type { AppState, Found, Settings, WalletView } from '../../src/ipc/generated/commands.ts';
import type { Answers } from '../host.ts';
import { esims } from './esims.ts';

/** So many minutes ago, as the core writes it. */
export function ago(minutes: number): string {
  return new Date(Date.now() - minutes * 60_000).toISOString();
}

let settings: Settings = {
  agency: 'Sonnenreisen',
  contact: '+49 30 5550 1234',
  guest_wifi: 'Agency Guest',
  desk: 'D07',
  staff: ['Anna', 'Bruno', 'سارة'],
  working: 'Anna',
  hide_buying_prices: false,
  theme: 'system',
};

export const wallet: WalletView = {
  id: 'w1',
  provider: 'zim',
  supplier: 'ZIM Connections',
  supplier_short: 'ZIM',
  name: 'ZIM',
  environment: 'production',
  environment_label: 'Production',
  currency: 'USD',
  settings: {},
  sharing: 'others',
  paused: false,
  disconnected: false,
  abilities: { catalogue: true, orders: true },
  cannot: ['ZIM does not show the balance.', 'ZIM takes nothing back once it is bought.'],
  trouble: null,
  lists: [
    { list: 'esims', complete_at: ago(2), rows: 1284, skipped: 0, failure: null },
    { list: 'services', complete_at: ago(2), rows: 1391, skipped: 1, failure: null },
    { list: 'plans', complete_at: ago(180), rows: 2210, skipped: 0, failure: null },
    { list: 'destinations', complete_at: ago(180), rows: 168, skipped: 0, failure: null },
  ],
  syncing: null,
  esims: 1284,
  open_orders: 1,
  usual_seconds: 20,
};

/** All that are connected; `wallets.ts` adds those with something to show. */
export const wallets: WalletView[] = [wallet];

function state(wishes: URLSearchParams): AppState {
  const welcome = wishes.has('welcome');
  const theme = wishes.get('theme');
  if (theme === 'light' || theme === 'dark') settings = { ...settings, theme };
  return {
    practice: wishes.has('practice'),
    welcome,
    version: '0.1.0',
    data_folder: '/home/anna/.local/share/esim-desk',
    settings,
    wallets: welcome ? [] : wallets,
    lists: {
      oldest_at: welcome ? null : ago(2),
      offline_since: wishes.has('offline') ? ago(64) : null,
      syncing: false,
    },
    orders_waiting: welcome ? 0 : 1,
    troubles: [],
    now: ago(0),
  };
}

function find(text: string): Found[] {
  const wanted = text.toLowerCase();
  return esims
    .filter(({ traveller, booking, iccid }) =>
      [traveller, booking, iccid].some((part) => part?.toLowerCase().includes(wanted)),
    )
    .slice(0, 8)
    .map((row) => ({
      kind: 'esim' as const,
      wallet_id: row.wallet_id,
      esim_id: row.esim_id,
      title: row.traveller ?? `…${row.iccid?.slice(-6) ?? ''}`,
      subtitle: [row.booking, row.supplier, row.iccid?.slice(-6)].filter(Boolean).join(' · '),
    }));
}

export const answers: Answers = {
  app_state: (_, { wishes }) => state(wishes),
  settings_save: (request, { stale }) => {
    settings = request.settings;
    stale('app');
    return settings;
  },
  practice_start: (_, { wishes, stale }) => {
    wishes.delete('welcome');
    wishes.set('practice', '');
    stale('app');
    return state(wishes);
  },
  practice_stop: (_, { wishes, stale }) => {
    wishes.delete('practice');
    stale('app');
    return state(wishes);
  },
  find: ({ text }) => find(text),
  open: () => ({}),
  sync_now: (_, { stale }) => {
    stale('wallets');
    return {};
  },
};
