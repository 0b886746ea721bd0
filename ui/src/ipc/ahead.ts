import { call, type ReadName, type ReplyOf, type RequestOf } from './call.ts';
import { heard, onStale } from './events.ts';
import type { Topic } from './generated/commands.ts';

/** Answers that nobody has come for yet, by question. */
const answers = new Map<string, Promise<unknown>>();

const question = (name: ReadName, request: object): string => `${name} ${JSON.stringify(request)}`;

/**
 * Asks what a screen will ask in a moment. The first such question takes the answer, or the failure, unless
 * one of the topics became stale in between.
 */
export function askAhead<N extends ReadName>(
  name: N,
  request: RequestOf<N>,
  topics: readonly Topic[],
): void {
  const key = question(name, request);
  const answer = heard().then(() => call(name, request));
  // It fails for whoever comes for it.
  answer.catch(() => undefined);
  answers.set(key, answer);
  onStale(topics, () => answers.delete(key));
}

/** Asks, or takes the answer that was asked for ahead. */
export function ask<N extends ReadName>(name: N, request: RequestOf<N>): Promise<ReplyOf<N>> {
  const key = question(name, request);
  const answer = answers.get(key) as Promise<ReplyOf<N>> | undefined;
  answers.delete(key);
  return answer ?? call(name, request);
}
