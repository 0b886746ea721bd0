/** Offers as the table of plans shows them: identity, order and words. No component, no request. */
import type {
  Allowance,
  Coverage,
  Country,
  Money,
  NearReason,
  Network,
  Offer,
  Plan,
} from '../../ipc/generated/commands.ts';
import { countryName } from '../../text/countries.ts';
import { dataText } from '../../text/data.ts';
import { kitText } from '../../text/kit.ts';
import { LANGUAGE } from '../../text/language.ts';
import { moneyText } from '../../text/money.ts';
import { newText } from '../../text/new.ts';

export type SortColumn = 'plan' | 'data' | 'price' | 'wallet';
export interface OfferSort {
  column: SortColumn;
  descending: boolean;
}

/** What tells an offer from all others. */
export function offerKey(offer: Offer): string {
  return `${offer.wallet_id}/${offer.plan.id}`;
}

/** Where a plan works, without a count: "Japan", "Asia". */
export function placeName(coverage: Coverage): string {
  switch (coverage.kind) {
    case 'local':
      return countryName(coverage.country);
    case 'regional':
      return coverage.region;
    case 'global':
      return kitText.worldwide;
    case 'not_said':
      return kitText.placeNotStated;
  }
}

/** "Japan 3 GB": the plan in our words, since suppliers' names look nothing like each other. */
export function planTitle(plan: Plan): string {
  const data = plan.data === null ? newText.noPlanData : dataText(plan.data);
  return `${placeName(plan.coverage)} ${data}`;
}

/** "Japan 3 GB, 10 days". */
export function planInFull(plan: Plan): string {
  return `${planTitle(plan)}, ${daysText(plan)}`;
}

export function daysText(plan: Plan): string {
  return plan.days === null ? newText.daysNotStated : newText.days(plan.days);
}

/** "IIJ, Softbank · 5G"; how many countries a region has stands before. */
export function networksText(plan: Plan): string {
  const { coverage, networks } = plan;
  const count =
    coverage.kind === 'regional' || coverage.kind === 'global' ? coverage.countries.length : 0;
  const names = networks.map(({ name }) => name).join(', ');
  return [count > 0 ? kitText.countries(count) : '', names, fastest(networks)]
    .filter(Boolean)
    .join(' · ');
}

function fastest(networks: readonly Network[]): string {
  const speeds = new Set(networks.map(({ speeds }) => speeds.at(-1)).filter(Boolean));
  return [...speeds].sort().reverse().join(', ');
}

/** Each network with its own speeds. */
export function networksInFull(plan: Plan): string {
  if (plan.networks.length === 0) return newText.networksNotStated;
  return plan.networks
    .map(({ name, speeds }) => [name, speeds.join('/')].filter(Boolean).join(' '))
    .join(', ');
}

/** The line under a plan's name: what slows it down, else its networks. */
export function planLine(plan: Plan): string {
  return [plan.throttling, networksText(plan)].filter(Boolean).join(' · ');
}

/** "hotspot · add data". */
export function extrasText(plan: Plan): string {
  const words = [
    ...features(plan),
    ...(has(plan.calls) ? [newText.calls] : []),
    ...(has(plan.texts) ? [newText.texts] : []),
  ];
  return words.length > 0 ? words.join(' · ') : newText.noExtras;
}

/** The same with the amounts. */
export function extrasInFull(plan: Plan): string {
  const words = [
    ...features(plan),
    ...amount(plan.calls, newText.minutes, newText.callsUnlimited),
    ...amount(plan.texts, newText.textCount, newText.textsUnlimited),
  ];
  return words.length > 0 ? words.join(', ') : newText.noExtras;
}

function features(plan: Plan): string[] {
  return plan.features.flatMap((feature) => {
    switch (feature.kind) {
      case 'hotspot':
        return [newText.hotspot];
      case 'top_up':
        return [newText.addData];
      case 'other':
        return [feature.name];
      case 'speed':
        return [];
    }
  });
}

function has(allowance: Allowance | null): boolean {
  return allowance !== null && (allowance.kind === 'unlimited' || allowance.amount > 0);
}

function amount(
  allowance: Allowance | null,
  words: (count: number) => string,
  unlimited: string,
): string[] {
  if (allowance === null || !has(allowance)) return [];
  return [allowance.kind === 'unlimited' ? unlimited : words(allowance.amount)];
}

/** "Japan", "Asia, with Japan and Thailand": the proof that a plan covers the trip. */
export function coverageProof(coverage: Coverage, countries: readonly Country[]): string {
  const place = placeName(coverage);
  if (coverage.kind === 'local' || coverage.kind === 'not_said') return place;
  const covered = countries.filter((code) => coverage.countries.includes(code));
  const count = coverage.countries.length;
  const withCount = count > 0 ? `${place} · ${kitText.countries(count)}` : place;
  return covered.length === 0 ? withCount : newText.coversProof(withCount, listed(covered));
}

/** Countries in a sentence: "Japan and Thailand". */
export function listed(countries: readonly Country[]): string {
  const names = countries.map((code) => countryName(code));
  return new Intl.ListFormat(LANGUAGE, { type: 'conjunction' }).format(names);
}

/** Why a plan does not quite fit. */
export function reasonText(reason: NearReason, supplier: string): string {
  switch (reason.kind) {
    case 'days':
      return newText.reasonDays(reason.has, reason.trip);
    case 'days_not_said':
      return newText.reasonDaysNotSaid;
    case 'data':
      return newText.reasonData;
    case 'countries_not_listed':
      return newText.reasonNotListed(reason.region, supplier);
    case 'countries':
      return newText.reasonMissing(listed(reason.missing));
  }
}

/** An amount without its currency, which stands above it. */
function bare(money: Money): string {
  return moneyText(money).replace(`\u00a0${money.currency}`, '');
}

/** "1.63/GB" and "0.49/day"; what cannot be said is left out. */
export function rateTexts(offer: Offer): string[] {
  const { per_gb: perGb, per_day: perDay } = offer;
  return [
    ...(perGb ? [newText.perGb(bare(perGb))] : []),
    ...(perDay ? [newText.perDay(bare(perDay))] : []),
  ];
}

/** How long this supplier usually takes. */
export function usualText(seconds: number): string {
  if (seconds <= 5) return newText.usual.atOnce;
  if (seconds < 90) return newText.usual.seconds(seconds);
  return newText.usual.minutes(Math.round(seconds / 60));
}

/** So many times an amount, in whole minor units. */
export function times(money: Money, count: number): Money {
  return { ...money, minor: money.minor * count };
}

/**
 * Offers in another order. Prices of different currencies are never compared: each currency stays
 * together, in the order in which the core first names it, and what has no price comes last.
 */
export function sorted<T>(items: readonly T[], of: (item: T) => Offer, sort: OfferSort): T[] {
  const groups = [...new Set(items.map((item) => of(item).price?.currency ?? ''))];
  const way = sort.descending ? -1 : 1;
  return [...items].sort((one, other) => compare(of(one), of(other), sort.column, way, groups));
}

function compare(
  one: Offer,
  other: Offer,
  column: SortColumn,
  way: number,
  groups: readonly string[],
): number {
  switch (column) {
    case 'plan':
      return way * planTitle(one.plan).localeCompare(planTitle(other.plan));
    case 'wallet':
      return way * one.wallet_name.localeCompare(other.wallet_name);
    case 'data':
      return absentLast(volume(one.plan), volume(other.plan), way);
    case 'price': {
      const [a, b] = [one.price, other.price];
      if (a === null || b === null) return Number(a === null) - Number(b === null);
      if (a.currency !== b.currency) return groups.indexOf(a.currency) - groups.indexOf(b.currency);
      const scale = Math.max(a.exponent, b.exponent);
      const whole = (money: Money) => money.minor * 10 ** (scale - money.exponent);
      return way * (whole(a) - whole(b));
    }
  }
}

function volume(plan: Plan): number | null {
  if (plan.data === null) return null;
  return plan.data.kind === 'unlimited' ? Number.MAX_SAFE_INTEGER : plan.data.bytes;
}

function absentLast(one: number | null, other: number | null, way: number): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  return way * (one - other);
}
