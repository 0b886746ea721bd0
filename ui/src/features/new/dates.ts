/** Days of a trip. A day is `YYYY-MM-DD` as the date field gives it, without a time zone. */
import { newText } from '../../text/new.ts';

const DAY = 86_400_000;

/** The day it is here. */
export function today(now: Date = new Date()): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** Days from one day to another; negative backwards. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY);
}

/** Days of a trip, both ends counted; nothing without both. */
export function tripDays(from: string, to: string): number | undefined {
  return from && to ? daysBetween(from, to) + 1 : undefined;
}

/** What is wrong with the last day. */
export function lastDayError(from: string, to: string, now: string): string | undefined {
  if (!to) return undefined;
  if (from && to < from) return newText.endsBeforeStart;
  return to < now ? newText.tripOver : undefined;
}

/** "10 days, tomorrow": what the two dates mean. */
export function tripNote(from: string, to: string, now: string): string {
  const days = lastDayError(from, to, now) ? undefined : tripDays(from, to);
  const parts = [days === undefined ? '' : newText.days(days), from ? start(from, now) : ''];
  return parts.filter(Boolean).join(', ');
}

function start(from: string, now: string): string {
  const away = daysBetween(now, from);
  if (away === 0) return newText.today;
  if (away === 1) return newText.tomorrow;
  return away > 0 ? newText.inDays(away) : newText.sinceDays(-away);
}
