import type { Item, MoneyMoved, OrderView, Plan } from '../ipc/generated/commands.ts';
import { saidText } from './amounts.svelte.ts';
import { dataText } from './data.ts';
import { failedMoney } from './failed-money.ts';
import { momentText } from './time.ts';

/** How a state looks, beside its words. */
export type Mood = 'waiting' | 'good' | 'warning' | 'bad' | 'neutral';

/** What staff read about one order while it runs. */
export interface OrderWords {
  text: string;
  mood: Mood;
  /** What to do or to expect, where it is not plain from the words. */
  todo?: string;
}

/** Where an order stands that is neither ready nor on its way. */
export type Part = `failed_${MoneyMoved}` | 'not_sent' | 'doubtful' | 'held' | 'partly' | 'settled';

/** How many orders of one purchase stand where. */
export interface Tally {
  all: number;
  ready: number;
  moving: number;
  parts: [Part, number][];
}

/** Words while a purchase runs and when its kits are there. */
export const progressText = {
  title: 'Purchase',
  kit: 'Install kit',
  given: 'Given',
  states: 'Orders of this purchase',
  startAnother: 'Start another',
  changeAndBuy: 'Change and buy again',
  sendNow: 'Buy now',
  sendStock: 'Take from stock now',
  chooseAgain: 'Choose again',
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
  without: ([name = '', ...others]: readonly string[]) =>
    others.length === 0
      ? `${name} has none yet`
      : `${name} and ${others.length} more have none yet`,
  kitsStay: ([name = '', ...others]: readonly string[]) =>
    others.length === 0
      ? `The kit of ${name} stays in eSIMs.`
      : 'The kits that were given stay in eSIMs.',
  buyForOthers: 'Buy for the others',
  assigned: 'Ready, from what was already ours',
  paid: 'already paid',
  charged: (amount: string) => `${amount} charged`,
  seen: (amount: string) => `${amount} as seen`,
  nothingCharged: 'nothing charged',
  notStated: 'not stated',
  items: 'What became of each',
} as const;

const NO_MONEY = 'No money taken';

const parts: Record<Part, (count: number) => string> = {
  failed_untouched: (count) => `${count} failed, no money taken`,
  failed_spent: (count) => `${count} failed, money was taken`,
  failed_unknown: (count) => `${count} failed, not said whether money was taken`,
  not_sent: (count) => `${count} not sent, no money taken`,
  doubtful: (count) => `${count} being checked, do not buy again`,
  held: (count) => (count === 1 ? '1 waits at the supplier' : `${count} wait at the supplier`),
  partly: (count) => `${count} done in part`,
  settled: (count) => `${count} settled by staff`,
};

/** "2 of 3 done; 1 failed, no money taken": where several orders of one purchase stand together. */
export function tallyText(tally: Tally): string {
  const done = `${tally.ready} of ${tally.all} done`;
  return [done, ...tally.parts.map(([part, count]) => parts[part](count))].join('; ');
}

/** "2 are on their way, one at a time: about 40 s": what is still to come. */
export function restText(moving: number, time: string | undefined): string {
  const rest = moving === 1 ? '1 is on its way' : `${moving} are on their way, one at a time`;
  return time === undefined ? rest : `${rest}: ${time}`;
}

/** How one of several in one order ended. */
export function itemText(item: Item): string {
  switch (item.outcome.kind) {
    case 'open':
      return 'under way';
    case 'done':
      return 'done';
    case 'failed':
      return item.outcome.reason ? `failed: ${saidText(item.outcome.reason)}` : 'failed';
  }
}

/** Where an order stands, in the words of the desk. */
export function orderWords(order: OrderView): OrderWords {
  const supplier = order.supplier;
  switch (order.state) {
    case 'intent':
      return intentWords(order);
    case 'sending':
      return { text: 'Sending…', mood: 'waiting' };
    case 'accepted':
      return takenWords(order);
    case 'partly_fulfilled':
      return partlyWords(order);
    case 'fulfilled':
      return fulfilledWords(order);
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
      return order.esim?.kit_ready && !order.adds_data
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
      todo: 'The program closed before it was sent, and its price may have moved. Is it still wanted?',
    };
  }
  if (order.behind) return { text: `Waits for ${order.behind}`, mood: 'waiting' };
  return { text: 'Next to be sent', mood: 'waiting' };
}

function takenWords(order: OrderView): OrderWords {
  if (order.candidates.length > 0) return probablyWords(order);
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
  const doing = order.adds_data ? ' and adds the data' : ', preparing';
  return { text: `${order.supplier} took it${doing}`, mood: 'waiting' };
}

function fulfilledWords(order: OrderView): OrderWords {
  if (order.adds_data) {
    const what = whatWords(order.plan);
    const begin = what.charAt(0).toLocaleUpperCase() + what.slice(1);
    return { text: `${begin} added at ${momentText(order.updated_at)}`, mood: 'good' };
  }
  if (order.esim?.kit_ready) return { text: 'Ready', mood: 'good' };
  const bought = order.from_stock ? 'Taken from stock' : 'Bought';
  return { text: `${bought}, fetching the code`, mood: 'waiting' };
}

/** "5 GB", "unlimited data"; a plan that does not say is "this plan". */
export function whatWords({ data }: Plan): string {
  if (data === null) return 'this plan';
  return data.kind === 'unlimited' ? 'unlimited data' : dataText(data);
}

function partlyWords({ items }: OrderView): OrderWords {
  const done = items.filter(({ outcome }) => outcome.kind === 'done').length;
  return {
    text: items.length > 0 ? `${done} of ${items.length} done` : 'Done in part',
    mood: 'warning',
    todo: 'The others failed at the supplier. Open this order to see each.',
  };
}

function unknownWords(order: OrderView): OrderWords {
  if (order.candidates.length > 0) return probablyWords(order);
  return {
    text: `Checking with ${order.supplier}. Do not buy again`,
    mood: 'warning',
    todo: order.adds_data
      ? 'The answer got lost. We look it up, and say here and in Orders when we know.'
      : 'The answer got lost. What turns out to be bought stays ours. Another plan or wallet can be used meanwhile.',
  };
}

/** Something was found that may be its outcome, and a person must say. */
function probablyWords(order: OrderView): OrderWords {
  const mood = 'warning';
  return order.adds_data
    ? {
        text: 'Probably added: check',
        mood,
        todo: 'Open its order and say whether it is this one. Do not buy again.',
      }
    : {
        text: 'Probably yours: check',
        mood,
        todo: 'Open this order and say which eSIM it is. Do not buy again.',
      };
}
