/** Sums of money in whole minor units: a float never touches them, and currencies never mix. */
import type { Money } from '../ipc/generated/commands.ts';

/** So many times an amount. */
export function times(money: Money, count: number): Money {
  return { ...money, minor: money.minor * count };
}

/** All of them together, one sum for each currency. */
export function sumsOf(amounts: readonly Money[]): Money[] {
  const sums = new Map<string, Money>();
  for (const money of amounts) {
    const sum = sums.get(money.currency) ?? { ...money, minor: 0 };
    const exponent = Math.max(sum.exponent, money.exponent);
    const minor = minorAt(sum, exponent) + minorAt(money, exponent);
    sums.set(money.currency, { ...money, exponent, minor });
  }
  return [...sums.values()];
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
