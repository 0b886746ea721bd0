import type { Data } from '../ipc/generated/commands.ts';
import { kitText } from './kit.ts';

const STEPS = [
  { unit: 'GB', bytes: 2 ** 30 },
  { unit: 'MB', bytes: 2 ** 20 },
] as const;

/** Data as staff read it: "3 GB", "512 MB", "unlimited". `null` is "not stated". */
export function dataText(data: Data | null, locale?: string): string {
  if (data === null) return kitText.notStated;
  if (data.kind === 'unlimited') return kitText.unlimited;
  return bytesText(data.bytes, locale);
}

/** Bytes as staff read them; less than a megabyte that is not nothing is "under 1 MB". */
export function bytesText(bytes: number, locale?: string): string {
  if (bytes > 0 && bytes < 2 ** 20) return kitText.underOneMb;
  const step = STEPS.find((each) => bytes >= each.bytes) ?? STEPS[1];
  const amount = bytes / step.bytes;
  const digits = amount < 10 ? 2 : amount < 100 ? 1 : 0;
  return `${amount.toLocaleString(locale, { maximumFractionDigits: digits })}\u00a0${step.unit}`;
}
