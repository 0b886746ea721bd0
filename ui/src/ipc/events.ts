import type { Topic } from './generated/commands.ts';
import { host } from './host.ts';

const hearers = new Set<{ topics: readonly Topic[]; stale: () => void }>();
let listening: Promise<void> | undefined;

/** Calls back whenever one of the topics becomes stale; the returned function stops it. */
export function onStale(topics: readonly Topic[], stale: () => void): () => void {
  const hearer = { topics, stale };
  hearers.add(hearer);
  return () => hearers.delete(hearer);
}

/**
 * Resolves once the host's events are heard. Who asks first and listens later misses what became stale
 * in between, so a question that must stay fresh waits for this.
 */
export function heard(): Promise<void> {
  listening ??= start();
  return listening;
}

/** For tests: forgets the host's subscription, so that the next one listens to a new host. */
export function forgetEvents(): void {
  hearers.clear();
  listening = undefined;
}

async function start(): Promise<void> {
  try {
    await (
      await host()
    ).listen('stale', (payload) => {
      const { topic } = payload as { topic: Topic };
      for (const hearer of [...hearers]) if (hearer.topics.includes(topic)) hearer.stale();
    });
  } catch {
    // Without events a screen still shows what it asks for; the next question tries to listen again.
    listening = undefined;
  }
}
