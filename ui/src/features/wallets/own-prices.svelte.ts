import { SvelteMap } from 'svelte/reactivity';
import { call } from '../../ipc/call.ts';
import type { Failure, Money, OwnPrice, PlanId, WalletId } from '../../ipc/generated/commands.ts';
import { kept } from '../../kit/drafts.ts';
import { walletsText as text } from '../../text/wallets.ts';

const notes = kept(() => new Map<WalletId, PriceNotes>());

/** What is typed for one wallet. */
export function notesOf(wallet: WalletId): PriceNotes {
  const known = notes().get(wallet) ?? new PriceNotes(wallet);
  notes().set(wallet, known);
  return known;
}

/** What becomes of one amount. */
type Phase = 'saving' | 'saved';

/**
 * What the agency pays for plans whose supplier states no price. Each amount is saved by itself when its field
 * is left; a wrong one stays as it was typed, also after another screen.
 */
export class PriceNotes {
  readonly #wallet: WalletId;
  readonly #typed = new SvelteMap<PlanId, string>();
  readonly #phases = new SvelteMap<PlanId, Phase>();
  readonly #failures = new SvelteMap<PlanId, Failure>();

  constructor(wallet: WalletId) {
    this.#wallet = wallet;
  }

  /** What stands in a field: what was typed, else what is saved. */
  textOf({ plan, price }: OwnPrice): string {
    return this.#typed.get(plan.id) ?? amountText(price);
  }

  type(plan: PlanId, amount: string): void {
    this.#typed.set(plan, amount);
    this.#phases.delete(plan);
    this.#failures.delete(plan);
  }

  phase(plan: PlanId): Phase | undefined {
    return this.#phases.get(plan);
  }

  /** The words at a field. */
  errorAt(plan: PlanId): string | undefined {
    return this.#failures.get(plan)?.field === 'amount' ? text.amountWrong : undefined;
  }

  /** What went wrong where no field can say it. */
  get failure(): Failure | undefined {
    return [...this.#failures.values()].find(({ field }) => field !== 'amount');
  }

  /** Saves a field that is left; `refresh` reads the list again before the field shows it. */
  async keep({ plan, price }: OwnPrice, refresh: () => Promise<void>): Promise<void> {
    const amount = this.#typed.get(plan.id);
    if (amount === undefined || this.#phases.get(plan.id) === 'saving') return;
    if (amount.trim() === amountText(price)) {
      this.#typed.delete(plan.id);
      return;
    }
    this.#phases.set(plan.id, 'saving');
    try {
      await call('own_price_save', { wallet_id: this.#wallet, plan_id: plan.id, amount });
      await refresh();
      this.#phases.set(plan.id, 'saved');
      if (this.#typed.get(plan.id) === amount) this.#typed.delete(plan.id);
    } catch (failure) {
      this.#phases.delete(plan.id);
      this.#failures.set(plan.id, failure as Failure);
    }
  }
}

/** An amount as it is typed: no grouping, a point, no currency. Nothing is noted is nothing, not nought. */
function amountText(money: Money | null): string {
  if (money === null) return '';
  const digits = String(money.minor).padStart(money.exponent + 1, '0');
  const whole = digits.length - money.exponent;
  return money.exponent === 0 ? digits : `${digits.slice(0, whole)}.${digits.slice(whole)}`;
}
