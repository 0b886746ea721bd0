import type { OrderView } from '../ipc/generated/commands.ts';

/** How a state looks, beside its words. */
export type Mood = 'waiting' | 'good' | 'warning' | 'bad' | 'neutral';

/** What staff read about one order while it runs. */
export interface OrderWords {
  text: string;
  mood: Mood;
  /** What to do or to expect, where it is not plain from the words. */
  todo?: string;
}

/** Words while a purchase runs and when its kits are there. */
export const progressText = {
  title: 'Purchase',
  kit: 'Install kit',
  given: 'Given',
  states: 'Orders of this purchase',
  startAnother: 'Start another',
  changeAndBuy: 'Change and buy again',
  withdraw: 'Do not buy',
  openOrder: 'Open this order',
  trip: 'Trip',
  booking: 'Booking',
  usually: (words: string) => `usually ${words}`,
  elapsed: (seconds: number) =>
    seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`,
  slower: 'Longer than usual. It is still being followed; do not buy again.',
  until: (time: string) => `at least until ${time}`,
  kitLater: 'The install kit appears here as soon as it is ready.',
  kitLaterTodo: 'You can go on working: the purchase runs by itself and stays in Orders.',
  noKit: 'There is no eSIM for this traveller.',
  noKitTodo: 'The state on the right says why and whether money was taken.',
  assigned: 'Ready, from what was already ours',
} as const;

const NO_MONEY = 'No money taken';

/** Where an order stands, in the words of the desk. */
export function orderWords(order: OrderView): OrderWords {
  const supplier = order.supplier;
  switch (order.state) {
    case 'intent':
      return intentWords(order);
    case 'sending':
      return { text: 'Sending…', mood: 'waiting' };
    case 'accepted':
    case 'partly_fulfilled':
      return takenWords(order);
    case 'fulfilled':
      return order.esim?.kit_ready
        ? { text: 'Ready', mood: 'good' }
        : { text: 'Bought, fetching the code', mood: 'waiting' };
    case 'refused':
      return { text: `Refused by ${supplier}. ${NO_MONEY}`, mood: 'bad' };
    case 'failed':
      return { text: `Failed at ${supplier}. ${failedMoney(order)}`, mood: 'bad' };
    case 'unknown':
      return unknownWords(order);
    case 'not_bought':
      return { text: `Not bought. ${NO_MONEY}`, mood: 'neutral' };
    case 'withdrawn':
      return { text: `Not sent. ${NO_MONEY}`, mood: 'neutral' };
    case 'settled':
      return order.esim?.kit_ready
        ? { text: 'Ready', mood: 'good' }
        : { text: 'Decided by staff', mood: 'neutral' };
  }
}

function intentWords(order: OrderView): OrderWords {
  if (order.failure) return { text: `Stopped. ${NO_MONEY}`, mood: 'warning' };
  if (order.needs_confirmation) {
    return {
      text: `Not sent. ${NO_MONEY}`,
      mood: 'warning',
      todo: 'The program closed before it was sent. Open this order and decide.',
    };
  }
  if (order.behind) return { text: `Waits for ${order.behind}`, mood: 'waiting' };
  return { text: 'Next to be sent', mood: 'waiting' };
}

function takenWords(order: OrderView): OrderWords {
  if (order.taken?.kind === 'waits_for_approval') {
    return {
      text: `Waits for approval at ${order.supplier}`,
      mood: 'warning',
      todo: `Somebody must approve it in ${order.supplier}’s portal.`,
    };
  }
  if (order.taken?.kind === 'waits_for_payment') {
    return { text: `Waits for payment at ${order.supplier}`, mood: 'warning' };
  }
  return { text: `${order.supplier} took it, preparing`, mood: 'waiting' };
}

function unknownWords(order: OrderView): OrderWords {
  if (order.candidates.length > 0) {
    return {
      text: 'Probably yours: check',
      mood: 'warning',
      todo: 'Open this order and say which eSIM it is. Do not buy again.',
    };
  }
  return {
    text: `Checking with ${order.supplier}. Do not buy again`,
    mood: 'warning',
    todo: 'The answer got lost. What turns out to be bought stays ours. Another plan or wallet can be used meanwhile.',
  };
}

function failedMoney(order: OrderView): string {
  switch (order.failure?.money) {
    case 'untouched':
      return NO_MONEY;
    case 'spent':
      return 'Money was taken';
    case 'unknown':
    case undefined:
      return 'Not known whether money was taken';
  }
}
