import type { Money } from '../ipc/generated/commands.ts';

/**
 * An amount as staff read it: `4.90 USD`, digits grouped as the reader's language does. The decimals are
 * the supplier's, and the text is made from whole numbers: a float never touches money.
 */
export function moneyText(money: Money, locale?: string): string {
  const sign = money.minor < 0 ? '-' : '';
  const digits = String(Math.abs(money.minor)).padStart(money.exponent + 1, '0');
  const whole = digits.slice(0, digits.length - money.exponent);
  const part = digits.slice(digits.length - money.exponent);
  const grouped = new Intl.NumberFormat(locale, { useGrouping: true }).format(BigInt(whole));
  const point = new Intl.NumberFormat(locale)
    .formatToParts(1.5)
    .find(({ type }) => type === 'decimal');
  const amount = part === '' ? grouped : `${grouped}${point?.value ?? '.'}${part}`;
  return `${sign}${amount}\u00a0${money.currency}`;
}
