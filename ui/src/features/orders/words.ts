import type { Plan, Trip } from '../../ipc/generated/commands.ts';
import { countryName } from '../../text/countries.ts';
import { dataText } from '../../text/data.ts';
import { ordersText } from '../../text/orders.ts';
import { dayText } from '../../text/time.ts';

/** The plan in few words: "3 GB · 10 days". */
export function planWords(plan: Pick<Plan, 'data' | 'days'>): string {
  const data = plan.data ? dataText(plan.data) : null;
  const days = plan.days ? ordersText.days(plan.days) : null;
  return [data, days].filter((part) => part !== null).join(' · ');
}

/** The trip in few words: "Japan · 1 Dec to 10 Dec". A day has no zone: it is read as this desk's. */
export function tripWords({ countries, from, to }: Trip): string {
  const day = (date: string): string => dayText(`${date}T12:00:00`);
  const when = [from, to].filter((date) => date !== null).map(day);
  return [countries.map((code) => countryName(code)).join(', '), when.join(' – ')]
    .filter((part) => part !== '')
    .join(' · ');
}
