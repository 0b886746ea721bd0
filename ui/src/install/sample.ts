import type { AppState, Kit } from '../ipc/generated/commands.ts';

/** A kit as the core would send it, for tests. */
export function kitOf(more: Partial<Kit> = {}): Kit {
  const line = 'LPA:1$smdpp.example.com$64DF7EFC13EBEB1A';
  return {
    wallet_id: 'w1',
    esim_id: 'e1',
    supplier: 'ZIM',
    traveller: 'Yuki Tanaka',
    booking: 'BK-20418',
    coverage: { kind: 'local', country: 'JP' },
    data: { kind: 'bytes', bytes: 3 * 2 ** 30 },
    days: 10,
    qr: 'data:image/png;base64,iVBORw0KGgo=',
    proven_at: '2026-11-21T12:04:00Z',
    apple_link: `https://esimsetup.apple.com/esim_qrcode_provisioning?carddata=${line}`,
    android_link: `https://esimsetup.android.com/esim_qrcode_provisioning?carddata=${line}`,
    smdp: 'smdpp.example.com',
    matching_id: '64DF7EFC13EBEB1A',
    matching_id_masked: '•••• •••• EB1A',
    one_line: line,
    confirmation_code: null,
    pin: null,
    puk: null,
    iccid: '8948010000000012345',
    msisdn: null,
    profile: 'ready',
    used_since: null,
    given: {
      traveller: 'Yuki Tanaka',
      booking: 'BK-20418',
      how: 'shown',
      reason: null,
      desk: 'D07',
      staff: 'Anna',
      at: '2026-11-21T12:04:00Z',
    },
    bought_elsewhere: null,
    doubt: null,
    ...more,
  };
}

/** The state of the program, for tests. */
export function appState(more: Partial<AppState> = {}): AppState {
  return {
    practice: false,
    welcome: false,
    version: '0.1.0',
    data_folder: '/data',
    settings: {
      agency: 'Sonnenreisen',
      contact: '',
      guest_wifi: 'Agency Guest',
      desk: 'D07',
      staff: ['Anna'],
      working: 'Anna',
      hide_buying_prices: false,
      theme: 'system',
    },
    wallets: [],
    lists: { oldest_at: null, offline_since: null, syncing: false },
    orders_waiting: 0,
    troubles: [],
    now: '2026-11-21T12:04:00Z',
    ...more,
  };
}
