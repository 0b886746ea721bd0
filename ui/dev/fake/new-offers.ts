import type {
  Coverage,
  Data,
  NearMiss,
  Network,
  Offer,
  OwnedGroup,
  Plan,
} from '../../src/ipc/generated/commands.ts';
import { ago } from './app.ts';

const GB = 2 ** 30;
const usd = (minor: number) => ({ minor, currency: 'USD', exponent: 2 });
const iqd = (minor: number) => ({ minor, currency: 'IQD', exponent: 0 });
const gb = (amount: number): Data => ({ kind: 'bytes', bytes: amount * GB });
const net = (name: string, ...speeds: string[]): Network => ({ name, speeds });

export const JAPAN: Coverage = { kind: 'local', country: 'JP' };
const ASIA: Coverage = {
  kind: 'regional',
  region: 'Asia',
  countries: 'JP TH VN SG MY ID PH KR HK MO TW KH LA CN'.split(' '),
};

function plan(
  id: string,
  coverage: Coverage,
  data: Data | null,
  days: number | null,
  more: Partial<Plan> = {},
): Plan {
  return {
    id,
    name: null,
    coverage,
    data,
    throttling: null,
    calls: null,
    texts: null,
    days,
    start: 'first_use',
    features: [{ kind: 'hotspot' }, { kind: 'top_up' }],
    networks: [net('IIJ', '4G', '5G'), net('Softbank', '4G', '5G')],
    prices: [],
    ...more,
  };
}

function offer(it: Plan, price: Offer['price'], usual = 20): Offer {
  const rate = (per: number) => price && { ...price, minor: Math.round(price.minor / per) };
  const amount = it.data?.kind === 'bytes' ? it.data.bytes / GB : null;
  return {
    wallet_id: 'w1',
    wallet_name: 'ZIM',
    supplier: 'ZIM',
    plan: { ...it, prices: price ? [price] : [] },
    price,
    per_gb: amount ? rate(amount) : null,
    per_day: it.days ? rate(it.days) : null,
    usual_seconds: usual,
  };
}

export const fits: Offer[] = [
  offer(plan('jp3', JAPAN, gb(3), 10, { name: 'JP 3GB 10D Retail' }), usd(490)),
  offer(
    plan('jp5', JAPAN, gb(5), 15, {
      features: [{ kind: 'hotspot' }],
      networks: [net('NTT Docomo', '4G', '5G')],
    }),
    usd(720),
    3,
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
    240,
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
  offer(plan('jp10', JAPAN, gb(10), 30, { start: 'installation', networks: [] }), iqd(13900), 120),
  offer(plan('jp50', JAPAN, gb(50), 90, { start: 'not_said', features: [] }), null),
];

export const near: NearMiss[] = [
  {
    offer: offer(plan('jp3s', JAPAN, gb(3), 7), usd(340)),
    reasons: [{ kind: 'days', has: 7, trip: 10 }],
  },
  {
    offer: offer(
      plan('ap10', { kind: 'regional', region: 'Asia Pacific', countries: [] }, gb(10), 30),
      usd(1690),
    ),
    reasons: [{ kind: 'countries_not_listed', region: 'Asia Pacific' }],
  },
];

export const owned: OwnedGroup[] = [
  {
    wallet_id: 'w1',
    wallet_name: 'ZIM',
    plan: plan('jp3', JAPAN, gb(3), 10),
    esims: [
      { esim_id: 'e5', iccid: '8948010000000012530', bought_at: ago(18 * 1440), order_key: null },
      { esim_id: 'e8', iccid: '8948010000000012641', bought_at: ago(18 * 1440), order_key: null },
    ],
  },
];
