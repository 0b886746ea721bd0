import { call, type ReplyOf, type RequestOf, type WriteName } from './call.ts';
import type { Failure } from './generated/commands.ts';
import { requestId } from './ids.ts';

/** One button's write: busy while it runs, its failure afterwards, never twice at once. */
export interface Action<N extends WriteName> {
  readonly busy: boolean;
  readonly error: Failure | undefined;
  /** The reply, or `undefined` when it failed or one is still running. */
  run(request: RequestOf<N>): Promise<ReplyOf<N> | undefined>;
  /** Takes the failure off the screen. */
  clear(): void;
}

/** Makes the state of one writing action. */
export function action<N extends WriteName>(name: N): Action<N> {
  return new Run(name);
}

class Run<N extends WriteName> implements Action<N> {
  busy = $state(false);
  error = $state.raw<Failure | undefined>();
  #name: N;
  #lost: { content: string; id: string } | undefined;

  constructor(name: N) {
    this.#name = name;
  }

  async run(request: RequestOf<N>): Promise<ReplyOf<N> | undefined> {
    if (this.busy) return undefined;
    this.busy = true;
    this.error = undefined;
    // When the answer to the very same action was lost, its id makes the core join the two.
    const content = JSON.stringify(request);
    const id = this.#lost?.content === content ? this.#lost.id : requestId();
    this.#lost = undefined;
    try {
      return await call(this.#name, request, id);
    } catch (failure) {
      this.error = failure as Failure;
      if (this.error.code === 'ipc') this.#lost = { content, id };
      return undefined;
    } finally {
      this.busy = false;
    }
  }

  clear(): void {
    this.error = undefined;
  }
}
