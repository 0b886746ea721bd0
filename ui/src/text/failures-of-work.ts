import type { Code } from '../ipc/generated/commands.ts';
import { momentText } from './time.ts';
import type { Words } from './failures.ts';

type Area<C extends Code> = Record<C, Words>;
type Facts = Record<string, string>;

/** A moment that the failure names, or nothing. */
const when = (facts: Facts, name: string): string =>
  facts[name] && !Number.isNaN(Date.parse(facts[name]))
    ? momentText(facts[name])
    : (facts[name] ?? '');

const HOW: Record<string, string> = {
  shown: 'shown on screen',
  copied: 'copied',
  saved: 'saved as a picture',
};

export const deskText: Area<
  | 'wallet_not_found'
  | 'wallet_paused'
  | 'wallet_has_open_orders'
  | 'account_has_open_orders'
  | 'account_connected'
  | 'cannot_do'
  | 'esim_not_found'
  | 'no_code'
  | 'code_misread'
  | 'not_confirmed'
  | 'given_to_other'
  | 'bought_elsewhere'
  | 'code_used'
  | 'file_not_saved'
  | 'clipboard_failed'
  | 'practice_failed'
  | 'folder_read_only'
  | 'disk_full'
  | 'record_newer'
  | 'record_damaged'
  | 'cache_rebuilt'
  | 'already_running'
> = {
  wallet_not_found: () => ({
    title: 'This wallet is not here any more.',
    todo: 'Open Wallets and look for it.',
  }),
  wallet_paused: () => ({
    title: 'This wallet is paused or disconnected.',
    todo: 'Open Wallets and resume it.',
  }),
  wallet_has_open_orders: () => ({
    title: 'This wallet has orders whose outcome is not final.',
    todo: 'Open Orders, wait for them or decide them, then try again.',
  }),
  account_has_open_orders: () => ({
    title: 'This wallet has orders whose outcome is not final, and this would be another account.',
    todo: 'They are looked up in the account they were sent to. Open Orders, wait for them or decide them, then change it. For another account, connect another wallet.',
  }),
  account_connected: (facts) => ({
    title: facts['name']
      ? `This account is already connected, as the wallet ${facts['name']}.`
      : 'This account is already connected as another wallet.',
    todo: 'Edit that wallet instead, its currency too. With one account in two wallets, one eSIM could be given to two people.',
  }),
  cannot_do: (facts) => ({
    title: `${facts['supplier'] ?? 'This supplier'} cannot do that.`,
    todo: 'Open the wallet to see what it can do.',
  }),
  esim_not_found: () => ({
    title: 'This eSIM is not in the lists.',
    todo: 'Read the lists again in Wallets.',
  }),
  no_code: () => ({
    title: 'No code is stored for this eSIM yet.',
    todo: 'Fetch its details now, or wait until the supplier has made it.',
  }),
  code_misread: () => ({
    title: 'The QR did not read back as the stored code, so it is not shown.',
    todo: 'Do not give this eSIM to anybody. Send the code below to support.',
  }),
  not_confirmed: () => ({
    title: 'It is not confirmed yet that this eSIM is the one you bought.',
    todo: 'Open the order and confirm it first.',
  }),
  given_to_other: (facts) => ({
    title: `This eSIM was given to ${facts['name'] ?? 'somebody else'}${
      facts['at'] ? ` at ${when(facts, 'at')}` : ''
    }${facts['how'] ? ` (${HOW[facts['how']] ?? facts['how']})` : ''}.`,
    todo: 'Two people cannot use one code. To give it all the same, type why.',
  }),
  bought_elsewhere: (facts) => ({
    title: `This eSIM was bought at ${facts['desk'] ? `desk ${facts['desk']}` : 'another desk'}${
      facts['since'] ? ` and is on a phone since ${when(facts, 'since')}` : ''
    }.`,
    todo: 'Two people cannot use one code, and that desk may have given it. To give it all the same, type why.',
  }),
  code_used: (facts) => ({
    title: facts['since']
      ? `This eSIM is on a phone since ${when(facts, 'since')}.`
      : 'This eSIM is on a phone already.',
    todo: 'Scanning it again usually fails. To give it all the same, type why.',
  }),
  file_not_saved: () => ({
    title: 'The file could not be saved.',
    todo: 'Check that the Downloads folder can be written and has space.',
  }),
  clipboard_failed: () => ({
    title: 'The clipboard did not take it.',
    todo: 'Another program may hold it. Try again.',
  }),
  practice_failed: () => ({
    title: 'Practice could not start.',
    todo: 'Close eSIM Desk and open it again. If it stays, send the code below to support.',
  }),
  folder_read_only: () => ({
    title: 'The data folder cannot be written.',
    todo: 'Nothing can be bought or recorded until it can. Ask whoever looks after this computer.',
  }),
  disk_full: () => ({
    title: 'The disk is full.',
    todo: 'Nothing can be bought or recorded until there is space. Delete what is not needed.',
  }),
  record_newer: () => ({
    title: 'The records were written by a newer eSIM Desk.',
    todo: 'Install the newest version. Nothing was changed.',
  }),
  record_damaged: (facts) => ({
    title: 'The records of this desk are damaged.',
    todo: facts['backup']
      ? `The damaged file was set aside. A good backup of ${when(facts, 'backup')} is there.`
      : 'The damaged file was set aside. Send the code below to support before you go on.',
  }),
  cache_rebuilt: () => ({
    title: 'The stored lists were damaged and are being read again.',
    todo: 'Orders and hand-overs are not touched. Lists are complete again in a few minutes.',
  }),
  already_running: () => ({
    title: 'eSIM Desk is already open with this data folder.',
    todo: 'Use the window that is open.',
  }),
};

export const orderText: Area<
  | 'no_traveller'
  | 'too_many_travellers'
  | 'name_too_long'
  | 'key_reused'
  | 'order_not_found'
  | 'wrong_state'
  | 'asking_again'
  | 'bought_all_the_same'
  | 'bought_today'
  | 'too_many_at_once'
  | 'plan_gone'
  | 'price_rose'
  | 'balance_short'
  | 'reason_needed'
  | 'candidate_taken'
> = {
  no_traveller: () => ({ title: 'Who travels?', todo: 'Type at least one name.' }),
  too_many_travellers: () => ({
    title: 'More than ten names at once.',
    todo: 'Buy for ten now and for the others after that.',
  }),
  name_too_long: () => ({
    title: 'This name is longer than 120 characters.',
    todo: 'Write one name per line.',
  }),
  key_reused: () => ({
    title: 'This purchase was already written with other content.',
    todo: 'Open Orders and look at it before you buy again.',
  }),
  order_not_found: () => ({ title: 'This order is not in the journal.', todo: 'Open Orders.' }),
  wrong_state: () => ({
    title: 'The order has moved on meanwhile.',
    todo: 'Look at its state now and decide again.',
  }),
  asking_again: () => ({
    title: 'This order is being sent once more under its own key.',
    todo: 'The supplier knows the key and buys once at most. Decide in a minute, when it has answered.',
  }),
  bought_all_the_same: () => ({
    title: 'It was bought all the same: the supplier’s answer came after the decision.',
    todo: 'Find its eSIM in eSIMs, or ask the supplier about the order number below.',
  }),
  bought_today: (facts) => ({
    title: `The same plan was bought for ${facts['name'] ?? 'this traveller'} today${
      facts['at'] ? ` at ${when(facts, 'at')}` : ''
    }${facts['number'] ? ` (${facts['number']})` : ''}.`,
    todo: 'Open that order. To buy once more, confirm it.',
  }),
  too_many_at_once: (facts) => ({
    title: facts['most']
      ? `One order of this wallet holds at most ${facts['most']} eSIMs.`
      : 'One order of this wallet does not hold so many eSIMs.',
    todo: 'Type a smaller number. For the others, order once more after that.',
  }),
  plan_gone: (facts) => ({
    title: `${facts['supplier'] ?? 'The supplier'} no longer sells this plan.`,
    todo: 'Choose another plan.',
  }),
  price_rose: (facts) => ({
    title:
      facts['was'] && facts['now']
        ? `The price rose from ${facts['was']} to ${facts['now']}.`
        : 'The price rose.',
    todo: 'Nothing was bought. Check the new price and buy again if you agree.',
  }),
  balance_short: (facts) => ({
    title: facts['missing']
      ? `The wallet is ${facts['missing']} short.`
      : 'The wallet does not hold enough.',
    todo: 'Top it up at the supplier, then buy.',
  }),
  reason_needed: () => ({ title: 'Please type why.', todo: 'It is kept with the record.' }),
  candidate_taken: () => ({
    title: 'This eSIM belongs to another order meanwhile.',
    todo: 'Look again and choose another.',
  }),
};
