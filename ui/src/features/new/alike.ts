/** Offers that look the same in the list though they are not. */
import type { Offer } from '../../ipc/generated/commands.ts';
import { offerKey, planInFull } from './offers.ts';

/** Keys of the offers whose row says no other than that of another plan of the same wallet. */
export function alike(offers: readonly Offer[]): ReadonlySet<string> {
  const looks = new Map<string, Set<string>>();
  for (const offer of offers) {
    const look = lookOf(offer);
    const same = looks.get(look) ?? new Set();
    looks.set(look, same.add(offerKey(offer)));
  }
  return new Set([...looks.values()].filter(({ size }) => size > 1).flatMap((same) => [...same]));
}

/** What a row says at first sight: where, how much, how long, for what price. */
function lookOf({ wallet_id, plan, price, own_price, stock }: Offer): string {
  const amount = stock ? own_price : price;
  return JSON.stringify([wallet_id, planInFull(plan), amount, stock?.paid]);
}
