import type { Offer } from '../ipc/generated/commands.ts';
import { moneyText } from './money.ts';
import { whatWords } from './new-progress.ts';

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
  toAdd: 'To add, price not stated',
  elsewhere: 'Fits this eSIM, but is for other places',
  nothing: (supplier: string) => `${supplier} has nothing that fits this eSIM.`,
  nothingTodo:
    'Read the lists again in Wallets if they are old. Otherwise buy this traveller a new eSIM.',
  newEsim: 'New eSIM',
  says: (supplier: string, words: string) => `${supplier}: ${words}`,
  traveller: 'Traveller',
  booking: 'Booking',
  fromWallet: (wallet: string) => `from our ${wallet} wallet`,
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

/** What the button says, in its first line: "Add 5 GB for 4.90 USD". */
export function addWords(offer: Offer | undefined, hidePrices: boolean): string {
  if (!offer) return addDataText.open;
  const add = `Add ${whatWords(offer.plan)}`;
  if (offer.stock) return `${add} from stock`;
  if (hidePrices) return add;
  return offer.price ? `${add} for ${moneyText(offer.price)}` : `${add} (price not stated)`;
}
