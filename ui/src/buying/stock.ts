/** What is owned already and is taken instead of bought. */
import type { Offer, StockLot } from '../ipc/generated/commands.ts';
import { moneyText } from '../text/money.ts';
import { buyText, newText } from '../text/new.ts';
import { dayText } from '../text/time.ts';

/** "12 left, lapse 3 Dec". */
export function lotText(lot: StockLot, now: number = Date.now()): string {
  const left = newText.left(lot.left);
  if (!lot.expires_at || lot.left === 0) return left;
  const day = dayText(lot.expires_at, now).replaceAll(' ', '\u00a0');
  return `${left}, ${newText.lapse(lot.left, day)}`;
}

/** What stands in the place of a price: "already paid", or that none are left; nothing where nobody states it. */
export function paidText(lot: StockLot | null): string | undefined {
  if (lot?.left === 0) return newText.left(0);
  return lot?.paid ? newText.paid : undefined;
}

/** "our price 3.20 EUR"; nothing where nobody noted one. */
export function ownPriceText(offer: Offer): string | undefined {
  return offer.own_price ? newText.ownPrice(moneyText(offer.own_price)) : undefined;
}

/** What stands in the way of taking so many from an offer's lot; nothing for an offer that is bought. */
export function stockError(offer: Offer | undefined, count: number): string | undefined {
  const lot = offer?.stock;
  if (!lot) return undefined;
  if (lot.left === 0) return buyText.stockEmpty;
  return count > lot.left ? buyText.stockShort(lot.left) : undefined;
}
