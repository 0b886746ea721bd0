import { kitText } from './kit.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How old a moment is, in the fewest words: "just now", "2 min old", "3 h old", "5 days old". */
export function ageText(at: string, now: number): string {
  const age = now - Date.parse(at);
  if (Number.isNaN(age)) return kitText.unknown;
  if (age < MINUTE) return kitText.justNow;
  if (age < HOUR) return kitText.minutesOld(Math.floor(age / MINUTE));
  if (age < DAY) return kitText.hoursOld(Math.floor(age / HOUR));
  return kitText.daysOld(Math.floor(age / DAY));
}

/** When the words of `ageText` next change, in milliseconds from `now`. */
export function nextChange(at: string, now: number): number {
  const age = now - Date.parse(at);
  const step = age < HOUR ? MINUTE : age < DAY ? HOUR : DAY;
  return age < 0 ? Math.min(MINUTE - age, HOUR) : step - (age % step);
}

/** A time of day: "12:04". */
export function clockText(at: string, locale?: string): string {
  return new Date(at).toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit' });
}

/** A day, with the year only when it is another one: "14 Dec", "14 Dec 2025". */
export function dayText(at: string, now: number = Date.now(), locale?: string): string {
  const date = new Date(at);
  const sameYear = date.getFullYear() === new Date(now).getFullYear();
  return date.toLocaleDateString(locale, {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  });
}

/** A moment: "12:04" today, "14 Dec, 12:04" otherwise. */
export function momentText(at: string, now: number = Date.now(), locale?: string): string {
  const today = new Date(at).toDateString() === new Date(now).toDateString();
  const clock = clockText(at, locale);
  return today ? clock : `${dayText(at, now, locale)}, ${clock}`;
}

/** Everything about a moment, for a tooltip. */
export function wholeMoment(at: string, locale?: string): string {
  return new Date(at).toLocaleString(locale, { dateStyle: 'full', timeStyle: 'medium' });
}
