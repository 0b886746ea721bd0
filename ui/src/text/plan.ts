import type { Plan } from '../ipc/generated/commands.ts';
import { dataText } from './data.ts';

const words = {
  days: (count: number) => (count === 1 ? '1 day' : `${count} days`),
  dataNotStated: 'data not stated',
  daysNotStated: 'days not stated',
} as const;

type Size = Pick<Plan, 'data' | 'days'>;

/** The plan in few words: "3 GB · 10 days". What is not known is left out. */
export function planWords({ data, days }: Size): string {
  return [data && dataText(data), days ? words.days(days) : null].filter(Boolean).join(' · ');
}

/** The same, where what is not known must be said: "3 GB · days not stated". */
export function planWordsInFull({ data, days }: Size): string {
  return [
    data ? dataText(data) : words.dataNotStated,
    days ? words.days(days) : words.daysNotStated,
  ].join(' · ');
}
