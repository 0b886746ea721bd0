/**
 * Adding data to one eSIM: what was chosen and typed, and the purchase. It outlives its dialog and its pane, and
 * the purchase outlives a reload of the window as well: session storage holds its ids and never a code.
 */
import { Purchase, type PurchaseMemory } from '../../buying/purchase.svelte.ts';
import type { AddDataPlans, EsimRef, Offer } from '../../ipc/generated/commands.ts';
import { kept } from '../../kit/drafts.ts';
import { offerKey } from './addition.ts';
import { keyOf } from './words.ts';

const LONGEST_NAME = 120;

/** Who the data is for. */
export interface Recipient {
  traveller: string;
  booking: string;
}

export class Adding {
  /** What was typed; absent is who has the eSIM. */
  traveller = $state<string | undefined>();
  booking = $state<string | undefined>();
  /** The key of the chosen offer. */
  chosen = $state<string | undefined>();
  readonly purchase: Purchase;
  readonly #esim: EsimRef;

  constructor(esim: EsimRef) {
    this.#esim = esim;
    this.purchase = new Purchase(() => this.#keep());
    const memory = this.#kept();
    if (memory) this.purchase.restore(memory);
  }

  /** The chosen offer, if it is still among those that fit. */
  offer(plans: AddDataPlans | undefined): Offer | undefined {
    const fitting = plans ? [...plans.offers, ...plans.elsewhere] : [];
    return fitting.find((offer) => offerKey(offer) === this.chosen);
  }

  /** For whom, as far as anybody said. */
  recipient(known: Pick<AddDataPlans, 'traveller' | 'booking'>): Recipient {
    return {
      traveller: this.traveller ?? known.traveller ?? '',
      booking: this.booking ?? known.booking ?? '',
    };
  }

  /** Buys, or takes from stock; `again` after staff saw that the same was bought today. */
  async add(plans: AddDataPlans, offer: Offer, again = false): Promise<void> {
    const { traveller, booking } = this.recipient(plans);
    if (!isName(traveller)) return;
    await this.purchase.place({
      wallet_id: offer.wallet_id,
      plan_id: offer.plan.id,
      price_seen: offer.price,
      onto: { esim_id: this.#esim.esim_id, service_id: plans.service_id },
      lot: offer.stock?.lot ?? null,
      count: 1,
      names: [traveller.trim()],
      booking: booking.trim(),
      trip: { countries: [], from: null, to: null },
      phone_check: { eid_seen: false, not_locked: false, declined: false },
      repeat_meant: again,
    });
  }

  /** A new purchase, with keys of its own. Who it is for stays. */
  renew(): void {
    this.chosen = undefined;
    this.purchase.renew();
  }

  get #place(): string {
    return `add-data/${keyOf(this.#esim)}`;
  }

  #keep(): void {
    try {
      sessionStorage.setItem(this.#place, JSON.stringify(this.purchase.memory()));
    } catch {
      // Without storage a reload forgets the ids; the journal asks before the same is bought twice in a day.
    }
  }

  #kept(): PurchaseMemory | undefined {
    try {
      const text = sessionStorage.getItem(this.#place) ?? 'null';
      const found = JSON.parse(text) as Partial<PurchaseMemory> | null;
      const whole = Array.isArray(found?.keys) && Array.isArray(found.attempts);
      return whole ? (found as PurchaseMemory) : undefined;
    } catch {
      return undefined;
    }
  }
}

/** Whether a name can be the traveller's. */
export function isName(name: string): boolean {
  const length = [...name.trim()].length;
  return length > 0 && length <= LONGEST_NAME;
}

const all = kept(() => new Map<string, Adding>());

/** What is being added to one eSIM. */
export function addingTo(esim: EsimRef): Adding {
  const key = keyOf(esim);
  const known = all().get(key);
  if (known) return known;
  const made = new Adding({ wallet_id: esim.wallet_id, esim_id: esim.esim_id });
  all().set(key, made);
  return made;
}
