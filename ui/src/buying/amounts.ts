/** Sums of money in whole minor units: a float never touches them, and currencies never mix. */
import type { Money } from '../ipc/generated/commands.ts';

/** So many times an amount. */
export function times(money: Money, count: number): Money {
  return { ...money, minor: money.minor * count };
}

/** What is left when one amount is taken from another; nothing where their currencies differ. */
export function minus(from: Money, taken: Money): Money | undefined {
  if (from.currency !== taken.currency) return undefined;
  const exponent = Math.max(from.exponent, taken.exponent);
  return { ...from, exponent, minor: minorAt(from, exponent) - minorAt(taken, exponent) };
}

/** An amount in minor units of another number of decimals, at least its own. */
export function minorAt(money: Money, exponent: number): number {
  return money.minor * 10 ** (exponent - money.exponent);
}
