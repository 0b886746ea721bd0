import type { Abilities, ListName, Sharing } from '../ipc/generated/commands.ts';

const lists: Record<ListName, string> = {
  esims: 'eSIMs',
  services: 'Plans on eSIMs',
  plans: 'Plans to buy',
  destinations: 'Destinations',
  stock: 'Stock',
};

const sharing: Record<Sharing, string> = {
  only_us: 'Only this desk',
  others: 'Others too: another desk, or the supplier’s portal',
};

/** How long something takes, said as roughly as it is known. */
function duration(seconds: number): string {
  if (seconds < 5) return 'at once';
  if (seconds < 90) return `about ${seconds} seconds`;
  return `about ${Math.round(seconds / 60)} minutes`;
}

/** What a wallet can do, in words; what it cannot do stands in the supplier's own sentences. */
function abilities(can: Abilities): string[] {
  const buys = can.catalogue ? 'Finds plans and buys them' : 'Takes eSIMs from your stock';
  return [
    ...(can.orders ? [buys] : []),
    ...(can.stock ? ['Shows what you own and have not used yet'] : []),
    ...(can.at_once > 1 ? [`Prepares up to ${number(can.at_once)} eSIMs in one order`] : []),
    ...(can.balance ? ['Shows the balance'] : []),
    ...(can.diagnostics ? ['Asks the network where an eSIM is'] : []),
    ...(can.reconnect ? ['Reconnects an eSIM (drops the line briefly)'] : []),
  ];
}

const number = (count: number): string => count.toLocaleString();

/** Words of the wallets' page. */
export const walletsText = {
  title: 'Wallets',
  list: 'Connected wallets',
  listsRead: 'eSIMs',
  connect: 'Connect a wallet',
  none: 'No wallet is connected.',
  noneTodo:
    'A wallet is your prepaid account at a supplier. Connect one to buy and to see its eSIMs.',
  practiceNoConnect: 'Practice has simulated wallets of its own.',
  practiceConnectTitle: 'You are practising.',
  practiceConnectTodo:
    'Practice has simulated wallets of its own. To connect a real one, stop practising: what you practised stays in its own folder.',
  practiceFixed: 'This wallet belongs to practice and takes care of itself.',
  openSettings: 'Open Settings',
  gone: 'This wallet is not here any more.',
  goneTodo: 'It was disconnected. Its orders stay under Orders and its eSIMs under eSIMs.',

  works: 'Works',
  paused: 'Paused',
  disconnected: 'Disconnected',
  keychain: 'Keychain trouble',
  failing: (moment: string) => `Failing, last read ${moment}`,
  neverWorked: 'Failing, never read',
  offlineSince: (moment: string) => `Offline since ${moment}`,
  partly: 'Works in part',
  reading: 'Reading lists',
  notRead: 'Not read yet',

  facts: 'About this wallet',
  balance: 'Balance',
  hidden: 'hidden',
  balanceAsOf: 'as of',
  balanceSnapshot: 'The supplier measures it only now and then.',
  balanceUnknown: 'not known yet',
  balanceUnreached: 'not known while it cannot be reached',
  balanceNotShown: (supplier: string) => `not shown by ${supplier}`,
  currency: 'Currency',
  address: 'Address',
  sharingFact: 'Who buys from this account',
  desksFact: 'Desks that share its requests',
  usual: 'From order to code, usually',
  usualUnknown: 'not known while it cannot be reached',
  duration,
  esims: 'eSIMs in the lists',
  openOrders: 'Orders not final yet',
  seeOrders: 'See orders',
  number,

  lists: 'Lists',
  listNames: lists,
  listName: 'List',
  listRows: 'Rows',
  listRead: 'Last read whole',
  listNever: 'never',
  listSkipped: (count: number) =>
    count === 1 ? '1 row could not be read' : `${number(count)} rows could not be read`,

  ownPrices: 'What you pay',
  ownPricesWhy: (supplier: string) =>
    `${supplier} states no prices. What you note here stands beside its plans, for staff alone. Empty is no note.`,
  ownAll: (count: number) => `Show all ${number(count)} plans`,
  ownPlan: 'Plan',
  ownLeft: 'Left',
  ownAmount: (currency: string) => `For one, in ${currency}`,
  ownAmountOf: (plan: string, currency: string) => `What you pay for one ${plan}, in ${currency}`,
  amountWrong: 'Not an amount. Type it like 3.20, more than 0.',
  amountSaving: 'Saving…',
  amountSaved: 'Saved',
  stockEmpty: 'The stock was not read yet, or holds no plan.',
  stockLoading: 'Reading the stock',

  prepare: 'Prepare several',
  prepareTitle: (wallet: string) => `Prepare several eSIMs from ${wallet}`,
  prepareWhy: (supplier: string) =>
    `One order at ${supplier} takes them from your stock and puts the plan on each. One that fails does not stop the others.`,
  preparePlan: 'Plan',
  preparePlanChoose: 'Choose a plan',
  preparePlanLeft: (plan: string, left: number, facts: string) =>
    [plan, `${number(left)} left`, facts].filter((part) => part !== '').join(' · '),
  preparePlanMissing: 'Please choose a plan.',
  prepareCount: 'How many',
  prepareCountHelp: (most: number, left: number) =>
    most < left ? `1 to ${number(most)} in one order.` : `1 to ${number(most)}: so many are left.`,
  prepareCountChoose: 'Choose the plan first: so many are left of it.',
  prepareCountWrong: (most: number) => `Type a number from 1 to ${number(most)}.`,
  prepareFor: 'What they are for',
  prepareForHelp: 'A name that staff find them by, such as Group Rome May.',
  prepareForMissing: 'Please say what they are for.',
  prepareDo: (count: number | null) =>
    count === null ? 'Prepare' : count === 1 ? 'Prepare 1 eSIM' : `Prepare ${number(count)} eSIMs`,
  prepareAgain: 'Prepare once more all the same',
  prepareAside: 'This form was filled from an order.',
  prepareAsideTodo: 'What you had typed comes back when you cancel or when this is ordered.',
  prepareRefused: 'The order in this form is not answered yet.',
  prepareRefusedTodo:
    'Press Prepare once more: it is written once at most. Then order the failed ones of the other anew.',
  prepareNone: 'No plan has eSIMs left in stock.',
  prepareNoneTodo: (supplier: string) => `Add some at ${supplier}, then read the lists again.`,

  listFailed: 'The last attempt failed',
  readingList: (list: ListName) => `Reading: ${lists[list]}`,
  /** Details are read eSIM by eSIM, behind the list of their plans. */
  readingPart: (list: ListName, done: number, of: number) =>
    list === 'services'
      ? `Reading details of eSIMs: ${number(done)} of ${number(of)}`
      : `Reading: ${lists[list]}, ${number(done)} of ${number(of)}`,
  readingProgress: 'How much is read',
  readingMore: 'You can go on working. What is stored here is shown meanwhile.',
  waitingTitle: (supplier: string, wait: string) => `Reading at ${supplier} goes on in ${wait}`,
  waitingMore:
    'So many requests are all it allows for now. Purchases go first, and reading goes on by itself.',
  wait: (seconds: number) =>
    seconds < 90 ? `${number(seconds)} s` : `${number(Math.ceil(seconds / 60))} min`,
  pausedTitle: 'This wallet is paused.',
  pausedMore:
    'Nothing is read or bought from it. What is stored here can still be shown and given.',
  can: (supplier: string) => `What ${supplier} can do here`,
  abilities,
  cannot: (supplier: string) => `What ${supplier} cannot do`,

  check: 'Check connection (buys nothing)',
  read: 'Read lists again',
  edit: 'Edit',
  pause: 'Pause',
  resume: 'Resume',
  disconnect: 'Disconnect wallet (records stay)',
  disconnectMore: 'Takes its key off this computer. Orders, hand-overs and stored codes stay.',
  pausedReason: 'The wallet is paused. Resume it first.',
  readingAlready: 'The lists are being read already.',

  disconnectTitle: (name: string) => `Disconnect ${name}?`,
  disconnectStays: 'What stays on this computer',
  stays: [
    'all orders and who decided what',
    'who was given which eSIM, when and how',
    'install data: codes that are stored here can still be shown and given',
  ],
  disconnectGoes: 'What goes',
  goes: [
    'its key, from this computer’s keychain',
    'its plans and prices',
    'reading and buying; to use it again, connect it anew',
  ],
  disconnectSupplier: (supplier: string) => `Your account at ${supplier} does not change.`,
  disconnectDo: 'Disconnect',
  cancel: 'Cancel',
  disconnectDone: (name: string) => `${name} is disconnected. Its records stay.`,

  checked: (destinations: number | null, milliseconds: number) => {
    const count =
      destinations === null
        ? ''
        : destinations === 1
          ? ' 1 destination,'
          : ` ${number(destinations)} destinations,`;
    const seconds = (milliseconds / 1000).toLocaleString(undefined, {
      minimumFractionDigits: 1,
      maximumFractionDigits: 1,
    });
    return `Works.${count} ${seconds} s.`;
  },
  checkedBalance: (amount: string) => `Balance: ${amount}.`,
  seesOrders: 'Orders of the account can be seen by this key.',
  seesNoOrders:
    'Orders of the account cannot be seen by this key. After a lost answer, purchases are found by what is new in the account.',
  seesOrdersUnknown: 'Whether this key can see the orders of the account cannot be told.',
  rowsUnreadable: (rows: string) =>
    rows === '1' ? '1 row could not be read.' : `${rows} rows could not be read.`,

  connectTitle: 'Connect a wallet',
  connectNote: 'Nothing is bought. The connection is checked before it is saved.',
  formNote: (supplier: string) =>
    `${supplier}. Nothing is bought. The connection is checked before it is saved.`,
  supplierChoice: 'Supplier',
  supplierHelp: 'Each asks for keys of its own. What you typed for another one stays.',
  editTitle: (name: string) => `Edit ${name}`,
  environmentChoice: 'Environment',
  environmentHelp: 'Production buys for real money. Sandbox and its keys are for trials.',
  environmentReal: 'Production buys for real money.',
  currencyHelp: 'The currency of your prepaid account. Prices are shown in it.',
  currencyOther: 'Another currency…',
  currencyCode: 'Currency code',
  currencyCodeHelp: 'Three letters, such as USD.',
  name: 'Name',
  nameHelp: (supplier: string) => `What staff call this wallet. Left empty: ${supplier}.`,
  sharing: 'Does anyone else buy from this account?',
  sharingWhy:
    'After a lost answer a purchase is found by what is new in the account. If others buy there too, a person must confirm that it is yours.',
  sharingOptions: sharing,
  advanced: 'Advanced',
  secretStored: 'Stored in the keychain; type to replace.',
  sharingMissing: 'Please choose one of the two.',
  connectDo: 'Connect',
  saveDo: 'Save changes',
  connected: (name: string) => `${name} is connected. Its lists are being read.`,
  saved: (name: string) => `${name} is saved.`,
} as const;
