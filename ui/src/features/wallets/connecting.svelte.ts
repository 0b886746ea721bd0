import { SvelteMap } from 'svelte/reactivity';
import type { ProviderForm } from '../../ipc/generated/commands.ts';
import { kept } from '../../kit/drafts.ts';
import { WalletForm } from './form.svelte.ts';

const held = kept((): { now?: Connecting } => ({}));

/** The wallet that is being connected; begun anew when the last one is connected or given up. */
export function connecting(): Connecting {
  return (held().now ??= new Connecting());
}

/**
 * A new wallet: which supplier it is with, and what was typed for each supplier that was looked at. Whoever
 * chose the wrong one finds everything again on the way back.
 */
class Connecting {
  readonly #typed = new SvelteMap<string, WalletForm>();
  #provider = $state<string | undefined>();

  /** The form of the chosen supplier. */
  get form(): WalletForm | undefined {
    return this.#provider === undefined ? undefined : this.#typed.get(this.#provider);
  }

  /**
   * Shows a supplier's form. What staff call the wallet and its currency go along; everything else belongs
   * to one account, also who else buys from it.
   */
  choose(supplier: ProviderForm, currency: string): void {
    const before = this.form;
    const known = this.#typed.get(supplier.provider);
    const form = known ?? new WalletForm(supplier, currency, null, () => this.forget());
    if (before) {
      form.name = before.name;
      form.currency = before.currency;
    }
    if (!known) this.#typed.set(supplier.provider, form);
    this.#provider = supplier.provider;
  }

  /** Forgets what was typed for every supplier. */
  forget(): void {
    for (const form of this.#typed.values()) form.secrets = {};
    if (held().now === this) delete held().now;
  }
}
