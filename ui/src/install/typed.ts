/** What was typed for one kit. */
export interface TypedForKit {
  name: string;
  reason: string;
  /** The name is still being typed; Cancel brings back this one. */
  renaming?: { before: string } | undefined;
}

/** What was typed, by wallet and eSIM: it outlives its place on the screen. */
export const typed = new Map<string, TypedForKit>();
