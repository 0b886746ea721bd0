import { untrack } from 'svelte';
import { ask } from './ahead.ts';
import { PAGE_SIZE, type ReadName, type ReplyOf, type RequestOf } from './call.ts';
import { heard, onStale } from './events.ts';
import type { Failure, Topic } from './generated/commands.ts';

/** A long list of which only the pages in sight are held. */
export interface Pages<T, R> {
  /** How many rows there are; `undefined` before the first answer. */
  readonly total: number | undefined;
  /** The newest reply of any page, for what stands beside the rows (counts). */
  readonly reply: R | undefined;
  readonly error: Failure | undefined;
  /** The first page of a question is on its way. */
  readonly loading: boolean;
  /** Which question the rows answer: another number for every other one. */
  readonly question: number;
  /** The row at a place, if its page is here. */
  at(index: number): T | undefined;
  /** Says which rows are in sight; asks for the pages that are missing. */
  need(first: number, last: number): void;
  /** Asks again for what is in sight. */
  refresh(): Promise<void>;
}

/** How a list's question and answer are laid out. */
export interface PagesShape<N extends ReadName, T> {
  name: N;
  /** The question for some rows; what it reads is watched. */
  request: (offset: number, limit: number) => RequestOf<N>;
  rows: (reply: ReplyOf<N>) => { rows: readonly T[]; total: number };
  topics: readonly Topic[];
  /** Rows in a page, at most and by default {@link PAGE_SIZE}. */
  size?: number;
}

/** Makes a paged list. Call it while a component starts. */
export function pages<N extends ReadName, T>(shape: PagesShape<N, T>): Pages<T, ReplyOf<N>> {
  const list = new Held<N, T>(shape);
  // What a question reads may change without changing the question.
  const wanted = $derived(JSON.stringify(shape.request(0, 1)));
  $effect(() => {
    void wanted;
    untrack(() => void list.restart());
  });
  $effect(() => {
    const stop = onStale(shape.topics, () => void list.refresh());
    return () => {
      stop();
      list.end();
    };
  });
  return list;
}

class Held<N extends ReadName, T> implements Pages<T, ReplyOf<N>> {
  total = $state<number | undefined>();
  reply = $state.raw<ReplyOf<N> | undefined>();
  error = $state.raw<Failure | undefined>();
  loading = $state(true);
  question = $state(0);
  /** Pages by their number; replaced as a whole, so that every row in sight sees the change. */
  #held = $state.raw<Readonly<Record<number, readonly T[]>>>({});
  #asking = new Set<number>();
  #generation = 0;
  #sight: [number, number] = [0, 0];
  #shape: PagesShape<N, T>;
  #size: number;

  constructor(shape: PagesShape<N, T>) {
    this.#shape = shape;
    this.#size = shape.size ?? PAGE_SIZE;
  }

  at(index: number): T | undefined {
    return this.#held[Math.floor(index / this.#size)]?.[index % this.#size];
  }

  need(first: number, last: number): void {
    this.#sight = [first, last];
    for (const page of this.#pagesInSight()) {
      if (untrack(() => this.#held[page]) === undefined) void this.#ask(page);
    }
  }

  /** The question changed: nothing held belongs to it, and its first rows are the ones in sight. */
  async restart(): Promise<void> {
    this.#generation += 1;
    this.#asking.clear();
    this.#held = {};
    const [first, last] = this.#sight;
    this.#sight = [0, last - first];
    this.loading = true;
    this.question += 1;
    await Promise.all(this.#pagesInSight().map((page) => this.#ask(page)));
  }

  /** The rows may have changed: those in sight stay until their new ones are here. */
  async refresh(): Promise<void> {
    this.#generation += 1;
    this.#asking.clear();
    const sight = this.#pagesInSight();
    this.#held = Object.fromEntries(
      Object.entries(this.#held).filter(([page]) => sight.includes(Number(page))),
    );
    await Promise.all(sight.map((page) => this.#ask(page)));
  }

  end(): void {
    this.#generation += 1;
  }

  #pagesInSight(): number[] {
    const [first, last] = this.#sight.map((index) => Math.floor(Math.max(0, index) / this.#size));
    const from = first ?? 0;
    return Array.from({ length: (last ?? from) - from + 1 }, (_, step) => from + step);
  }

  async #ask(page: number): Promise<void> {
    if (this.#asking.has(page)) return;
    this.#asking.add(page);
    const mine = this.#generation;
    await heard();
    if (mine !== this.#generation) return;
    try {
      const request = untrack(() => this.#shape.request(page * this.#size, this.#size));
      const reply = await ask(this.#shape.name, request);
      if (mine !== this.#generation) return;
      const { rows, total } = this.#shape.rows(reply);
      this.#held = { ...this.#held, [page]: rows };
      this.total = total;
      this.reply = reply;
      this.error = undefined;
    } catch (failure) {
      if (mine !== this.#generation) return;
      this.error = failure as Failure;
    }
    this.#asking.delete(page);
    this.loading = false;
  }
}
