import type { OrderView, Trip } from '../../ipc/generated/commands.ts';
import { countryName } from '../../text/countries.ts';
import { ordersText } from '../../text/orders.ts';
import { dayText } from '../../text/time.ts';

/** The trip in few words: "Japan · 1 Dec to 10 Dec". A day has no zone: it is read as this desk's. */
export function tripWords({ countries, from, to }: Trip): string {
  const day = (date: string): string => dayText(`${date}T12:00:00`);
  const when = [from, to].filter((date) => date !== null).map(day);
  return [countries.map((code) => countryName(code)).join(', '), when.join(' – ')]
    .filter((part) => part !== '')
    .join(' · ');
}

/** What an order does: most buy an eSIM, some take it from the stock, some add data to one. */
export function kindOf(
  order: Pick<OrderView, 'adds_data' | 'from_stock'>,
): 'bought' | 'stock' | 'data' {
  if (order.adds_data) return 'data';
  return order.from_stock ? 'stock' : 'bought';
}

/** The eSIM that data is added to, by the end of its number. */
export function esimWords({ esim }: Pick<OrderView, 'esim'>): string {
  return esim?.iccid ? ordersText.lastDigits(esim.iccid) : ordersText.someEsim;
}

/** Whether a price may be charged or have been: not before it is sent, nor after it came to nothing. */
export function mayBeCharged({ state }: Pick<OrderView, 'state'>): boolean {
  return !['intent', 'withdrawn', 'refused', 'not_bought'].includes(state);
}
