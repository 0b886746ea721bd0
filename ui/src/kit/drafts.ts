/**
 * What was typed on a screen and must outlive it. Practice and real work never share a draft: the frame
 * forgets all of them when the mode changes.
 */
const forgetters = new Set<() => void>();

/** Keeps one thing until drafts are forgotten; the returned function gives it, made when first asked. */
export function kept<T>(make: () => T): () => T {
  let held: { it: T } | undefined;
  forgetters.add(() => (held = undefined));
  return () => (held ??= { it: make() }).it;
}

/** Forgets every draft. */
export function forgetDrafts(): void {
  for (const forget of forgetters) forget();
}
