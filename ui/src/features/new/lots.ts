/** Rows of stock: few of each wallet, so that what can be bought stays in sight. */
import type { Offer, WalletId } from '../../ipc/generated/commands.ts';

/** So many lots of a wallet are shown at first: the core names the best first. */
const BEST = 3;

export interface Lots {
  wallet: WalletId;
  /** Whose they are, in as few words as tell it from the others. */
  whose: string;
  best: Offer[];
  /** The others; never a single one, which takes no more room than a row that says so. */
  more: Offer[];
}

/** The lots of each wallet together, in the order in which the core first names the wallets. */
export function lotsByWallet(stock: readonly Offer[]): Lots[] {
  const wallets = new Map<WalletId, string>();
  for (const { wallet_id, supplier } of stock) wallets.set(wallet_id, supplier);
  const suppliers = [...wallets.values()];
  return [...wallets].map(([wallet, supplier]) => {
    const lots = stock.filter(({ wallet_id }) => wallet_id === wallet);
    const shown = lots.length > BEST + 1 ? BEST : lots.length;
    const alone = suppliers.filter((one) => one === supplier).length === 1;
    return {
      wallet,
      whose: alone ? supplier : (lots[0]?.wallet_name ?? supplier),
      best: lots.slice(0, shown),
      more: lots.slice(shown),
    };
  });
}
