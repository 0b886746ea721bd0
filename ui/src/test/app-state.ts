import type { AppState } from '../ipc/generated/commands.ts';

/** A program with one desk and nothing unusual; a test says what is different. */
export function appState(more: Partial<AppState> = {}): AppState {
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
      staff: ['Anna', 'Bruno'],
      working: 'Anna',
      hide_buying_prices: false,
      theme: 'light',
    },
    wallets: [],
    lists: { oldest_at: null, offline_since: null, syncing: false },
    orders_waiting: 0,
    troubles: [],
    now: '2026-11-21T12:04:00Z',
    ...more,
  };
}
