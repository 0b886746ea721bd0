/** Offers as the table of plans shows them: identity and words. No component, no request. */
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
import { newText, usualText } from '../../text/new.ts';

/** What tells an offer from all others; the same plan may be bought and lie in stock. */
export function offerKey(offer: Pick<Offer, 'wallet_id' | 'plan' | 'stock'>): string {
  const key = `${offer.wallet_id}/${offer.plan.id}`;
  return offer.stock ? `${key}/${offer.stock.lot}` : key;
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

/** As many networks as a line and a paragraph name; a plan for many countries has hundreds. */
const NAMED_IN_LINE = 4;
const NAMED_IN_FULL = 24;

/** "IIJ, Softbank · 5G"; how many countries a region has stands before. */
export function networksText(plan: Plan): string {
  const { coverage, networks } = plan;
  const count =
    coverage.kind === 'regional' || coverage.kind === 'global' ? coverage.countries.length : 0;
  const names = named(networks, NAMED_IN_LINE, ({ name }) => name);
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
  return named(plan.networks, NAMED_IN_FULL, ({ name, speeds }) =>
    [name, speeds.join('/')].filter(Boolean).join(' '),
  );
}

/** The first networks in words, each once, and how many more there are. */
function named(
  networks: readonly Network[],
  most: number,
  words: (network: Network) => string,
): string {
  const all = [...new Set(networks.map(words))];
  const shown = all.slice(0, most);
  const rest = all.length - shown.length;
  return [...shown, ...(rest > 0 ? [newText.moreNetworks(rest)] : [])].join(', ');
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
    case 'none_in_stock':
      return newText.reasonNoneInStock;
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

/** How long it usually takes for several: orders of one plan follow each other. */
export function severalText(seconds: number, count: number): string {
  if (count <= 1) return usualText(seconds);
  return newText.several(count, usualText(seconds * count));
}
