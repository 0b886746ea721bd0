/** Offers in another order than the core's. */
import type { Offer, Plan } from '../../ipc/generated/commands.ts';
import { LANGUAGE } from '../../text/language.ts';
import { minorAt } from '../../buying/amounts.ts';
import { planTitle } from './offers.ts';

export type SortColumn = 'plan' | 'data' | 'price' | 'wallet';
export interface OfferSort {
  column: SortColumn;
  descending: boolean;
}

/** An item with what it is sorted by: a plan's words are made once, not at each of many comparisons. */
interface Keyed<T> {
  item: T;
  offer: Offer;
  text: string;
}

const words = new Intl.Collator(LANGUAGE);

/**
 * Offers in another order. Prices of different currencies are never compared: each currency stays
 * together, in the order in which the core first names it, and what has no price comes last.
 */
export function sorted<T>(items: readonly T[], of: (item: T) => Offer, sort: OfferSort): T[] {
  const groups = [...new Set(items.map((item) => of(item).price?.currency ?? ''))];
  const way = sort.descending ? -1 : 1;
  const keyed = items.map((item) => {
    const offer = of(item);
    return { item, offer, text: textOf(offer, sort.column) };
  });
  keyed.sort((one, other) => compare(one, other, sort.column, way, groups));
  return keyed.map(({ item }) => item);
}

function textOf(offer: Offer, column: SortColumn): string {
  switch (column) {
    case 'plan':
      return planTitle(offer.plan);
    case 'wallet':
      return offer.wallet_name;
    case 'data':
    case 'price':
      return '';
  }
}

function compare(
  one: Keyed<unknown>,
  other: Keyed<unknown>,
  column: SortColumn,
  way: number,
  groups: readonly string[],
): number {
  switch (column) {
    case 'plan':
    case 'wallet':
      return way * words.compare(one.text, other.text);
    case 'data':
      return absentLast(volume(one.offer.plan), volume(other.offer.plan), way);
    case 'price':
      return byPrice(one.offer, other.offer, way, groups);
  }
}

function byPrice(one: Offer, other: Offer, way: number, groups: readonly string[]): number {
  const [a, b] = [one.price, other.price];
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (a.currency !== b.currency) return groups.indexOf(a.currency) - groups.indexOf(b.currency);
  const exponent = Math.max(a.exponent, b.exponent);
  return way * (minorAt(a, exponent) - minorAt(b, exponent));
}

function volume(plan: Plan): number | null {
  if (plan.data === null) return null;
  return plan.data.kind === 'unlimited' ? Number.MAX_SAFE_INTEGER : plan.data.bytes;
}

function absentLast(one: number | null, other: number | null, way: number): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  return way * (one - other);
}
