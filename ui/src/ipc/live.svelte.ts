import { untrack } from 'svelte';
import { ask } from './ahead.ts';
import type { ReadName, ReplyOf, RequestOf } from './call.ts';
import { heard, onStale } from './events.ts';
import type { Failure, Topic } from './generated/commands.ts';

/** A question whose answer stays fresh while its component lives. */
export interface Live<T> {
  /** The newest answer; stays while a newer one is asked for or fails. */
  readonly data: T | undefined;
  /** Why the newest question has no answer. */
  readonly error: Failure | undefined;
  /** A question is on its way. */
  readonly loading: boolean;
  /** `data` answers an older question: the newest has no answer yet, or failed. */
  readonly outdated: boolean;
  /** When `data` was answered, RFC 3339. */
  readonly at: string | undefined;
  /** Asks again now. */
  refresh(): Promise<void>;
}

/**
 * Asks `name` now, again when what `request` reads changes, and again when a topic becomes stale.
 * A `request` of `null` asks nothing and clears the answer. Call it while a component starts.
 */
export function live<N extends ReadName>(
  name: N,
  request: () => RequestOf<N> | null,
  topics: readonly Topic[],
): Live<ReplyOf<N>> {
  const query = new Query(name, request);
  // What a question reads may change without changing the question.
  const wanted = $derived(JSON.stringify(request()));
  $effect(() => {
    void wanted;
    untrack(() => void query.refresh());
  });
  $effect(() => {
    const stop = onStale(topics, () => void query.refresh());
    return () => {
      stop();
      query.end();
    };
  });
  return query;
}

class Query<N extends ReadName> implements Live<ReplyOf<N>> {
  data = $state.raw<ReplyOf<N> | undefined>();
  error = $state.raw<Failure | undefined>();
  loading = $state(true);
  at = $state<string | undefined>();
  #answers = $state<string | undefined>();
  #asked = 0;
  #name: N;
  #request: () => RequestOf<N> | null;

  constructor(name: N, request: () => RequestOf<N> | null) {
    this.#name = name;
    this.#request = request;
  }

  get outdated(): boolean {
    return this.data !== undefined && this.#answers !== JSON.stringify(this.#request());
  }

  refresh(): Promise<void> {
    return this.#ask(untrack(this.#request));
  }

  /** Answers that come after `end` are ignored, as are those to an older question. */
  end(): void {
    this.#asked += 1;
  }

  async #ask(request: RequestOf<N> | null): Promise<void> {
    this.#asked += 1;
    const mine = this.#asked;
    if (request === null) {
      this.data = undefined;
      this.error = undefined;
      this.at = undefined;
      this.loading = false;
      return;
    }
    this.loading = true;
    await heard();
    if (mine !== this.#asked) return;
    try {
      const answer = await ask(this.#name, request);
      if (mine !== this.#asked) return;
      this.data = answer;
      this.#answers = JSON.stringify(request);
      this.at = new Date().toISOString();
      this.error = undefined;
    } catch (failure) {
      if (mine !== this.#asked) return;
      this.error = failure as Failure;
    }
    this.loading = false;
  }
}
