import { owed } from '../../buying/anew.ts';
import { action } from '../../ipc/action.svelte.ts';
import type {
  Failure,
  OrderView,
  OwnPrice,
  PlanId,
  WalletView,
} from '../../ipc/generated/commands.ts';
import { orderKey } from '../../ipc/ids.ts';
import { kept } from '../../kit/drafts.ts';
import { fieldError } from '../../text/failures.ts';
import { walletsText as text } from '../../text/wallets.ts';

/** The forms that are begun, by wallet. */
const preparations = kept(() => new Map<string, Preparation>());

/** What is typed to prepare several eSIMs of one wallet. */
export function preparation(wallet: string): Preparation {
  return preparations().get(wallet) ?? put(wallet, undefined);
}

/**
 * A form filled with what an order of several still owes. What was typed stands aside meanwhile; a form whose
 * outcome is not known stays: its order must not be written under another key.
 */
export function prepareAnew(order: OrderView): void {
  const before = preparations().get(order.wallet_id);
  if (before?.unsure) {
    before.refused = true;
    return;
  }
  const form = put(order.wallet_id, before?.aside ?? (before?.isTyped ? before : undefined));
  form.count = String(owed(order));
  form.purpose = order.traveller;
  form.plan = order.plan.id;
}

function put(wallet: string, aside: Preparation | undefined): Preparation {
  const form = new Preparation(aside, () => {
    if (aside) preparations().set(wallet, aside);
    else preparations().delete(wallet);
  });
  preparations().set(wallet, form);
  return form;
}

type Place = 'lot' | 'count' | 'purpose';

/**
 * One order of several eSIMs, from the form to the journal. It must be written once whatever the window does:
 * its key is made with the form and stays until the core has taken it, so that a repeat is known as one.
 */
export class Preparation {
  lot = $state('');
  count = $state('');
  purpose = $state('');
  /** The plan that is wanted before its lots are known. */
  plan: PlanId | undefined;
  /** An order wanted this form while its outcome was not known. */
  refused = $state(false);
  /** What was typed before an order took the form. */
  readonly aside: Preparation | undefined;
  #lost = false;
  #wrong = $state.raw<Partial<Record<Place, { value: string; words: string }>>>({});
  readonly #place = action('order_place');
  readonly #key = orderKey();
  readonly #over: () => void;

  /** `over` forgets the form, or puts what stands aside in its place. */
  constructor(aside: Preparation | undefined, over: () => void) {
    this.aside = aside;
    this.#over = over;
  }

  /** Chooses among the lots of the wanted plan the first that has enough, once they are known. */
  choose(lots: readonly OwnPrice[]): void {
    const fitting = lots.filter(({ plan }) => plan.id === this.plan);
    const enough = fitting.find(({ left }) => left >= (this.wanted ?? 0)) ?? fitting[0];
    this.plan = undefined;
    if (enough && this.lot === '') this.lot = enough.lot;
  }

  get busy(): boolean {
    return this.#place.busy;
  }

  /** It is being written, or the answer was lost: its key is still needed. */
  get unsure(): boolean {
    return this.busy || this.#lost;
  }

  /** Something stands in it. */
  get isTyped(): boolean {
    return `${this.lot}${this.count}${this.purpose}`.trim() !== '';
  }

  /** What failed and stands at no field. */
  get failure(): Failure | undefined {
    const failure = this.#place.error;
    return failure && this.#fieldOf(failure) === undefined ? failure : undefined;
  }

  /** How many are wanted; `null` while that is no number. */
  get wanted(): number | null {
    const typed = this.count.trim();
    return /^\d{1,6}$/.test(typed) && Number(typed) > 0 ? Number(typed) : null;
  }

  /** What is wrong at a field, until something else is typed there. */
  errorAt(place: Place): string | undefined {
    const wrong = this.#wrong[place];
    return wrong && wrong.value === this[place] ? wrong.words : undefined;
  }

  /** The first wrong field, in the order of the screen. */
  firstWrong(): Place | undefined {
    return (['lot', 'count', 'purpose'] as const).find((place) => this.errorAt(place));
  }

  /** Writes the order; `again` after staff saw that the same was ordered today. */
  async order(
    wallet: WalletView,
    lots: readonly OwnPrice[],
    again = false,
  ): Promise<OrderView | undefined> {
    const chosen = lots.find(({ lot }) => lot === this.lot);
    const count = this.wanted;
    const most = mostOf(wallet, chosen);
    this.#place.clear();
    this.#wrong = {
      ...(chosen ? {} : this.#at('lot', text.preparePlanMissing)),
      ...(count === null || count > most ? this.#at('count', text.prepareCountWrong(most)) : {}),
      ...(this.purpose.trim() === '' ? this.#at('purpose', text.prepareForMissing) : {}),
    };
    if (!chosen || count === null || this.firstWrong() !== undefined) return undefined;
    const orders = await this.#place.run({
      wallet_id: wallet.id,
      plan_id: chosen.plan.id,
      price_seen: null,
      onto: null,
      lot: chosen.lot,
      count,
      travellers: [{ key: this.#key, name: this.purpose.trim() }],
      booking: '',
      trip: { countries: [], from: null, to: null },
      phone_check: { eid_seen: false, not_locked: false, declined: false },
      repeat_meant: again,
    });
    this.#lost = this.#place.error?.code === 'ipc';
    this.refused &&= this.#lost;
    this.#heard(this.#place.error);
    if (orders) this.forget();
    return orders?.[0];
  }

  /** The dialog is left: what stood aside comes back, unless the outcome of this one is not known. */
  leave(): void {
    this.#place.clear();
    if (this.aside && !this.unsure) this.forget();
  }

  /** Forgets what was typed; what stood aside comes back. */
  forget(): void {
    this.#over();
  }

  #at(place: Place, words: string): Partial<Record<Place, { value: string; words: string }>> {
    return { [place]: { value: this[place], words } };
  }

  #heard(failure: Failure | undefined): void {
    const place = failure && this.#fieldOf(failure);
    const words = fieldError(failure, failure?.field ?? '');
    if (place && words) this.#wrong = this.#at(place, words);
  }

  /** The same bought today is a question, not something wrong with the name. */
  #fieldOf({ code, field }: Failure): Place | undefined {
    if (field === 'count') return 'count';
    return field === 'travellers' && code !== 'bought_today' ? 'purpose' : undefined;
  }
}

/** As many as one order may take of a lot. */
export function mostOf(wallet: WalletView, lot: OwnPrice | undefined): number {
  const most = wallet.abilities?.at_once ?? 0;
  return lot ? Math.min(lot.left, most) : most;
}
