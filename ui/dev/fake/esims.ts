import type { Data, EsimRow, EsimSort, Headline } from '../../src/ipc/generated/commands.ts';
import type { Answers } from '../host.ts';
import { walletFor } from './wallets.ts';

const GB = 2 ** 30;
const TOTAL = 1284;
const DAY = 86_400_000;

const from = (days: number): string => new Date(Date.now() + days * DAY).toISOString();
const gb = (amount: number): Data => ({ kind: 'bytes', bytes: amount * GB });
const UNLIMITED: Data = { kind: 'unlimited' };

interface Sketch {
  name: string | null;
  country: string;
  region?: string;
  data: Data;
  days: number;
  headline: Headline;
  percent: number | null;
  ends: number | null;
}

/** As in the pictures, so that the two can be laid side by side. */
const FIRST: Sketch[] = [
  sketch('Yuki Tanaka', 'JP', gb(3), 10, 'ready_given', null, 23),
  {
    ...sketch('Marie-Claire Dubois-Lefèvre', 'FR', gb(10), 30, 'in_use_online', 62, 7),
    region: 'Europe',
  },
  sketch('محمد العلي', 'TR', UNLIMITED, 7, 'in_use_offline', null, 1),
  sketch('Lena Hoffmann', 'US', gb(1), 7, 'installing', null, null),
  sketch('Tomás Ferreira', 'TH', gb(5), 15, 'in_use_online', 8, 12),
  sketch(null, 'GB', gb(10), 14, 'ready_not_given', null, 355),
  sketch('Sofia Rossi', 'CH', gb(3), 30, 'deleted', 71, 10),
  sketch('Group Lycée Hugo · Antoine Moreau', 'IT', gb(1), 7, 'used_up', 0, -7),
  sketch(null, 'DE', gb(5), 30, 'ready_not_given', null, null),
  sketch('Jan de Vries', 'AU', UNLIMITED, 14, 'expired', null, -12),
  sketch('Olena Kovalenko', 'PL', gb(10), 30, 'switched_off', 44, 15),
  sketch('David Cohen', 'IL', gb(5), 10, 'preparing', null, null),
];

/** Words that few suppliers have. */
const RARE: Record<number, Sketch> = {
  12: sketch('Nora Lindqvist', 'SE', gb(3), 30, 'suspended', 40, 9),
  13: sketch('Ivana Horvat', 'HR', gb(5), 15, 'cancelled', null, null),
  14: sketch('زينب الحسيني', 'IQ', gb(1), 7, 'no_information', null, null),
  15: sketch(null, 'PL', gb(5), 30, 'in_stock', null, null),
  17: sketch(null, 'ES', gb(3), 15, 'ready_elsewhere', null, null),
  19: sketch('Wolfgang Amadeus von und zu Hohenlohe-Langenburg', 'DE', gb(5), 30, 'card', 70, 20),
};

function sketch(
  name: string | null,
  country: string,
  data: Data,
  days: number,
  headline: Headline,
  percent: number | null,
  ends: number | null,
): Sketch {
  return { name, country, data, days, headline, percent, ends };
}

const NAMES =
  'Ana Silva,Kenji Tanaka,Björn Åkesson,Chiara Conti,Nguyễn Thị Lan,Ömer Yılmaz,Emma Jansen,Łukasz Nowak,Fatima Zahra,李明,Aisha Bello,Noah Schmidt,Zoë Vermeulen,דנה לוי,Priya Nair,Hugo Bernard'.split(
    ',',
  );
const PLACES = 'ES,PT,GR,US,JP,TH,MX,EG,ZA,VN,BR,CA,KR,AE,ID,MA'.split(',');
const HEADLINES: Headline[] = [
  'in_use_online',
  'ready_given',
  'plan_ended',
  'installed',
  'used_up',
  'in_use',
  'expired',
  'ready_given',
];

function further(index: number): Sketch {
  const pick = <T>(list: readonly T[], step: number): T => list[(index * step) % list.length] as T;
  const headline = pick(HEADLINES, 5);
  const inUse = headline.startsWith('in_use');
  const over = headline === 'plan_ended' || headline === 'expired';
  const amount = pick([1, 3, 5, 10, 20], 7);
  const days = pick([7, 10, 15, 30], 3);
  const percent = inUse ? (index * 37) % 100 : headline === 'used_up' ? 0 : null;
  return sketch(
    pick(NAMES, 11),
    pick(PLACES, 13),
    gb(amount),
    days,
    headline,
    percent,
    over ? -(index % 60) - 1 : inUse ? (index % 25) + 1 : null,
  );
}

function row(index: number): EsimRow {
  const it = FIRST[index] ?? RARE[index] ?? further(index);
  const left: Data | null =
    it.data.kind === 'unlimited'
      ? it.data
      : it.percent === null
        ? null
        : { kind: 'bytes', bytes: (it.data.bytes * it.percent) / 100 };
  const codeless = it.headline === 'preparing' || it.headline === 'card';
  const wallet = walletFor(index);
  return {
    wallet_id: wallet.id,
    esim_id: `e${index}`,
    supplier: wallet.supplier_short,
    iccid:
      it.headline === 'preparing'
        ? null
        : `89480100000000${String(12345 + index * 37).padStart(5, '0')}`,
    traveller: it.name,
    booking: it.name ? `BK-${20418 - index * 3}` : null,
    coverage: it.region
      ? { kind: 'regional', region: it.region, countries: 'FR DE IT ES PT NL BE AT GR'.split(' ') }
      : { kind: 'local', country: it.country },
    data: it.data,
    days: it.days,
    headline: it.headline,
    given_at: it.name && !codeless ? from(-index / 40 - 0.02) : null,
    left,
    left_percent: it.percent,
    ends_at: it.ends === null ? null : from(it.ends),
    bought_at: from(-index / 40 - 0.03),
    bought_elsewhere: it.headline === 'ready_elsewhere' ? 'B7K' : null,
    code_stored: !codeless,
    unconfirmed: false,
    seen_at: from(-0.0014),
  };
}

/** All eSIMs of the stand-in. */
export const esims: EsimRow[] = Array.from({ length: TOTAL }, (_, index) => row(index));

const soon = (one: EsimRow): boolean =>
  one.ends_at !== null && Math.abs(Date.parse(one.ends_at) - Date.now() - DAY) < 2 * DAY;

const KEYS: Record<EsimSort, (one: EsimRow) => string | number> = {
  recent: (one) => -Date.parse(one.bought_at ?? one.seen_at),
  traveller: (one) => one.traveller ?? '\uffff',
  plan: (one) => (one.coverage?.kind === 'local' ? one.coverage.country : '\uffff'),
  status: (one) => one.headline,
  left: (one) => one.left_percent ?? 101,
  ends: (one) => one.ends_at ?? '\uffff',
  iccid: (one) => one.iccid ?? '\uffff',
};

const NONE = { all: 0, not_given: 0, ending_soon: 0, code_missing: 0 };

export const answers: Answers = {
  esims_page: (query, { wishes }) => {
    if (wishes.has('empty')) return { rows: [], total: 0, capped: false, counts: NONE };
    const wanted = query.text.toLowerCase();
    const matches = esims.filter(
      (one) =>
        (wanted === '' ||
          [one.traveller, one.booking, one.iccid].some((part) =>
            part?.toLowerCase().includes(wanted),
          )) &&
        (query.wallet_id === null || query.wallet_id === one.wallet_id) &&
        (query.headline === null || query.headline === one.headline) &&
        (!query.not_given || one.headline === 'ready_not_given') &&
        (!query.ending_soon || soon(one)) &&
        (!query.code_missing || !one.code_stored),
    );
    const key = KEYS[query.sort];
    matches.sort((one, other) => {
      const [a, b] = [key(one), key(other)];
      return (a < b ? -1 : a > b ? 1 : 0) * (query.descending ? -1 : 1);
    });
    return {
      rows: matches.slice(query.offset, query.offset + query.limit),
      total: matches.length,
      capped: false,
      counts: {
        all: TOTAL,
        not_given: esims.filter((one) => one.headline === 'ready_not_given').length,
        ending_soon: esims.filter(soon).length,
        code_missing: esims.filter((one) => !one.code_stored).length,
      },
    };
  },
};
