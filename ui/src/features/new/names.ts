/** Travellers' names as they are typed: one per line, one eSIM each. */
import { MOST } from '../../buying/purchase.svelte.ts';
import { buyText } from '../../text/new.ts';

const LONGEST = 120;

/** The names in their order; empty lines and outer spaces do not count. */
export function namesIn(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);
}

/** What is wrong with the names, besides that there are none. */
export function namesError(names: readonly string[]): string | undefined {
  if (names.length > MOST) return buyText.tooMany(names.length);
  const long = names.findIndex((name) => [...name].length > LONGEST);
  return long < 0 ? undefined : buyText.tooLong(long + 1);
}

/** What the names come to. */
export function namesHelp(names: readonly string[]): string {
  if (names.length === 0) return buyText.namesNone;
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  const count = buyText.namesCount(names.length);
  return twice === undefined ? count : `${count}. ${buyText.namesTwice(twice)}`;
}
