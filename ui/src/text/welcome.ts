import { LANGUAGE } from './language.ts';

const keys = 'Your keys stay in this computer’s keychain.';
const list = new Intl.ListFormat(LANGUAGE, { type: 'conjunction' });

/** Words of the first screen. */
export const welcomeText = {
  name: 'eSIM Desk',
  title: 'Every wallet, one desk.',
  promise: 'Find a plan, buy it once, and put a code in your customer’s hand.',
  connect: 'Connect a wallet',
  connectMore: (suppliers: readonly string[]) =>
    suppliers.length > 0 ? `${list.format(suppliers)}. ${keys}` : keys,
  practise: 'Practise first',
  practiseMore: 'Everything is simulated: no account, no network. Nothing you buy here is real.',
  starting: 'Making practice wallets and their eSIMs…',
  later: 'You can switch practice on and off later, in Settings.',
} as const;
