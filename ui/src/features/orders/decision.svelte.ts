import { action } from '../../ipc/action.svelte.ts';
import type { Decision, Failure, OrderState } from '../../ipc/generated/commands.ts';
import { drafts } from './drafts.ts';

const REASON_LENGTH = 3;

/** A person decides what became of one order. What was typed stays until it was stored. */
export class Deciding {
  reason = $state('');
  /** The place of the candidate that is chosen. */
  index = $state<number | undefined>();
  readonly #settle = action('order_settle');
  readonly #key: string;

  constructor(key: string) {
    this.#key = key;
    this.reason = drafts.get(key)?.reason ?? '';
    this.index = drafts.get(key)?.index;
  }

  get busy(): boolean {
    return this.#settle.busy;
  }

  get error(): Failure | undefined {
    return this.#settle.error;
  }

  get reasoned(): boolean {
    return this.reason.trim().length >= REASON_LENGTH;
  }

  /** Keeps what was typed for the next time this order is on the screen. */
  keep(): void {
    drafts.set(this.#key, { reason: this.reason, index: this.index });
  }

  /** `seen` is the state that was judged. */
  async decide(decision: Decision, seen: OrderState): Promise<boolean> {
    if (!this.reasoned) return false;
    this.keep();
    const done = await this.#settle.run({
      key: this.#key,
      seen,
      decision,
      reason: this.reason.trim(),
    });
    if (!done) return false;
    this.reason = '';
    drafts.delete(this.#key);
    return true;
  }
}
