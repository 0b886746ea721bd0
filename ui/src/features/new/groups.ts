/** Offers in groups whose prices may be compared. */
import type { Offer } from '../../ipc/generated/commands.ts';
import { newText } from '../../text/new.ts';
import type { OfferSort } from './sorting.ts';

export interface OfferGroup {
  /** What tells the group from the others. */
  key: string;
  /** Stands above it; nothing where there is only one. */
  title: string | undefined;
  offers: Offer[];
}

/**
 * A list in the order of prices falls into one group for each currency, in the order of the list; any other
 * order mixes currencies, and is one group. `titled`: something else stands above, so that one group needs a
 * title as well.
 */
export function grouped(
  offers: readonly Offer[],
  sort: OfferSort | undefined,
  hidePrices: boolean,
  titled = false,
): OfferGroup[] {
  if (sort && sort.column !== 'price') {
    return [{ key: '', title: titled ? newText.toBuy : undefined, offers: [...offers] }];
  }
  const groups = new Map<string, Offer[]>();
  for (const offer of offers) {
    const currency = offer.price?.currency ?? '';
    const group = groups.get(currency);
    if (group) group.push(offer);
    else groups.set(currency, [offer]);
  }
  return [...groups].map(([currency, inIt]) => ({
    key: currency,
    title: titled || groups.size > 1 ? title(currency, sort, hidePrices) : undefined,
    offers: inIt,
  }));
}

function title(currency: string, sort: OfferSort | undefined, hidePrices: boolean): string {
  if (currency === '') return newText.groupNotStated;
  if (hidePrices) return newText.groupHidden(currency);
  return sort?.descending ? newText.groupDearest(currency) : newText.groupCheapest(currency);
}
