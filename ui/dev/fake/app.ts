import type { AppState, Found, Settings } from '../../src/ipc/generated/commands.ts';
import type { Answers } from '../host.ts';
import { esims } from './esims.ts';
import { ago } from './time.ts';
import { wallets } from './wallets.ts';

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

/** The oldest eSIM list; nothing when one was never read. */
function oldest(): string | null {
  const read = wallets
    .filter(({ paused }) => !paused)
    .map(({ lists }) => lists.find(({ list }) => list === 'esims')?.complete_at ?? null);
  return read.includes(null) ? null : (read.sort()[0] ?? null);
}

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
      oldest_at: welcome ? null : oldest(),
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
