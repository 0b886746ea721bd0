/** Why the button of a purchase does nothing, and what it says. */
import type { AppState, Money, Offer, WalletView } from '../ipc/generated/commands.ts';
import { adviceFor } from '../text/failures.ts';
import { moneyText } from '../text/money.ts';
import { buyText } from '../text/new.ts';
import { clockText } from '../text/time.ts';
import { times } from './amounts.ts';
import { fundsOf } from './funds.ts';

/** Troubles of a wallet that no purchase gets around; what passes by itself is left to the attempt. */
const FATAL = /^(keychain_|credentials$|forbidden$|secret_needed$)/;

export function isFatal(wallet: WalletView): boolean {
  return wallet.trouble !== null && FATAL.test(wallet.trouble.code);
}

/** The wallet of an offer, or of an eSIM. */
export function walletOf(
  app: AppState,
  of: Pick<Offer, 'wallet_id'> | undefined,
): WalletView | undefined {
  return app.wallets.find(({ id }) => id === of?.wallet_id);
}

/** What stands in the way of buying from an offer's wallet. */
export function walletTrouble(app: AppState, offer: Offer): string | undefined {
  const wallet = walletOf(app, offer);
  if (!wallet || wallet.disconnected) return buyText.walletGone;
  if (wallet.paused) return buyText.walletPaused(wallet.name);
  if (wallet.trouble && isFatal(wallet)) {
    const { title, todo } = adviceFor(wallet.trouble);
    return `${title} ${todo}`;
  }
  if (wallet.abilities && !wallet.abilities.orders) {
    return buyText.walletCannot(wallet.supplier_short);
  }
  const since = app.lists.offline_since;
  return since ? buyText.offline(clockText(since)) : undefined;
}

/** What is to be paid for so many; nothing where no price is stated, or it is paid already. */
export function totalOf(offer: Offer, count: number): Money | null {
  return offer.stock || !offer.price ? null : times(offer.price, Math.max(1, count));
}

/** The wallet holds too little, by a balance that is fresh. */
export function fundsTrouble(
  app: AppState,
  offer: Offer,
  count: number,
  now: number,
): string | undefined {
  const { missing, certain } = fundsOf(walletOf(app, offer), totalOf(offer, count), now);
  if (!missing || !certain) return undefined;
  return app.settings.hide_buying_prices ? buyText.shortHidden : buyText.short(moneyText(missing));
}

/** What an offer costs, as far as it is known before: a price that nobody stated cannot be checked. */
export function costNote({ stock, price, supplier }: Offer): string {
  if (stock?.paid) return buyText.nothingCharged;
  return stock || !price ? buyText.chargedThere(supplier) : buyText.checkedAgain;
}

/** "Buy 2 for 9.80 USD", "Take 2": what the button says, in its first line. */
export function buyWords(offer: Offer | undefined, count: number, hidePrices: boolean): string {
  if (!offer) return buyText.buyPlain;
  const many = Math.max(1, count);
  if (offer.stock) return buyText.take(many);
  if (hidePrices) return buyText.buyHidden(many);
  const total = totalOf(offer, many);
  return total ? buyText.buy(many, moneyText(total)) : buyText.buyNotStated(many);
}
