import { plan as anyPlan } from '../../src/buying/sample.ts';
import type { Coverage, Money, OwnPrice, Plan } from '../../src/ipc/generated/commands.ts';
import { failure, type Answers } from '../host.ts';

const europe: Coverage = {
  kind: 'regional',
  region: 'Europe',
  countries: ['AT', 'DE', 'ES', 'FR', 'IT', 'NL', 'PT'],
};

function plan(id: string, name: string | null, coverage: Coverage, gb: number, days: number): Plan {
  const data = { kind: 'bytes', bytes: gb * 2 ** 30 } as const;
  return anyPlan({ id, name, coverage, data, days, features: [], networks: [] });
}

const euros = (minor: number): Money => ({ minor, currency: 'EUR', exponent: 2 });
const lot = (it: Plan, left: number, price: Money | null = null): OwnPrice => ({
  plan: it,
  lot: it.id,
  left,
  price,
});

const wishes = new URLSearchParams(location.search);

/** What the last wallet holds in stock: one lot for each plan, as its supplier says. */
export const lots: OwnPrice[] = [
  lot(plan('s-eu10', 'Europa 10 GB / Gruppen', europe, 10, 30), 142, euros(640)),
  lot(plan('s-it3', null, { kind: 'local', country: 'IT' }, 3, 10), 37),
  lot(
    plan('s-long', 'Studienreise Griechenland und Zypern mit Inselhüpfen, Frühjahr', europe, 5, 15),
    8,
    euros(420),
  ),
  lot(plan('s-us1', 'Reste', { kind: 'local', country: 'US' }, 1, 7), 0),
  ...Array.from({ length: wishes.has('lots') ? 96 : 0 }, (_, at) =>
    lot(plan(`s-zone${at}`, `Zone ${at + 1}, Gruppen und Einzelreisende`, europe, 5, 15), 96 - at),
  ),
];

function noted(typed: string): Money | null {
  if (typed.trim() === '') return null;
  const amount = /^(\d{1,6})(?:[.,](\d{1,2}))?$/.exec(typed.trim());
  const minor = Number(amount?.[1]) * 100 + Number((amount?.[2] ?? '').padEnd(2, '0'));
  if (!amount || minor === 0) throw failure('field_unusable', { field: 'amount' });
  return euros(minor);
}

export const answers: Answers = {
  own_prices: () => [...lots],
  own_price_save: async ({ plan_id, amount }, { stale }) => {
    await new Promise((done) => setTimeout(done, 400));
    const price = noted(amount);
    for (const one of lots) if (one.plan.id === plan_id) one.price = price;
    stale('plans');
    return [...lots];
  },
};
