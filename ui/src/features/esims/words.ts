import type { EsimRow, WalletView } from '../../ipc/generated/commands.ts';
import { elsewhereText } from '../../text/elsewhere.ts';
import { esimsText } from '../../text/esims.ts';
import { dayText } from '../../text/time.ts';

const DAY_MS = 86_400_000;

/** When it ends, as the list says it. Only what the supplier said; the rest is said to be unknown. */
export function endsWords(row: EsimRow, now: number): string {
  if (row.ends_at === null) {
    const unused = ['preparing', 'ready_given', 'ready_not_given', 'ready_elsewhere', 'installing'];
    return unused.includes(row.headline) ? esimsText.notStarted : esimsText.endUnknown;
  }
  const end = Date.parse(row.ends_at);
  if (end < now) return esimsText.endedOn(dayText(row.ends_at, now));
  const days = midnight(end) - midnight(now);
  if (days === 0) return esimsText.endsToday;
  if (Math.round(days / DAY_MS) === 1) return esimsText.endsTomorrow;
  return dayText(row.ends_at, now);
}

/** What stands in a traveller's place where nobody here has it. */
export function nobodyWords(row: Pick<EsimRow, 'bought_elsewhere'>): string {
  return row.bought_elsewhere ? elsewhereText.boughtAt(row.bought_elsewhere) : esimsText.nobody;
}

/** Whether it may belong to an order here. What another desk wrote its number onto does not. */
export function isProbablyOurs(row: Pick<EsimRow, 'unconfirmed' | 'bought_elsewhere'>): boolean {
  return row.unconfirmed && row.bought_elsewhere === null;
}

/** Enough of the number to tell two eSIMs apart in a list. */
export function lastDigits(iccid: string | null): string {
  return iccid ? esimsText.lastDigits(iccid.slice(-6)) : esimsText.noIccid;
}

/**
 * Where it was bought: the supplier, as staff call it; where several wallets are with that supplier, the name
 * of the wallet.
 */
export function sourceWords(
  row: Pick<EsimRow, 'wallet_id' | 'supplier'>,
  wallets: readonly Pick<WalletView, 'id' | 'name' | 'supplier_short'>[],
): string {
  const own = wallets.find(({ id }) => id === row.wallet_id);
  const same = wallets.filter(({ supplier_short }) => supplier_short === row.supplier);
  return own && same.length > 1 ? own.name : row.supplier;
}

/** What tells a row from all others. */
export function keyOf(row: { wallet_id: string; esim_id: string }): string {
  return `${row.wallet_id}/${row.esim_id}`;
}

function midnight(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}
