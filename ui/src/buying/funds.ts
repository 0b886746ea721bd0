/**
 * What a wallet holds before and after a purchase. The core asks again before it sends anything; here staff
 * read it early, and a purchase is only forbidden where the balance is fresh enough to be sure.
 */
import type { Money, WalletBalance, WalletView } from '../ipc/generated/commands.ts';
import { minus } from './amounts.ts';

/** After so long a balance may have changed at another desk, or in the supplier's portal. */
const FRESH_MS = 15 * 60_000;

export interface Funds {
  /** What the wallet holds; absent is not known. */
  balance: WalletBalance | null;
  /** The supplier never says. */
  neverShown: boolean;
  /** What it holds afterwards; absent where that cannot be reckoned, or too little is there. */
  after: Money | undefined;
  /** How much too little is there, by what is known. */
  missing: Money | undefined;
  /** The balance is so fresh that `missing` stands in the way. */
  certain: boolean;
}

/** `total` is what is to be paid; nothing where no price is stated. */
export function fundsOf(wallet: WalletView | undefined, total: Money | null, now: number): Funds {
  const balance = wallet?.balance ?? null;
  const rest = balance && total ? minus(balance.amount, total) : undefined;
  const short = rest !== undefined && rest.minor < 0;
  return {
    balance,
    neverShown: balance === null && wallet?.abilities?.balance === false,
    after: short ? undefined : rest,
    missing: short ? { ...rest, minor: -rest.minor } : undefined,
    certain: balance !== null && now < (freshUntil(balance) ?? now),
  };
}

/** Until when a balance is fresh; nothing for a snapshot, which never is. */
export function freshUntil(balance: WalletBalance): number | undefined {
  return balance.snapshot ? undefined : Date.parse(balance.at) + FRESH_MS;
}
