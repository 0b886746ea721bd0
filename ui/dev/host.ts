import type { CommandName } from '../src/ipc/call.ts';
import type { Code, Commands, Failure, Topic } from '../src/ipc/generated/commands.ts';
import type { Host } from '../src/ipc/host.ts';

/** What an answer may look at and do besides its request. */
export interface Stage {
  /** The wishes of the address line. */
  wishes: URLSearchParams;
  /** Says that a topic became stale, so that screens ask again. */
  stale: (topic: Topic) => void;
}

/** Answers of one area: `dev/fake/<area>.ts` exports them as `answers`. */
export type Answers = {
  [N in CommandName]?: (
    request: Commands[N]['request'],
    stage: Stage,
  ) => Commands[N]['reply'] | Promise<Commands[N]['reply']>;
};

/** A failure as the core would send it. */
export function failure(code: Code, more: Partial<Failure> = {}): Failure {
  const base = { money: 'untouched', field: null, reference: 'DEV-7F3A', details: null } as const;
  return { ...base, facts: { supplier: 'ZIM' }, ...more, code };
}

const USUAL_DELAY_MS = 40;

/** A core made of all answers in `dev/fake`. */
export function fakeHost(wishes: URLSearchParams): Host {
  const areas = import.meta.glob<{ answers: Answers }>('./fake/*.ts', { eager: true });
  const answers: Answers = Object.assign({}, ...Object.values(areas).map((area) => area.answers));
  const hearers: ((payload: unknown) => void)[] = [];
  const stage: Stage = {
    wishes,
    stale: (topic) => hearers.forEach((hear) => hear({ topic })),
  };
  return {
    async invoke(name, request) {
      await new Promise((done) => setTimeout(done, USUAL_DELAY_MS));
      if (wishes.get('fail') === name) throw failure('timed_out');
      const answer = answers[name as CommandName] as
        ((request: object, stage: Stage) => unknown) | undefined;
      if (!answer) throw new Error(`dev/fake has no answer to ${name}`);
      return answer(request, stage);
    },
    async listen(_event, hear) {
      hearers.push(hear);
      return () => hearers.splice(hearers.indexOf(hear), 1);
    },
  };
}
