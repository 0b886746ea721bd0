/**
 * One purchase from the click to its orders. Money must move once whatever the window does, so the ids are
 * decided here: an order key for each place in the list of names, made with the form and kept until the
 * purchase is over, and one request id for each content until the core has answered it.
 */
import { call, type RequestOf } from '../ipc/call.ts';
import type { Failure, OrderView } from '../ipc/generated/commands.ts';
import { orderKey, requestId } from '../ipc/ids.ts';

/** At most so many travellers in one purchase. */
export const MOST = 10;

/** What is bought, the order keys aside. */
export type Content = Omit<RequestOf<'order_place'>, 'travellers'> & { names: readonly string[] };

/** A request whose answer is not here: still on its way, lost, or asked before a reload. */
interface Attempt {
  id: string;
  content: string;
}

/** What a reload of the window must not lose. */
export interface PurchaseMemory {
  keys: string[];
  attempts: Attempt[];
  parent: string | null;
  followed: boolean;
}

/** Refusals after which the journal may all the same hold the orders. */
const DOUBTFUL: readonly Failure['code'][] = ['ipc', 'internal', 'key_reused'];

export class Purchase {
  /** The purchase's id once the core has written it: its orders are found by it. */
  parent = $state<string | undefined>();
  /** The orders as the core first answered them. */
  orders = $state.raw<OrderView[]>([]);
  /** The orders are of a purchase that the form did not make: its keys are still unused. */
  followed = $state(false);
  busy = $state(false);
  error = $state.raw<Failure | undefined>();
  #keys = newKeys();
  #attempts: Attempt[] = [];
  #remember: () => void;

  /** `remember` is called whenever something changed that a reload must not lose. */
  constructor(remember: () => void = () => undefined) {
    this.#remember = remember;
  }

  /** Buys. A second call while one runs, or after it was written, does nothing. */
  async place({ names, ...rest }: Content): Promise<void> {
    if (this.busy || this.parent !== undefined) return;
    const travellers = names.map((name, at) => ({ key: this.#keys[at] ?? '', name }));
    const request = { ...rest, travellers };
    const attempt = this.#attempt(JSON.stringify(request));
    this.busy = true;
    this.error = undefined;
    try {
      const orders = await call('order_place', request, attempt.id);
      this.#written(attempt.id, orders);
    } catch (failure) {
      await this.#failed(failure as Failure, attempt);
    } finally {
      this.busy = false;
    }
  }

  /** Looks for orders of requests whose answer was lost; true when the purchase turned out to be written. */
  async find(): Promise<boolean> {
    for (const { id } of this.#attempts) {
      try {
        const rows = await rowsOf(id);
        if (rows.length === 0) continue;
        this.#written(id, rows);
        return true;
      } catch {
        // Not found out: the same request keeps its id, so pressing the button again is safe.
      }
    }
    return false;
  }

  /** Its orders as the journal has them now; nothing where it does not answer. */
  async ask(): Promise<OrderView[] | undefined> {
    if (this.parent === undefined) return undefined;
    try {
      return await rowsOf(this.parent);
    } catch {
      return undefined;
    }
  }

  /** Shows a purchase that the journal holds, for example of an earlier run of the program. */
  follow(parent: string): void {
    this.parent = parent;
    this.followed = true;
    this.#remember();
  }

  /** Shows it no longer; keys and lost answers of the form are as they were. */
  leave(): void {
    this.parent = undefined;
    this.followed = false;
    this.#remember();
  }

  /** New keys for a new purchase. Only after the last one is over or was left by "Start another". */
  renew(): void {
    this.parent = undefined;
    this.followed = false;
    this.orders = [];
    this.error = undefined;
    this.#keys = newKeys();
    this.#attempts = [];
    this.#remember();
  }

  /** A request is on its way, or its answer was lost: its keys and ids are still needed. */
  get unsure(): boolean {
    return this.busy || this.#attempts.length > 0;
  }

  memory(): PurchaseMemory {
    const { parent = null, followed } = this;
    return { keys: this.#keys, attempts: this.#attempts, parent, followed };
  }

  restore(memory: PurchaseMemory): void {
    this.#keys = memory.keys;
    this.#attempts = memory.attempts;
    this.parent = memory.parent ?? undefined;
    this.followed = memory.followed;
  }

  #attempt(content: string): Attempt {
    const known = this.#attempts.find((attempt) => attempt.content === content);
    if (known) return known;
    const attempt = { id: requestId(), content };
    this.#attempts = [...this.#attempts, attempt];
    this.#remember();
    return attempt;
  }

  #written(id: string, orders: OrderView[]): void {
    this.orders = orders;
    this.parent = id;
    this.followed = false;
    this.error = undefined;
    this.#attempts = [];
    this.#remember();
  }

  async #failed(failure: Failure, attempt: Attempt): Promise<void> {
    if (DOUBTFUL.includes(failure.code) && (await this.find())) return;
    this.error = failure;
    if (failure.code === 'ipc') return;
    // The core has answered this id and would answer the same again.
    this.#attempts = this.#attempts.filter(({ id }) => id !== attempt.id);
    this.#remember();
  }
}

async function rowsOf(parent: string): Promise<OrderView[]> {
  const filter = { kind: 'purchase', parent } as const;
  return (await call('orders_page', { filter, text: '', offset: 0, limit: MOST })).rows;
}

function newKeys(): string[] {
  return Array.from({ length: MOST }, () => orderKey());
}
