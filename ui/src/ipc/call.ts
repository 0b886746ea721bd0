import { asFailure } from './failure.ts';
import { COMMANDS, type Commands } from './generated/commands.ts';
import { host } from './host.ts';
import { requestId } from './ids.ts';

/** Rows in a page of a long list; the core gives no more. */
export const PAGE_SIZE = 100;

export type CommandName = keyof Commands;
export type ReadName = {
  [N in CommandName]: Commands[N]['kind'] extends 'read' ? N : never;
}[CommandName];
export type WriteName = Exclude<CommandName, ReadName>;
export type ReplyOf<N extends CommandName> = Commands[N]['reply'];
/** What a screen fills in; the request id of a write is added here. */
export type RequestOf<N extends CommandName> = Omit<Commands[N]['request'], 'request_id'>;

/**
 * Asks the core. Rejects with a `Failure` and nothing else.
 *
 * A write that repeats an earlier one of the same user action hands in that one's id.
 */
export async function call<N extends CommandName>(
  name: N,
  request: RequestOf<N>,
  id: string = requestId(),
): Promise<ReplyOf<N>> {
  const kind = COMMANDS[name];
  try {
    const answer = await (
      await host()
    ).invoke(name, kind === 'write' ? { ...request, request_id: id } : request);
    return answer as ReplyOf<N>;
  } catch (rejection) {
    throw asFailure(rejection, kind);
  }
}
