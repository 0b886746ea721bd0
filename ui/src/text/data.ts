import type { Data } from '../ipc/generated/commands.ts';
import { kitText } from './kit.ts';

const BINARY = 2 ** 20;
const DECIMAL = 10 ** 6;

/** Data as staff read it: "3 GB", "512 MB", "unlimited". `null` is "not stated". */
export function dataText(data: Data | null, of: Data | null = data, locale?: string): string {
  if (data === null) return kitText.notStated;
  if (data.kind === 'unlimited') return kitText.unlimited;
  return bytesText(data.bytes, of, locale);
}

/**
 * Bytes as staff read them, in the megabytes of the allowance they are a part of; less than one that is not
 * nothing is "under 1 MB".
 */
export function bytesText(bytes: number, of: Data | null, locale?: string): string {
  const megabyte = megabyteOf(of);
  if (bytes > 0 && bytes < megabyte) return kitText.underOneMb;
  const gigabyte = megabyte === DECIMAL ? 10 ** 9 : 2 ** 30;
  const [unit, size] = bytes >= gigabyte ? ['GB', gigabyte] : ['MB', megabyte];
  const amount = bytes / size;
  const digits = amount < 10 ? 2 : amount < 100 ? 1 : 0;
  return `${amount.toLocaleString(locale, { maximumFractionDigits: digits })}\u00a0${unit}`;
}

/** What its supplier calls a megabyte: an amount that is whole in decimal ones alone is counted in them. */
function megabyteOf(data: Data | null): number {
  if (data?.kind !== 'bytes') return BINARY;
  return data.bytes % DECIMAL === 0 && data.bytes % BINARY !== 0 ? DECIMAL : BINARY;
}
