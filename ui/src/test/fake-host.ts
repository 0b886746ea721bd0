import { setHost, type Host } from '../ipc/host.ts';
import type { CommandName } from '../ipc/call.ts';
import type { Commands, Topic } from '../ipc/generated/commands.ts';

type Answer<N extends CommandName> = (
  request: Commands[N]['request'],
) => Commands[N]['reply'] | Promise<Commands[N]['reply']>;
export type Answers = { [N in CommandName]?: Answer<N> };

/** A core that a test scripts; what it was asked can be read, and topics can become stale. */
export class FakeHost implements Host {
  asked: { name: string; request: Record<string, unknown> }[] = [];
  #answers: Answers;
  #hearers: ((payload: unknown) => void)[] = [];

  constructor(answers: Answers = {}) {
    this.#answers = answers;
    setHost(this);
  }

  async invoke(name: string, request: object): Promise<unknown> {
    this.asked.push({ name, request: { ...request } });
    const answer = this.#answers[name as CommandName] as ((r: object) => unknown) | undefined;
    if (!answer) throw new Error(`The test has no answer to ${name}.`);
    return answer(request);
  }

  async listen(_event: string, hear: (payload: unknown) => void): Promise<() => void> {
    this.#hearers.push(hear);
    return () => {
      this.#hearers = this.#hearers.filter((other) => other !== hear);
    };
  }

  /** The core says that a topic became stale. */
  stale(topic: Topic): void {
    for (const hear of this.#hearers) hear({ topic });
  }

  /** The requests of one command, in order. */
  requests(name: CommandName): Record<string, unknown>[] {
    return this.asked.filter((one) => one.name === name).map(({ request }) => request);
  }
}
