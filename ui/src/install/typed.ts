/** What was typed for one kit, by wallet and eSIM: it outlives its place on the screen. */
export const typed = new Map<string, { name: string; reason: string }>();
