import type { Money } from '../ipc/generated/commands.ts';

/** How a language writes numbers; made once, because a table writes hundreds. */
interface Writing {
  whole: Intl.NumberFormat;
  point: string;
}
const writings = new Map<string | undefined, Writing>();

function writingOf(locale: string | undefined): Writing {
  let known = writings.get(locale);
  if (!known) {
    const parts = new Intl.NumberFormat(locale).formatToParts(1.5);
    known = {
      whole: new Intl.NumberFormat(locale, { useGrouping: true }),
      point: parts.find(({ type }) => type === 'decimal')?.value ?? '.',
    };
    writings.set(locale, known);
  }
  return known;
}

/**
 * An amount as staff read it: `4.90 USD`, digits grouped as the reader's language does. The decimals are
 * the supplier's, and the text is made from whole numbers: a float never touches money.
 */
export function moneyText(money: Money, locale?: string): string {
  const sign = money.minor < 0 ? '-' : '';
  const digits = String(Math.abs(money.minor)).padStart(money.exponent + 1, '0');
  const whole = digits.slice(0, digits.length - money.exponent);
  const part = digits.slice(digits.length - money.exponent);
  const writing = writingOf(locale);
  const grouped = writing.whole.format(BigInt(whole));
  const amount = part === '' ? grouped : `${grouped}${writing.point}${part}`;
  return `${sign}${amount}\u00a0${money.currency}`;
}
