import type { MoneyMoved, OrderState } from '../ipc/generated/commands.ts';

const state: Record<OrderState, string> = {
  intent: 'Not sent yet',
  withdrawn: 'Withdrawn',
  sending: 'Being sent',
  accepted: 'Taken by the supplier',
  fulfilled: 'Bought',
  partly_fulfilled: 'Done in part',
  refused: 'Refused',
  failed: 'Failed at the supplier',
  unknown: 'Checking. Do not buy again',
  not_bought: 'Not bought',
  settled: 'Settled by staff',
};

const events: Record<string, string> = {
  ...state,
  intent: 'Written down',
  sending: 'Sent',
  unknown: 'No answer that proves either',
  fulfilled: 'Done',
  partly_fulfilled: 'Done in part: the others failed',
  not_bought: 'Looked up: not bought',
  looked: 'Looked up at the supplier',
  found: 'Found something that may be it',
  held: 'Stopped before sending',
  resumed: 'Sent after all',
  replayed: 'Sent again under the same key; it is bought at most once',
  answered_late: 'The supplier’s answer came late: it was bought',
  esim_found: 'Its eSIM was found',
  kit_stored: 'Kit stored',
  note: 'Note',
};

/** The word for one event of an order; a newer program's event keeps its own word. */
export function eventText(event: string): string {
  return events[event] ?? event.replaceAll('_', ' ');
}

/** Words of the screen Orders. */
export const ordersText = {
  title: 'Orders',
  windowTitle: 'Orders · eSIM Desk',
  state,
  count: (found: number) => (found === 1 ? '1 order' : `${found.toLocaleString()} orders`),
  filter: 'Which orders',
  all: 'All',
  open: 'Open',
  waiting: 'Needs somebody',
  search: 'Search orders',
  searchHint: 'Number, traveller or booking',
  number: 'Order',
  traveller: 'Traveller',
  plan: 'Plan',
  price: 'Price',
  stateColumn: 'State',
  desk: (desk: string, staff: string | null) => (staff ? `${staff}, ${desk}` : desk),
  /** What an order came to, or did not, where it buys nothing. */
  stock: { fulfilled: 'Taken from stock', not_bought: 'Not taken from stock' },
  data: { fulfilled: 'Data added', not_bought: 'Data not added' },
  fromStock: 'From stock, nothing charged',
  fromStockUnstated: 'From stock, not stated',
  fromStockShort: 'from stock',
  addsData: 'Adds data to',
  addsDataTo: (esim: string) => `adds data to ${esim}`,
  someEsim: 'an eSIM without a number yet',
  lastDigits: (iccid: string) => `…${iccid.slice(-6)}`,
  howMany: 'How many',
  charged: (amount: string) => `charged ${amount}`,
  hidden: 'hidden',
  probablyYours: 'Probably yours: check',
  waitsForApproval: 'Waits for approval',
  waitsForPayment: 'Waits for payment',
  stopped: 'Stopped, not sent',
  earlierRun: 'Not sent, asks you',
  behind: 'Waits its turn',
  emptyTitle: 'No orders yet',
  emptyWhy: 'Every purchase is written here before anything is sent, and stays here.',
  newEsim: 'New eSIM',
  nothingTitle: 'Nothing matches',
  nothingWhy: 'No order fits the search and the filter together.',
  nobodyNeeded: 'No order needs somebody.',
  clear: 'Clear search and filter',
  details: 'Order',
  close: 'Close details',
  sendNow: 'Buy now',
  sendStock: 'Take from stock now',
  withdraw: 'Withdraw',
  look: 'Look now',
  another: 'Choose another plan or wallet',
  again: 'Choose again',
  anew: 'Order the failed ones anew',
  openEsim: 'Open its eSIM',
  decide: 'Decide yourself',
  decideWhy:
    'Only if you know better than the supplier’s lists, for example from its portal. Your reason is kept.',
  wasNotBought: 'It was not bought',
  dealtWith: 'It was bought, and is dealt with elsewhere',
  reason: 'Why',
  reasonHelp: 'At least three letters. It is kept with the order.',
  reasonShort: 'Type the reason first, at least three letters.',
  candidateShort: 'Choose which one is yours first.',
  candidates: (count: number) =>
    count === 1 ? 'Found at the supplier' : 'Found at the supplier: which one is yours?',
  candidateWhy: {
    reference: 'It carries our order number.',
    difference: 'It was not there before this order was sent. Nothing else ties it to us.',
  },
  candidateSeen: (moment: string) => `made ${moment}`,
  candidateNumber: (reference: string) => `order ${reference}`,
  candidateEsim: (digits: string) => `eSIM …${digits}`,
  candidateNoNumber: 'eSIM without a number yet',
  adopt: 'This one is ours',
  cancel: 'Cancel',
  facts: 'Order',
  wallet: 'Wallet',
  seen: 'Price you saw',
  chargedLabel: 'Charged',
  booking: 'Booking',
  trip: 'Trip',
  deskLabel: 'Desk',
  planName: (supplier: string) => `Plan at ${supplier}`,
  reference: (supplier: string) => `${supplier}’s number`,
  created: 'Written down',
  sent: 'Sent',
  esim: 'eSIM',
  settledReason: 'Reason',
  events: 'What happened, step by step',
  by: (name: string) => `by ${name}`,
  siblings: 'Other orders of this purchase',
  loading: 'Reading the order',
} as const;

const number = (count: number): string => count.toLocaleString();

interface Counts {
  of: number;
  done: number;
  failed: number;
  open: number;
}

/** Words of one order of several eSIMs. */
export const severalText = {
  esims: (count: number) => (count === 1 ? '1 eSIM' : `${number(count)} eSIMs`),
  progress: 'How many are over',
  /** "22 of 25 done, 3 failed": what is over, in the fewest words. */
  over: ({ of, done, failed }: Counts) =>
    failed > 0
      ? `${number(done)} of ${number(of)} done, ${number(failed)} failed`
      : `${number(done)} of ${number(of)} done`,
  tally: ({ of, done, failed, open }: Counts) =>
    [
      `${number(done)} of ${number(of)} done`,
      ...(failed > 0 ? [`${number(failed)} failed`] : []),
      ...(open > 0 ? [`${number(open)} still to come`] : []),
    ].join(', '),
  done: 'done',
  open: 'still to come',
  failed: (reason: string | null) => (reason ? `failed: ${reason}` : 'failed, no reason given'),
  all: (count: number) => `Show all ${number(count)}`,
  openOne: (label: string) => `Open the eSIM ${label}`,
  timesLooked: (count: number) => `${number(count)} times`,
} as const;

/** Money of one order, where the general words do not say it. */
export const orderMoney = {
  approval: 'It is not known yet whether money is taken before that. Do not buy again.',
  back: 'The supplier says that the money came back.',
  notBack: 'Money was taken and the supplier says that it did not come back.',
  notSaid: 'The supplier does not say whether money was taken or came back: ask it.',
  stockNotSaid: 'The supplier does not say whether anything was taken from your stock: ask it.',
} as const;

/** The same of what was taken out of the stock, one or several. */
export const takenFromStock = (several: boolean, paid: boolean): string =>
  `${several ? 'Each that is done' : 'It'} was taken from your stock. ` +
  (paid ? 'Nothing was charged.' : 'What the supplier charges for it is not stated.');

/** The same of an order out of the stock of which nothing was taken, or perhaps. */
export const stockMoney: Record<Exclude<MoneyMoved, 'spent'>, string> = {
  untouched: 'Nothing was taken from your stock. Nothing was charged.',
  unknown: 'It is not known yet whether it was taken from your stock. Do not order again.',
};

/** What happened and what to do, by state and cause. */
export const orderAdvice = {
  earlierRun: {
    title: 'Written down, but not sent',
    todo: 'eSIM Desk was closed before it could be sent. Its price may have moved since. Buy it now, or withdraw it.',
  },
  behind: (number: string) => ({
    title: `Waits until ${number} is final`,
    todo: `The supplier could not tell the two apart. It goes on by itself. Other wallets go on meanwhile.`,
  }),
  intent: {
    title: 'Written down, about to be sent',
    todo: 'It goes on by itself.',
  },
  stopped: (todo: string) => `Nothing was sent. ${todo} If it is not wanted any more, withdraw it.`,
  priceRose: 'Nothing was sent. Withdraw it, and choose again if you agree with the new price.',
  planGone: 'Nothing was sent. Withdraw it, and choose another plan.',
  withdrawn: {
    title: 'Withdrawn',
    todo: 'It was never sent. There is nothing to do.',
  },
  sending: (supplier: string) => ({
    title: `Being sent to ${supplier}`,
    todo: 'Wait for the answer. Do not buy again.',
  }),
  making: (supplier: string, usual: string) => ({
    title: `${supplier} took the order and makes the eSIM`,
    todo: usual ? `This usually takes ${usual}. It goes on by itself.` : 'It goes on by itself.',
  }),
  slow: (supplier: string, usual: string) => ({
    title: `${supplier} took the order and takes longer than usual`,
    todo: `It usually takes ${usual}. The order is safe and is looked up again and again. Do not buy again.`,
  }),
  approval: (supplier: string) => ({
    title: `Waits for approval at ${supplier}`,
    todo: `Somebody must approve it in the portal of ${supplier}. Then it goes on by itself. Do not buy again.`,
  }),
  payment: (supplier: string) => ({
    title: `Waits for payment at ${supplier}`,
    todo: `Pay it in the portal of ${supplier}. Then it goes on by itself. Do not buy again.`,
  }),
  fulfilled: {
    title: 'Bought, and its kit is ready',
    todo: 'Open its eSIM to show, copy or save its code.',
  },
  fulfilledNoKit: {
    title: 'Bought',
    todo: 'Its code is being fetched. Open its eSIM to see how far it is.',
  },
  fulfilledStock: {
    title: 'Taken from stock, and its kit is ready',
    todo: 'Open its eSIM to show, copy or save its code.',
  },
  fulfilledData: {
    title: 'Data added',
    todo: 'The eSIM stays the same: nothing has to be installed again.',
  },
  fulfilledSeveral: {
    title: (over: string) => `Ready: ${over}`,
    todo: 'Each has its code. Open one below to show, copy or save it.',
  },
  partly: 'Those that are done are ready below, each with its code. Order the failed ones anew.',
  addingData: (supplier: string) => `${supplier} took the order and adds the data`,
  makingSeveral: (supplier: string, count: string) => `${supplier} took the order of ${count}`,
  severalUsual: (usual: string) =>
    `A single one usually takes ${usual}; several take longer. It goes on by itself.`,
  severalLeft: (left: string) => `About ${left} more at the pace so far. It goes on by itself.`,
  severalSoon: 'The rest should be here any moment. It goes on by itself.',
  severalFetching: 'Their codes are being fetched. It goes on by itself.',
  severalSlow: (over: string, quiet: string) => ({
    title: `${over}, no news for ${quiet}`,
    todo: 'The order is safe and is looked up again and again. Do not order the rest again.',
  }),
  refused: (todo: string) => `${todo} Nothing was bought: you can choose again.`,
  refusedTitle: (supplier: string) => `${supplier} refused the order`,
  failed: (supplier: string) => ({
    title: `${supplier} took the order, then failed`,
    todo: `Ask ${supplier} about it with its number below. You can choose again.`,
  }),
  unknown: (supplier: string) => `Checking with ${supplier}. Do not buy again`,
  unknownUntil: (moment: string) =>
    `The answer was lost. We look it up until ${moment} at least, and say so when we know. Meanwhile you can take another plan or wallet: what turns out to be bought stays yours.`,
  unknownLong:
    'The answer was lost, and the supplier’s lists do not prove either yet. We look again and again. Meanwhile you can take another plan or wallet: what turns out to be bought stays yours.',
  candidate: {
    title: 'Probably yours: check',
    todo: 'Something new stands at the supplier that fits this order, and somebody else buys from the same account. Compare it, for example with the supplier’s portal, and say whether it is yours.',
  },
  candidates: {
    title: 'Probably yours: check which one',
    todo: 'Several new things at the supplier fit this order. Compare them, for example with the supplier’s portal, and choose yours.',
  },
  notBoughtTitle: {
    bought: 'It was not bought',
    stock: 'It was not taken from stock',
    data: 'The data was not added',
  },
  notBought: (supplier: string) => ({
    todo: `We looked it up at ${supplier} until it was certain. You can choose again.`,
  }),
  settled: {
    title: 'Settled by a person',
    todo: 'There is nothing to do. The reason stands below.',
  },
} as const;

/** A duration as staff say it: "20 s", "3 min". */
export function durationText(seconds: number): string {
  if (seconds <= 0) return '';
  return seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}
