/** What stands in the way of buying from a wallet. */
import type { AppState } from '../ipc/generated/commands.ts';
import { adviceFor } from '../text/failures.ts';
import { buyText } from '../text/new.ts';
import { clockText } from '../text/time.ts';

/** Troubles of a wallet that no purchase gets around; what passes by itself is left to the attempt. */
const FATAL = /^(keychain_|credentials$|forbidden$|secret_needed$)/;

/** Why nothing can be bought from a wallet now; nothing when it can. */
export function walletTrouble(app: AppState, walletId: string): string | undefined {
  const wallet = app.wallets.find(({ id }) => id === walletId);
  if (!wallet || wallet.disconnected) return buyText.walletGone;
  if (wallet.paused) return buyText.walletPaused(wallet.name);
  if (wallet.trouble && FATAL.test(wallet.trouble.code)) {
    const { title, todo } = adviceFor(wallet.trouble);
    return `${title} ${todo}`;
  }
  if (wallet.abilities && !wallet.abilities.orders) {
    return buyText.walletCannot(wallet.supplier_short);
  }
  const since = app.lists.offline_since;
  return since ? buyText.offline(clockText(since)) : undefined;
}
