import { plan as anyPlan } from '../../src/buying/sample.ts';
import type {
  Coverage,
  Data,
  NearMiss,
  Network,
  Offer,
  OwnedGroup,
  Plan,
} from '../../src/ipc/generated/commands.ts';
import { countries } from '../../src/text/countries.ts';
import { ago } from './time.ts';
import { walletFor } from './wallets.ts';

const GB = 2 ** 30;
const usd = (minor: number) => ({ minor, currency: 'USD', exponent: 2 });
const eur = (minor: number) => ({ minor, currency: 'EUR', exponent: 2 });
const iqd = (minor: number) => ({ minor, currency: 'IQD', exponent: 0 });
const gb = (amount: number): Data => ({ kind: 'bytes', bytes: amount * GB });
const net = (name: string, ...speeds: string[]): Network => ({ name, speeds });

export const JAPAN: Coverage = { kind: 'local', country: 'JP' };
const ASIA: Coverage = {
  kind: 'regional',
  region: 'Asia',
  countries: 'JP TH VN SG MY ID PH KR HK MO TW KH LA CN'.split(' '),
};

export function plan(
  id: string,
  coverage: Coverage,
  data: Data | null,
  days: number | null,
  more: Partial<Plan> = {},
): Plan {
  const networks = [net('IIJ', '4G', '5G'), net('Softbank', '4G', '5G')];
  return anyPlan({ id, coverage, data, days, networks, ...more });
}

export function offer(it: Plan, price: Offer['price'], usual = 20, of = 0): Offer {
  const wallet = walletFor(of);
  const rate = (per: number) => price && { ...price, minor: Math.round(price.minor / per) };
  const amount = it.data?.kind === 'bytes' ? it.data.bytes / GB : null;
  return {
    wallet_id: wallet.id,
    wallet_name: wallet.name,
    supplier: wallet.supplier_short,
    plan: { ...it, prices: price ? [price] : [] },
    price,
    own_price: null,
    stock: null,
    per_gb: amount ? rate(amount) : null,
    per_day: it.days ? rate(it.days) : null,
    usual_seconds: usual,
  };
}

/** Out of what is owned: `days` until it lapses. */
function lot(it: Plan, left: number, days: number | null, own: Offer['price'], of = 3): Offer {
  const bought = offer(it, null, 20, of);
  const expires_at = days === null ? null : ago(-days * 1440);
  return {
    ...bought,
    own_price: own,
    stock: { lot: `lot-${it.id}`, paid: !own, left, expires_at },
  };
}

const all: Offer[] = [
  offer(plan('jp3', JAPAN, gb(3), 10, { name: 'JP 3GB 10D Retail' }), usd(490)),
  offer(
    plan('jp5', JAPAN, gb(5), 15, {
      features: [{ kind: 'hotspot' }],
      networks: [net('NTT Docomo', '4G', '5G')],
    }),
    usd(720),
    3,
    1,
  ),
  offer(
    plan('as5', ASIA, gb(5), 30, {
      networks: [
        net('Softbank', '4G'),
        net('AIS', '4G'),
        net('Viettel', '4G'),
        net('Singtel', '5G'),
      ],
    }),
    usd(890),
    20,
    1,
  ),
  offer(
    plan('jpu', JAPAN, { kind: 'unlimited' }, 10, {
      features: [],
      throttling: '1 GB a day fast, then 512 kb/s',
      networks: [net('IIJ', '4G')],
    }),
    usd(1400),
  ),
  offer(
    plan('jp20', JAPAN, gb(20), 30, {
      calls: { kind: 'limited', amount: 30 },
      texts: { kind: 'unlimited' },
      start: 'installation',
    }),
    usd(2650),
  ),
  offer(
    plan('jp10', JAPAN, gb(10), 30, { start: 'installation', networks: [] }),
    iqd(13900),
    240,
    2,
  ),
  offer(plan('jp3f', JAPAN, gb(3), 15, { features: [{ kind: 'hotspot' }] }), iqd(6250), 240, 2),
  offer(plan('jp5t', JAPAN, gb(5), 30, { name: 'Japan 5 GB / Schulklassen' }), eur(610), 20, 3),
  offer(plan('jp50', JAPAN, gb(50), 90, { start: 'not_said', features: [] }), null, 20, 3),
];
const places = (each: Offer): string => each.price?.currency ?? '\uffff';

/** As the core sorts: by currency, within each as above; what states no price comes last. */
export const fits: Offer[] = all.toSorted((one, other) => (places(one) < places(other) ? -1 : 1));

const WORLD: Coverage = {
  kind: 'global',
  countries: countries()
    .map(({ code }) => code)
    .slice(0, 120),
};
const worldwide = plan('ww10', WORLD, gb(10), 30, {
  networks: WORLD.countries.flatMap((code) => [
    net(`${code} Mobile`, '4G', '5G'),
    net('Orange', '4G'),
  ]),
});
fits.push(offer(worldwide, null, 240, 3));

/** What soonest lapses first, as the core sorts. */
export const stock: Offer[] = [
  lot(plan('lot5', JAPAN, gb(5), 15, { features: [{ kind: 'hotspot' }] }), 12, 12, eur(320)),
  lot(plan('lot10', ASIA, gb(10), 30), 1, null, null),
];

const ZONES = [
  'Zone 1',
  'Zone 2 without Switzerland',
  'Studienreisen Fernost mit Inselhüpfen, Frühjahr, Gruppen ab 25',
];

/** `?lots`: as many lots as an agency with many contracts holds, of plans that differ by their names alone. */
export const lots: Offer[] = Array.from({ length: 20 }, (_, at) =>
  lot(
    plan(`zone${at}`, at % 4 === 3 ? ASIA : JAPAN, gb(at < 8 ? 5 : 10), at < 8 ? 15 : 30, {
      name: `${ZONES[at % 3] ?? ''} ${at}`,
    }),
    420 - 20 * at,
    at % 5 === 0 ? 12 : null,
    at % 4 === 0 ? eur(320) : null,
  ),
);

/** `?many`: as many as a search over twenty thousand plans may find. */
export const many: Offer[] = Array.from({ length: 3000 }, (_, at) => {
  const days = (at % 30) + 1;
  const size = (at % 50) + 1;
  const wide = at % 3 === 0 ? WORLD : at % 3 === 1 ? ASIA : JAPAN;
  return offer(
    plan(`many${at}`, wide, gb(size), days, { networks: worldwide.networks }),
    usd(200 + at * 3),
    20,
    at % 4,
  );
});

export const near: NearMiss[] = [
  {
    offer: lot(plan('lot3', JAPAN, gb(3), 10), 0, null, eur(210)),
    reasons: [{ kind: 'none_in_stock' }],
  },
  {
    offer: offer(plan('jp3s', JAPAN, gb(3), 7), usd(340), 3, 1),
    reasons: [{ kind: 'days', has: 7, trip: 10 }],
  },
  {
    offer: offer(
      plan('ap10', { kind: 'regional', region: 'Asia Pacific', countries: [] }, gb(10), 30),
      iqd(21000),
      240,
      2,
    ),
    reasons: [{ kind: 'countries_not_listed', region: 'Asia Pacific' }],
  },
];

export const owned: OwnedGroup[] = [
  {
    wallet_id: walletFor(1).id,
    wallet_name: walletFor(1).name,
    plan: plan('jp3', JAPAN, gb(3), 10),
    esims: [
      { esim_id: 'e5', iccid: '8948010000000012530', bought_at: ago(18 * 1440), order_key: null },
    ],
  },
  {
    wallet_id: walletFor(0).id,
    wallet_name: walletFor(0).name,
    plan: plan('jp5', JAPAN, gb(5), 30),
    esims: [
      { esim_id: 'e8', iccid: '8948010000000012641', bought_at: ago(18 * 1440), order_key: null },
    ],
  },
];
