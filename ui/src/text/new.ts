/** Words of New eSIM: the trip, the plans, the travellers and the purchase. */
export const newText = {
  page: 'New eSIM',

  trip: 'Trip',
  whereTo: 'Where to',
  wherePlaceholder: 'add a country',
  from: 'From',
  to: 'To',
  data: 'Data, GB',
  wishes: { any: 'any', three: '3+', ten: '10+', unlimited: '∞' },
  wishHints: { any: '', three: 'GB or more', ten: 'GB or more', unlimited: 'unlimited' },
  days: (count: number) => (count === 1 ? '1 day' : `${count} days`),
  today: 'today',
  tomorrow: 'tomorrow',
  inDays: (count: number) => `in ${count} days`,
  sinceDays: (count: number) => (count === 1 ? 'since yesterday' : `since ${count} days`),
  endsBeforeStart: 'This is before the first day.',
  tripOver: 'This day has passed.',

  alreadyOurs: 'Already ours',
  ownedTitle: (count: number, plan: string) => `${count} × ${plan}`,
  ownedFacts: (bought: string | undefined) =>
    bought ? `bought ${bought}, not given` : 'not given',
  nothingToPay: 'nothing more to pay',
  inStock: 'In our stock',
  moreInStock: (count: number, whose: string) =>
    `${count.toLocaleString()} more in stock at ${whose}`,
  toBuy: 'To buy',
  left: (count: number) => (count === 0 ? 'none left' : `${count.toLocaleString()} left`),
  lapse: (count: number, day: string) => (count === 1 ? `lapses ${day}` : `lapse ${day}`),
  paid: 'already paid',
  notStated: 'not stated',
  ownPrice: (amount: string) => `our price ${amount}`,
  ownNote: (price: string) => `${price} (own note)`,
  useOne: 'Use one of these',
  useTitle: 'Give what is already ours',
  useNote: (count: number) => {
    if (count === 0) return 'None of these is left.';
    return count === 1 ? 'One of these is left.' : `${count} of these are left, one for each name.`;
  },
  tooManyForOurs: (count: number) => {
    if (count === 0) return 'None is left. Close this, then buy for whoever has none.';
    return count === 1 ? 'Only one is left. Write one name.' : `Only ${count} are left.`;
  },
  give: (count: number) => (count > 1 ? `Give ${count} of ours` : 'Give one of ours'),
  cancel: 'Cancel',

  plans: 'Plans',
  fitCount: (count: number) => (count === 1 ? '1 fits' : `${count} fit`),
  pricesAge: 'prices',
  pricesOldest: 'oldest prices',
  searching: 'Searching…',
  chooseTrip: 'Where does the trip go?',
  chooseTripTodo:
    'Choose a country on the left. The plans of every wallet that cover it stand here.',
  nothingFits: (place: string) => `No plan covers ${place}.`,
  nothingFitsNear: 'The nearest ones stand below, each with its reason.',
  nothingFitsTodo: 'Ask for less data or fewer days, or take some countries away.',
  readLists: 'Read the lists again',
  noWallet: 'No wallet is connected.',
  noWalletTodo: 'Plans come from the suppliers’ wallets. Connect one, or practise in Welcome.',
  connectWallet: 'Connect a wallet',
  searchFailed: 'Search again',
  near: 'Near misses',
  groupCheapest: (currency: string) => `In ${currency}, cheapest first`,
  groupDearest: (currency: string) => `In ${currency}, dearest first`,
  groupHidden: (currency: string) => `Wallets in ${currency}`,
  groupNotStated: 'Price not stated',
  groupsWhy: 'Prices of different currencies are not compared.',
  showMore: (count: number, hidden: number) =>
    count === hidden
      ? `Show the other ${count.toLocaleString()}`
      : `Show ${count} more of ${hidden.toLocaleString()}`,
  sourceReading: (wallet: string) => `${wallet}: plans are being read.`,
  sourceParts: (wallet: string, done: number, of: number) =>
    of > 0
      ? `${wallet}: ${done.toLocaleString()} of ${of.toLocaleString()} parts of the plans read.`
      : `${wallet}: ${done.toLocaleString()} ${done === 1 ? 'part' : 'parts'} of the plans read.`,
  waitingFor: (supplier: string, seconds: number) => `Waiting for ${supplier}, ${seconds} s`,
  sourceNever: (wallet: string) => `${wallet}: no plans read yet.`,
  sourceFailed: (wallet: string, why: string) => `${wallet}: ${why}`,
  sourceOld: 'Its prices are',
  sourcesFailed: (count: number) => `${count} wallets could not be read again.`,
  sourcesNever: (count: number) => `${count} wallets: no plans read yet.`,
  sourcesOld: 'The oldest prices are',
  notSearched: (wallets: string) => `Paused, so not searched: ${wallets}`,
  columns: {
    plan: 'Plan and networks',
    data: 'Data',
    extras: 'Extras, validity',
    price: 'Price',
    wallet: 'Wallet',
  },
  choose: (plan: string) => `Choose ${plan}`,
  perGb: (amount: string) => `${amount}/GB`,
  perDay: (amount: string) => `${amount}/day`,
  noPlanData: 'data not stated',
  daysNotStated: 'days not stated',
  networksNotStated: 'networks not stated',
  moreNetworks: (count: number) => `${count} more`,

  hotspot: 'hotspot',
  addData: 'add data',
  calls: 'calls',
  texts: 'texts',
  minutes: (count: number) => `${count} min of calls`,
  callsUnlimited: 'unlimited calls',
  textCount: (count: number) => `${count} texts`,
  textsUnlimited: 'unlimited texts',
  noExtras: 'no extras stated',
  starts: {
    first_use: 'starts at first use',
    installation: 'starts at installation',
    purchase: 'starts when bought',
    not_said: 'start not stated',
  },
  usual: {
    atOnce: 'at once',
    seconds: (count: number) => `about ${count} s`,
    minutes: (count: number) => `about ${count} min`,
  },
  several: (count: number, time: string) => `${count} eSIMs, one at a time: ${time}`,

  reasonDays: (has: number, trip: number) => `covers ${has} of ${trip} days`,
  reasonDaysNotSaid: 'the days are not stated',
  reasonNoneInStock: 'None in stock',
  reasonData: 'less data than asked for',
  reasonNotListed: (region: string, supplier: string) =>
    `${region}: ${supplier} does not list the countries`,
  reasonMissing: (names: string) => `does not cover ${names}`,

  chosen: 'Chosen plan',
  wallet: 'Wallet',
  stock: 'In stock',
  covers: 'Covers',
  coversProof: (place: string, names: string) => `${place}, with ${names}`,
  networks: 'Networks',
  extras: 'Extras',
  slower: 'Slower',
  nearlyFits: 'It does not quite fit',
  gone: 'The plan you chose is no longer in this list. Choose another.',
} as const;

/** Words of the third column: who travels and what it costs. */
export const buyText = {
  title: 'Travellers and purchase',
  names: 'Names, one per line',
  namesNone: 'One eSIM for each name. A name is enough.',
  namesCount: (count: number) =>
    count === 1 ? '1 traveller, 1 eSIM' : `${count} travellers, ${count} eSIMs`,
  namesTwice: (name: string) => `${name} is there twice: two eSIMs.`,
  needName: 'Type at least one name.',
  tooMany: (count: number) =>
    `${count} names. Ten at once is the most: buy for ten now, for the others after that.`,
  tooLong: (line: number) => `Name ${line} is longer than 120 characters. Write one name per line.`,
  booking: 'Booking',
  phoneCheck: 'Phone check',
  eidSeen: '*#06# shows an EID',
  notLocked: 'not locked to a network',
  declined: 'customer declined',

  each: (count: number, plan: string) => (count > 1 ? `${count} × ${plan}` : plan),
  wallet: 'In the wallet',
  notShownBy: (supplier: string) => `not shown by ${supplier}`,
  notRead: 'not read yet',
  asOf: (moment: string) => `as of ${moment}`,
  after: 'After this',
  missing: (amount: string) => `${amount} missing`,
  tooLittle: 'too little',
  otherCurrency: (currency: string) => `not reckoned, the price is in ${currency}`,
  short: (amount: string) => `The wallet is ${amount} short. Top it up first.`,
  shortHidden: 'The wallet holds too little. Top it up first.',
  shortPerhaps: (amount: string) =>
    `${amount} may be missing: the balance is not fresh. It is checked again before buying.`,
  shortPerhapsHidden:
    'The wallet may hold too little: its balance is not fresh. It is checked again before buying.',
  inStock: 'In stock after this',
  stockLeft: (rest: number, left: number) => `${rest.toLocaleString()} of ${left.toLocaleString()}`,
  ownPrice: (count: number) => (count > 1 ? 'Our price, each' : 'Our price'),
  ownNote: (amount: string) => `${amount} (own note)`,
  nothingCharged: 'Already paid: nothing more is charged.',
  chargedThere: (supplier: string) =>
    `${supplier} states no price here. What it charges stands on its own bill.`,
  stockEmpty: 'None of these are left in stock.',
  stockShort: (left: number) =>
    left === 1
      ? 'Only 1 is left in stock. Write one name, and take another plan for the others.'
      : `Only ${left} are left in stock. Write ${left} names, and take another plan for the others.`,
  return: 'Return',
  notHere: (supplier: string) => `not from here, ask ${supplier}`,
  ready: 'Usually ready',

  buyPlain: 'Buy',
  buy: (count: number, price: string) =>
    count > 1 ? `Buy ${count} for ${price}` : `Buy for ${price}`,
  buyNotStated: (count: number) =>
    count > 1 ? `Buy ${count} (price not stated)` : 'Buy (price not stated)',
  buyHidden: (count: number) => (count > 1 ? `Buy ${count}` : 'Buy'),
  take: (count: number) => `Take ${count}`,
  fromWallet: (wallet: string) => `from our ${wallet} wallet`,
  checkedAgain: 'Checked again just before buying. A higher price stops it.',
  needPlan: 'Choose a plan.',
  needDates: 'Put the dates right.',
  walletGone: 'This wallet is no longer connected. Choose a plan of another one.',
  walletPaused: (wallet: string) => `The ${wallet} wallet is paused. Resume it in Wallets.`,
  walletCannot: (supplier: string) => `${supplier} does not let this wallet buy.`,
  offline: (time: string) => `Offline since ${time}. Buying needs the network.`,

  last: 'The last purchase can be shown again.',
  aside: 'This form was filled from an order. What you had typed is kept.',
  asideBack: (what: string) => (what ? `Back to ${what}` : 'Back to it'),

  running: (count: number) =>
    count === 1 ? 'A purchase is running.' : `${count} orders are not finished yet.`,
  runningTodo: 'Look there before you buy the same again.',
  openOrders: 'Open Orders',
  showPurchase: (name: string, others: number) =>
    others === 0
      ? `Show the purchase for ${name}`
      : `Show the purchase for ${name} and ${others} more`,

  repeatTitle: 'Bought today already',
  repeatBody: (name: string, at: string, number: string) =>
    `The same plan was bought for ${name} today${at ? ` at ${at}` : ''}${number ? ` (${number})` : ''}.`,
  repeatTodo: 'Nothing was bought now. Buy again only if a second eSIM is really wanted.',
  openThat: 'Open that order',
  buyAgain: 'Buy again',
} as const;

/** How long a supplier usually takes for one. */
export function usualText(seconds: number): string {
  if (seconds <= 5) return newText.usual.atOnce;
  if (seconds < 90) return newText.usual.seconds(seconds);
  return newText.usual.minutes(Math.round(seconds / 60));
}
