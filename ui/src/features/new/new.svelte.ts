/**
 * Everything that New eSIM knows: the trip, the plan, who travels, the purchase. It outlives the screen, so
 * that leaving it and coming back loses nothing; `keep` lets it outlive a reload as well. Practice has one of
 * its own.
 */
import type {
  AppState,
  DataWish,
  Offer,
  OrderView,
  PhoneCheck,
  PlanSearch,
  PlansFound,
} from '../../ipc/generated/commands.ts';
import { buyText } from '../../text/new.ts';
import { fundsTrouble, walletTrouble } from '../../buying/blocked.ts';
import { lastDayError, today } from './dates.ts';
import {
  keep,
  kept,
  type Draft,
  type LastPurchase,
  type ReadyKit,
  type Typed,
  type Wish,
} from './draft.ts';
import { namesError, namesIn } from './names.ts';
import { offerKey } from './offers.ts';
import { waits } from './outcome.ts';
import { Purchase } from '../../buying/purchase.svelte.ts';
import type { OfferSort } from './sorting.ts';
import { stockError } from '../../buying/stock.ts';

const WISHES: Record<Wish, DataWish> = {
  any: { kind: 'any' },
  three: { kind: 'at_least', gb: 3 },
  ten: { kind: 'at_least', gb: 10 },
  unlimited: { kind: 'unlimited' },
};
const NO_CHECK: PhoneCheck = { eid_seen: false, not_locked: false, declined: false };

export class NewEsim {
  countries = $state.raw<string[]>([]);
  from = $state('');
  to = $state('');
  wish = $state<Wish>('any');
  chosen = $state<string | null>(null);
  sort = $state.raw<OfferSort | undefined>();
  names = $state('');
  booking = $state('');
  check = $state.raw<PhoneCheck>(NO_CHECK);
  given = $state.raw<ReadyKit[]>([]);
  /** What was typed when an order took the form; it comes back when staff want it or are done with the order. */
  aside = $state.raw<Typed | undefined>();
  /** The purchase that made room for the form: its kits are one click away. */
  last = $state.raw<LastPurchase | undefined>();
  readonly purchase = new Purchase(() => this.keep());
  readonly #practice: boolean;
  /** It was found again after a reload, and nobody has come back to it yet. */
  #reloaded = false;

  readonly list = $derived(namesIn(this.names));
  readonly namesError = $derived(namesError(this.list));
  readonly datesError = $derived(lastDayError(this.from, this.to, today()));
  /** What is shown: the form, or the kits and orders that came of it. */
  readonly phase = $derived(
    this.purchase.parent !== undefined || this.given.length > 0 ? 'outcome' : 'form',
  );
  /** Who is still to get one after eSIMs that were ours were given to the others. */
  readonly left = $derived(this.given.length > 0 ? this.list : []);
  /** The trip as a question; nothing without a country. Dates that cannot be are left out. */
  readonly search: PlanSearch | null = $derived.by(() => {
    if (this.countries.length === 0) return null;
    const dated = this.datesError === undefined;
    return {
      countries: this.countries,
      from: dated && this.from ? this.from : null,
      to: dated && this.to ? this.to : null,
      data: WISHES[this.wish],
    };
  });

  constructor(practice = false) {
    this.#practice = practice;
    const draft = kept(practice);
    if (draft) this.#restore(draft);
  }

  /**
   * A new eSIM is asked for. The last customer's kits make room for the form, unless something of that purchase
   * is still waited for or must be decided. After a reload it is first shown where it was left.
   */
  async begin(): Promise<void> {
    const reloaded = this.#reloaded;
    this.#reloaded = false;
    if (reloaded || this.phase === 'form' || this.left.length > 0) return;
    const { parent } = this.purchase;
    const orders = parent === undefined ? [] : await this.purchase.ask();
    if (!orders || orders.some(waits)) return;
    if (this.phase !== 'outcome' || this.purchase.parent !== parent) return;
    const [first] = orders;
    this.startAnother();
    if (parent !== undefined && first) {
      this.last = { parent, traveller: first.traveller, others: orders.length - 1 };
    }
  }

  /** The chosen offer among what was found, in stock and near misses too. */
  offer(found: PlansFound | undefined): Offer | undefined {
    if (!found || this.chosen === null) return undefined;
    const all = [...found.stock, ...found.fits, ...found.near.map(({ offer }) => offer)];
    return all.find((offer) => offerKey(offer) === this.chosen);
  }

  /** What is wrong with the names: by themselves, or for what is chosen. */
  namesTrouble(offer: Offer | undefined): string | undefined {
    return this.namesError ?? stockError(offer, this.list.length);
  }

  /** Why the button does nothing at this moment; nothing when it buys. */
  blocked(app: AppState, offer: Offer | undefined, now: number = Date.now()): string | undefined {
    if (this.datesError) return buyText.needDates;
    if (!offer) return buyText.needPlan;
    const count = this.list.length;
    const names = this.namesTrouble(offer) ?? (count === 0 ? buyText.needName : undefined);
    return walletTrouble(app, offer) ?? names ?? fundsTrouble(app, offer, count, now);
  }

  /** Buys what is chosen; `again` after staff saw that the same was bought today. */
  async buy(app: AppState, offer: Offer | undefined, again = false): Promise<void> {
    if (!offer || this.blocked(app, offer) !== undefined) return;
    this.last = undefined;
    await this.purchase.place({
      wallet_id: offer.wallet_id,
      plan_id: offer.plan.id,
      price_seen: offer.stock ? null : offer.price,
      onto: null,
      lot: offer.stock?.lot ?? null,
      count: 1,
      names: this.list,
      booking: this.booking.trim(),
      trip: { countries: this.countries, from: this.from || null, to: this.to || null },
      phone_check: this.check,
      repeat_meant: again,
    });
  }

  /** The phone check's key: 1, 2 or 3. */
  toggle(key: string): boolean {
    const field = (['eid_seen', 'not_locked', 'declined'] as const)[Number(key) - 1];
    if (!field) return false;
    this.check = { ...this.check, [field]: !this.check[field] };
    return true;
  }

  /** Back to the form for those who got nothing: all that was typed stays, and the keys are new. */
  changeAndBuy(orders: readonly OrderView[]): void {
    const [first] = orders;
    if (this.purchase.followed && first) {
      this.#putAside();
      this.#fill(tripOf(first));
    }
    this.names = orders.map(({ traveller }) => traveller).join('\n');
    this.purchase.renew();
  }

  /** The form of an order that staff want once more; one whose outcome is open leaves the plan to them. */
  orderAnew(order: OrderView): void {
    if (this.purchase.unsure) return;
    const { wallet_id, plan, traveller } = order;
    const open = order.state === 'unknown' || order.behind !== null;
    this.#putAside();
    this.#fill(tripOf(order));
    this.names = traveller;
    this.chosen = open || order.from_stock ? null : offerKey({ wallet_id, plan, stock: null });
    this.purchase.renew();
  }

  /** Back to the form for those who got none of ours: trip, booking and their names stay. */
  buyForOthers(): void {
    this.given = [];
  }

  /** Back to the purchase that made room for the form. */
  showLast(): void {
    if (!this.last) return;
    this.purchase.follow(this.last.parent);
    this.last = undefined;
  }

  /** Leaves what came of it: to an empty form with new keys, or to the form as it was left. */
  startAnother(): void {
    if (this.purchase.followed) this.purchase.leave();
    else this.reset();
  }

  /** The form as it was before an order took it, or an empty one; with new keys. */
  reset(): void {
    this.#fill(this.aside ?? EMPTY);
    this.aside = undefined;
    this.last = undefined;
    this.sort = undefined;
    this.purchase.renew();
  }

  /** Keeps all of it for a reload. */
  keep(): void {
    keep(this.#practice, this.draft());
  }

  draft(): Draft {
    return {
      ...this.#typed(),
      aside: this.aside,
      last: this.last,
      purchase: this.purchase.memory(),
    };
  }

  #typed(): Typed {
    return {
      countries: this.countries,
      from: this.from,
      to: this.to,
      wish: this.wish,
      chosen: this.chosen,
      names: this.names,
      booking: this.booking,
      check: this.check,
      given: this.given,
    };
  }

  /** Keeps what was typed, where the form still holds it: a purchase of its own has used it up. */
  #putAside(): void {
    if (this.phase !== 'form' && !this.purchase.followed) return;
    const typed = this.countries.length > 0 || `${this.names}${this.booking}`.trim() !== '';
    if (typed) this.aside ??= this.#typed();
  }

  #restore(draft: Draft): void {
    this.#reloaded = true;
    this.aside = draft.aside;
    this.last = draft.last;
    this.#fill(draft);
    this.purchase.restore(draft.purchase);
  }

  #fill(from: Typed): void {
    this.countries = from.countries;
    this.from = from.from;
    this.to = from.to;
    this.wish = from.wish;
    this.chosen = from.chosen;
    this.names = from.names;
    this.booking = from.booking;
    this.check = from.check;
    this.given = from.given;
  }
}

const EMPTY: Typed = {
  countries: [],
  from: '',
  to: '',
  wish: 'any',
  chosen: null,
  names: '',
  booking: '',
  check: NO_CHECK,
  given: [],
};

/** The form as it may have stood when an order was placed. */
function tripOf({ trip, booking }: OrderView): Typed {
  const { countries, from, to } = trip;
  return { ...EMPTY, countries, from: from ?? '', to: to ?? '', booking: booking ?? '' };
}

/** The form of this window. */
export const newEsim = new NewEsim();
const practised = new NewEsim(true);

/** The form that belongs to practice, or to real work: what is typed in one waits there while the other runs. */
export function formOf(practice: boolean): NewEsim {
  return practice ? practised : newEsim;
}
