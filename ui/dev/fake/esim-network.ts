import type {
  AddDataPlans,
  EsimRow,
  Happening,
  NetworkView,
  Offer,
} from '../../src/ipc/generated/commands.ts';
import { failure, type Answers } from '../host.ts';
import { asked, detailOf } from './esim-detail.ts';
import { esims } from './esims.ts';
import { fits, lots, stock } from './new-offers.ts';
import { ago } from './time.ts';
import { wallets } from './wallets.ts';

const slowly = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

function find(wallet: string, id: string): EsimRow {
  const row = esims.find((one) => one.wallet_id === wallet && one.esim_id === id);
  if (!row) throw failure('esim_not_found');
  return row;
}

const happening = (
  minutes: number | null,
  what: string,
  more: Partial<Happening> = {},
): Happening => ({
  at: minutes === null ? null : ago(minutes),
  what,
  country: null,
  detail: null,
  allowed: null,
  ...more,
});

/** What the network says; a traveller who is online stands in a country that the plan leaves out. */
function seen(row: EsimRow): NetworkView {
  const out = row.headline === 'in_use_online';
  const facts = [
    { name: 'IMSI', value: '260010185757766' },
    { name: 'IMEI', value: '357281834140498' },
    { name: 'EID', value: '89049032007008882600083419385717' },
    { name: 'Zones', value: 'zone-a, zone-europe-without-switzerland, zone-balkans' },
  ];
  return {
    sighting:
      row.headline === 'ready_given'
        ? null
        : {
            at: ago(7),
            country: out ? 'CH' : 'JP',
            network: out ? 'Swisscom' : 'KDDI',
            technology: '5G',
            device: 'Samsung Galaxy S24 Ultra (SM-S928B/DS)',
            online: out,
            facts,
          },
    covered: out ? false : true,
    happenings: [
      happening(7, 'Attach rejected', { country: 'CH', detail: 'Swisscom', allowed: false }),
      happening(64, 'Location update', { country: 'FR', detail: 'Orange F', allowed: true }),
      happening(null, 'Bundle consumed to 80 %', { detail: 'esim_10GB_30D_REUP_V2' }),
    ],
    asked_at: ago(0),
  };
}

function offersFor(row: EsimRow, held: Offer[]): Offer[] {
  const wallet = wallets.find(({ id }) => id === row.wallet_id);
  const ours = (offer: Offer): Offer => ({
    ...offer,
    wallet_id: row.wallet_id,
    wallet_name: wallet?.name ?? '',
    supplier: row.supplier,
    price: offer.price && { ...offer.price, currency: wallet?.currency ?? 'USD' },
  });
  const amount = ({ price }: Offer): number =>
    price ? price.minor / 10 ** price.exponent : Infinity;
  const cheapest = [...fits].sort((one, other) => amount(one) - amount(other));
  return [...(wallet?.abilities?.stock ? held : []), ...cheapest].map(ours);
}

function plansFor(row: EsimRow, wishes: URLSearchParams): AddDataPlans {
  const { esim_id, traveller, booking } = row;
  const offers = wishes.has('nothing-fits')
    ? []
    : offersFor(row, wishes.has('lots') ? lots : stock);
  return { service_id: `s-${esim_id}`, traveller, booking, offers, elsewhere: [] };
}

export const answers: Answers = {
  esim_network: async ({ wallet_id, esim_id }, { wishes, stale }) => {
    await slowly(2500);
    if (wishes.has('offline')) throw failure('offline');
    const row = find(wallet_id, esim_id);
    asked.set(esim_id, seen(row));
    stale('esims');
    return { ...detailOf(wallet_id, esim_id), network: seen(row) };
  },
  esim_reconnect: async () => {
    await slowly(900);
    return {};
  },
  add_data_plans: async ({ wallet_id, esim_id }, { wishes }) => {
    await slowly(1200);
    if (wishes.has('offline')) throw failure('offline');
    return plansFor(find(wallet_id, esim_id), wishes);
  },
};
