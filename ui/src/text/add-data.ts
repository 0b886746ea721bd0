import type { Offer, OrderView } from '../ipc/generated/commands.ts';
import { dataText } from './data.ts';
import { moneyText } from './money.ts';
import { orderWords, type OrderWords } from './new-progress.ts';
import { momentText } from './time.ts';

/** Words of adding data to an eSIM. */
export const addDataText = {
  open: 'Add data',
  running: 'Adding data',
  stopped: 'Adding data stopped',
  title: (name: string) => (name ? `Add data for ${name}` : 'Add data to this eSIM'),
  asking: (supplier: string) => `Asking ${supplier} what fits this eSIM`,
  askAgain: 'Try again',
  choose: 'What to add',
  fromStock: 'From stock',
  toBuy: 'To buy, cheapest first',
  nothing: (supplier: string) => `${supplier} has nothing that fits this eSIM.`,
  nothingTodo:
    'Read the lists again in Wallets if they are old. Otherwise buy this traveller a new eSIM.',
  newEsim: 'New eSIM',
  says: (supplier: string, words: string) => `${supplier}: ${words}`,
  traveller: 'Traveller',
  booking: 'Booking',
  fromWallet: (wallet: string) => `from our ${wallet} wallet`,
  checkedAgain: 'Checked again just before buying. A higher price stops it.',
  needOffer: 'Choose what to add.',
  needName: 'Type who has this eSIM.',
  nameTooLong: 'This name is longer than 120 characters.',
  repeatTodo: 'Nothing was bought now. Add it again only if it is really wanted twice.',
  repeat: 'Add it again',
  openOrder: 'Open its order',
  chooseAgain: 'Choose again',
  doNotAdd: 'Do not add it',
  more: 'Add more',
  close: 'Close',
  charged: (amount: string) => `Charged ${amount}`,
  goesOn: 'You can close this: it goes on by itself and stays in Orders.',
} as const;

/** "5 GB", "unlimited data"; a plan that does not say is "this plan". */
function whatWords(plan: Offer['plan']): string {
  if (plan.data === null) return 'this plan';
  return plan.data.kind === 'unlimited' ? 'unlimited data' : dataText(plan.data);
}

/** What the button says, in its first line: "Add 5 GB for 4.90 USD". */
export function addWords(offer: Offer | undefined, hidePrices: boolean): string {
  if (!offer) return addDataText.open;
  const add = `Add ${whatWords(offer.plan)}`;
  if (offer.stock) return `${add} from stock`;
  if (hidePrices) return add;
  return offer.price ? `${add} for ${moneyText(offer.price)}` : `${add} (price not stated)`;
}

/** Where an order that adds data stands, in the words of the desk. */
export function additionWords(order: OrderView): OrderWords {
  const { state, supplier, plan } = order;
  if (state === 'fulfilled') {
    const what = whatWords(plan);
    const begin = what.charAt(0).toLocaleUpperCase() + what.slice(1);
    return { text: `${begin} added at ${momentText(order.updated_at)}`, mood: 'good' };
  }
  if (state === 'settled') return { text: 'Decided by staff', mood: 'neutral' };
  if (order.candidates.length > 0) {
    const todo = 'Open its order and say whether it is this one. Do not buy again.';
    return { text: 'Probably added: check', mood: 'warning', todo };
  }
  if (state === 'unknown') {
    const todo = 'The answer got lost. We look it up, and say here and in Orders when we know.';
    return { text: `Checking with ${supplier}. Do not buy again`, mood: 'warning', todo };
  }
  const held = ['waits_for_approval', 'waits_for_payment'].includes(order.taken?.kind ?? '');
  if (state === 'accepted' && !held) {
    return { text: `${supplier} took it and adds the data`, mood: 'waiting' };
  }
  return orderWords(order);
}
