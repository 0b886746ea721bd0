/**
 * Where a reload of the window finds the form again. The web view's session storage lives as long as the
 * window; it holds what was typed and the ids of a purchase, never a code or a credential.
 */
import type { PhoneCheck } from '../../ipc/generated/commands.ts';
import type { PurchaseMemory } from '../../buying/purchase.svelte.ts';

/** How much data is asked for. */
export type Wish = 'any' | 'three' | 'ten' | 'unlimited';

/** An eSIM that was already ours and now has a traveller. */
export interface ReadyKit {
  wallet_id: string;
  esim_id: string;
  traveller: string;
  booking: string;
}

/** The form as it is typed, and what came of it. */
export interface Typed {
  countries: string[];
  from: string;
  to: string;
  wish: Wish;
  chosen: string | null;
  names: string;
  booking: string;
  check: PhoneCheck;
  given: ReadyKit[];
}

/** A purchase that made room for the form, and who it was for. */
export interface LastPurchase {
  parent: string;
  traveller: string;
  /** How many more it was for. */
  others: number;
}

export interface Draft extends Typed {
  /** What was typed when an order took the form. */
  aside?: Typed | undefined;
  last?: LastPurchase | undefined;
  purchase: PurchaseMemory;
}

/** Practice and real work never share a place: neither finds what was typed in the other. */
function placeOf(practice: boolean): string {
  return practice ? 'new-esim/practice' : 'new-esim';
}

export function keep(practice: boolean, draft: Draft): void {
  try {
    sessionStorage.setItem(placeOf(practice), JSON.stringify(draft));
  } catch {
    // Without storage a reload loses the form; the journal still refuses a second purchase by its keys.
  }
}

/** What was kept, if this version of the window can read it. */
export function kept(practice: boolean): Draft | undefined {
  try {
    const text = sessionStorage.getItem(placeOf(practice)) ?? 'null';
    const found = JSON.parse(text) as Partial<Draft> | null;
    const whole = found && Array.isArray(found.countries) && Array.isArray(found.purchase?.keys);
    return whole ? (found as Draft) : undefined;
  } catch {
    return undefined;
  }
}
