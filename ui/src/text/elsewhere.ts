/** Words for an eSIM that carries the order number of another desk. */
export const elsewhereText = {
  boughtAt: (desk: string) => `Bought at desk ${desk}`,
  why: 'That desk may have given it to a traveller. Ask there first.',
  sameCode: 'Your desk has the same code, but the order is not in its records.',
} as const;
