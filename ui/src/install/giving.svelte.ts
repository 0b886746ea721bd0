import { action } from '../ipc/action.svelte.ts';
import type { Code, Failure, KitAction, KitGiven, KitPart } from '../ipc/generated/commands.ts';
import { clipboard } from './clipboard.svelte.ts';
import { typed } from './typed.ts';

/** Which kit, and for whom. */
export interface Recipient {
  walletId: string;
  esimId: string;
  traveller: string;
  booking: string;
}

const REASON_LENGTH = 3;
/** What a typed reason answers. */
const WARNINGS: readonly Code[] = ['given_to_other', 'bought_elsewhere', 'code_used'];
const PLAIN: readonly KitPart[] = ['smdp', 'iccid', 'msisdn', 'for_support'];

/** Whether an action puts the kit into somebody's hands; copying what installs nothing does not. */
export function handsOver(what: KitAction): boolean {
  return what.kind !== 'copy' || !PLAIN.includes(what.part);
}

/**
 * Gives one kit: asks for a name that is missing, puts the warning between wish and deed, and repeats
 * the deed with the typed reason. Nothing is shown, copied or saved before the core said yes.
 */
export class Giving {
  /** The name typed here; empty is the one the kit came with. */
  name = $state('');
  reason = $state('');
  /** What waits for a name. */
  naming = $state.raw<KitAction | undefined>();
  /** The name is being typed; Cancel brings back the one before. */
  #typing = $state.raw<{ before: string } | undefined>();
  /** What waits for a reason, and the warning that asks for it. */
  warned = $state.raw<{ what: KitAction; warning: Failure } | undefined>();
  /** What runs now. */
  running = $state.raw<KitAction | undefined>();
  readonly #give = action('kit_give');
  readonly #recipient: () => Recipient;

  constructor(recipient: () => Recipient) {
    this.#recipient = recipient;
    const before = typed.get(this.key);
    this.name = before?.name ?? '';
    this.reason = before?.reason ?? '';
    if (this.name.trim() !== '') this.#typing = before?.renaming;
    else this.name = before?.renaming?.before ?? '';
  }

  get key(): string {
    const { walletId, esimId } = this.#recipient();
    return `${walletId}/${esimId}`;
  }

  /** Who gets it, if that is known. */
  get traveller(): string {
    return this.name.trim() || this.#recipient().traveller.trim();
  }

  get error(): Failure | undefined {
    return this.#give.error;
  }

  /** The reason is long enough to be one. */
  get reasoned(): boolean {
    return this.reason.trim().length >= REASON_LENGTH;
  }

  /** The name is being changed. */
  get renaming(): boolean {
    return this.#typing !== undefined;
  }

  /** Asks who else gets it. */
  rename(): void {
    this.#typing = { before: this.name };
    this.name = '';
  }

  /** A letter of the name was typed: half a name is nobody yet, also after another screen. */
  typedName(): void {
    this.#typing ??= { before: '' };
    this.keep();
  }

  /** The typed name is whole. */
  named(): void {
    this.#typing = undefined;
    this.keep();
  }

  /** Back to the name before; nothing waits any more. */
  leaveName(): void {
    this.name = this.#typing?.before ?? this.name;
    this.naming = undefined;
    this.named();
  }

  /** Keeps what was typed for the next time this kit is on the screen. */
  keep(): void {
    typed.set(this.key, { name: this.name, reason: this.reason, renaming: this.#typing });
  }

  /** Does it, or says through `naming` or `warned` what is missing. */
  async give(what: KitAction): Promise<KitGiven | undefined> {
    if (handsOver(what) && this.traveller === '') {
      this.naming = what;
      return undefined;
    }
    return this.#run(what, null);
  }

  /** Does what waited for a name. */
  async goOn(): Promise<KitGiven | undefined> {
    const what = this.naming;
    if (!what || this.traveller === '') return undefined;
    this.naming = undefined;
    return this.#run(what, null);
  }

  /** Does what was warned of, with the reason. */
  async allTheSame(): Promise<KitGiven | undefined> {
    if (!this.warned || !this.reasoned) return undefined;
    return this.#run(this.warned.what, this.reason.trim());
  }

  /** Takes warning and failure off the screen; what was typed stays. */
  leave(): void {
    this.warned = undefined;
    this.#give.clear();
  }

  async #run(what: KitAction, reason: string | null): Promise<KitGiven | undefined> {
    if (this.#give.busy) return undefined;
    const { walletId, esimId, booking } = this.#recipient();
    this.running = what;
    const given = await this.#give.run({
      wallet_id: walletId,
      esim_id: esimId,
      traveller: this.traveller,
      booking,
      action: what,
      reason,
    });
    this.running = undefined;
    if (given) this.#done(what, given);
    else this.#failed(what);
    return given;
  }

  #done(what: KitAction, given: KitGiven): void {
    if (this.warned) this.reason = '';
    this.warned = undefined;
    this.naming = undefined;
    if (handsOver(what)) this.#typing = undefined;
    this.keep();
    if (what.kind !== 'copy') return;
    if (given.clears_in === null) clipboard.replaced();
    else clipboard.holds(this.key, what.part, given.clears_in);
  }

  #failed(what: KitAction): void {
    const warning = this.#give.error;
    if (warning?.code === 'no_traveller') {
      this.naming = what;
      this.#give.clear();
    } else if (warning && WARNINGS.includes(warning.code)) {
      this.warned = { what, warning };
      this.#give.clear();
    }
  }
}
