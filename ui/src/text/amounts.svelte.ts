/** Whether sentences name amounts. The frame hides them with the buying prices: customers see the screen too. */
export const amounts = $state({ hidden: false });

/** A number with a currency's code or sign, or one with decimals as money has them. */
const SUM =
  /(?:\b[A-Z]{3}|[$€£¥])\s?\d[\d.,]*|\d[\d.,]*\s?(?:[A-Z]{3}\b|[$€£¥])|\b\d+[.,]\d{2,3}\b/gu;

/** A supplier's own words, without the sums where those are hidden. */
export function saidText(words: string): string {
  return amounts.hidden ? words.replace(SUM, '•••') : words;
}
