import type {
  EsimRow,
  HandOverView,
  Kit,
  ProfileStatus,
} from '../../src/ipc/generated/commands.ts';
import { failure, type Answers } from '../host.ts';
import { ago } from './time.ts';
import { esims } from './esims.ts';

/** Hand-overs of this visit, newest first, by eSIM. */
export const handOvers = new Map<string, HandOverView[]>();

/** All hand-overs of one eSIM, newest first. */
export function givenOf(row: EsimRow): HandOverView[] {
  const known = handOvers.get(row.esim_id);
  if (known) return known;
  if (!row.traveller || !row.given_at || row.headline === 'ready_not_given') return [];
  return [
    {
      traveller: row.traveller,
      booking: row.booking,
      how: 'shown',
      reason: null,
      desk: 'D07',
      staff: 'Anna',
      at: row.given_at,
    },
  ];
}

/** Where the profile is, by what the list says. */
export function profileOf(row: EsimRow): ProfileStatus {
  switch (row.headline) {
    case 'preparing':
      return 'preparing';
    case 'installing':
      return 'downloading';
    case 'in_use_online':
      return 'online';
    case 'in_use_offline':
      return 'offline';
    case 'in_use':
      return 'enabled';
    case 'switched_off':
      return 'disabled';
    case 'deleted':
      return 'removed';
    case 'expired':
      return 'expired';
    case 'installed':
    case 'used_up':
    case 'plan_ended':
      return 'installed';
    case 'ready_not_given':
    case 'ready_given':
    case 'ready_elsewhere':
    case 'cancelled':
    case 'suspended':
      return 'ready';
    case 'in_stock':
    case 'card':
      return row.headline;
    case 'no_information':
      return 'unknown';
  }
}

const MODULES = 33;
const QUIET = 4;
const PIXELS = 14;

/** Looks like a QR and is none: nothing here is a code. */
function picture(seed: number): string {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = (MODULES + 2 * QUIET) * PIXELS;
  const brush = canvas.getContext('2d');
  if (!brush) return '';
  const dot = (x: number, y: number, size = 1, colour = '#000'): void => {
    brush.fillStyle = colour;
    brush.fillRect((x + QUIET) * PIXELS, (y + QUIET) * PIXELS, size * PIXELS, size * PIXELS);
  };
  brush.fillStyle = '#fff';
  brush.fillRect(0, 0, canvas.width, canvas.height);
  let state = seed + 7;
  for (let y = 0; y < MODULES; y += 1) {
    for (let x = 0; x < MODULES; x += 1) {
      state = (state * 1103515245 + 12345) % 2147483648;
      if (state % 1000 < 480) dot(x, y);
    }
  }
  for (const [x, y] of [
    [0, 0],
    [MODULES - 7, 0],
    [0, MODULES - 7],
  ] as const) {
    dot(x - 1, y - 1, 9, '#fff');
    dot(x, y, 7);
    dot(x + 1, y + 1, 5, '#fff');
    dot(x + 2, y + 2, 3);
  }
  return canvas.toDataURL('image/png');
}

function find(wallet: string, id: string): EsimRow {
  const row = esims.find((one) => one.wallet_id === wallet && one.esim_id === id);
  if (!row) throw failure('esim_not_found');
  return row;
}

function kitOf(row: EsimRow): Kit {
  if (!row.code_stored) throw failure('no_code');
  if (row.unconfirmed) throw failure('not_confirmed');
  const number = Number(row.esim_id.slice(1));
  const code = `64DF7EFC13EBEB1AA90F126A${String(number).padStart(4, '0')}BDBD`;
  const line = `LPA:1$smdpp.zimconnections.example$${code}`;
  const profile = profileOf(row);
  const used = ['installed', 'online', 'offline', 'enabled', 'disabled'].includes(profile);
  return {
    wallet_id: row.wallet_id,
    esim_id: row.esim_id,
    supplier: row.supplier,
    traveller: row.traveller,
    booking: row.booking,
    coverage: row.coverage,
    data: row.data,
    days: row.days,
    qr: picture(number),
    proven_at: ago(0),
    apple_link: `https://esimsetup.apple.com/esim_qrcode_provisioning?carddata=${line}`,
    android_link: `https://esimsetup.android.com/esim_qrcode_provisioning?carddata=${line}`,
    smdp: 'smdpp.zimconnections.example',
    matching_id: code,
    matching_id_masked: '•••• BDBD',
    one_line: line,
    confirmation_code: number % 3 === 1 ? '4711' : null,
    pin: number % 5 === 1 ? '2580' : null,
    puk: number % 5 === 1 ? '87654321' : null,
    iccid: row.iccid,
    msisdn: number % 4 === 1 ? '+46 719 555 0123' : null,
    profile,
    used_since: used ? ago(60 * 26) : null,
    given: givenOf(row)[0] ?? null,
    bought_elsewhere: row.bought_elsewhere,
    doubt: null,
  };
}

export const answers: Answers = {
  kit: ({ wallet_id, esim_id }) => kitOf(find(wallet_id, esim_id)),
  kit_give: ({ wallet_id, esim_id, traveller, booking, action, reason }, { stale }) => {
    const row = find(wallet_id, esim_id);
    const kit = kitOf(row);
    const secret =
      action.kind !== 'copy' || !['smdp', 'iccid', 'msisdn', 'for_support'].includes(action.part);
    if (!secret) return { hand_over: null, clears_in: null, saved_as: null };
    if (traveller.trim() === '') throw failure('no_traveller', { field: 'traveller' });
    if (kit.given && kit.given.traveller !== traveller && !reason) {
      const { traveller: name, at, how } = kit.given;
      throw failure('given_to_other', { facts: { name, at, how } });
    }
    if (kit.bought_elsewhere && !reason) {
      throw failure('bought_elsewhere', { facts: { desk: kit.bought_elsewhere } });
    }
    const how = action.kind === 'show' ? 'shown' : action.kind === 'copy' ? 'copied' : 'saved';
    const given: HandOverView = {
      traveller,
      booking: booking || null,
      how,
      reason,
      desk: 'D07',
      staff: 'Anna',
      at: ago(0),
    };
    handOvers.set(esim_id, [given, ...givenOf(row)]);
    Object.assign(row, { traveller, given_at: given.at, bought_elsewhere: null });
    if (row.headline.startsWith('ready_')) row.headline = 'ready_given';
    stale('esims');
    return {
      hand_over: given,
      clears_in: action.kind === 'copy' ? 60 : null,
      saved_as: action.kind === 'save' ? `eSIM ${traveller} 2345.${action.format}` : null,
    };
  },
  clipboard_keep: (_, { stale }) => {
    stale('clipboard');
    return {};
  },
};
