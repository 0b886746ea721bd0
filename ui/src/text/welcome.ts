/** Words of the first screen. */
export const welcomeText = {
  name: 'eSIM Desk',
  title: 'Every wallet, one desk.',
  promise: 'Find a plan, buy it once, and put a code in your customer’s hand.',
  connect: 'Connect a wallet',
  connectMore: 'ZIM Connections. Your keys stay in this computer’s keychain.',
  practise: 'Practise first',
  practiseMore: 'A simulated supplier, no account, no network. Nothing you buy here is real.',
  starting: 'Making a practice wallet and its eSIMs…',
  later: 'You can switch practice on and off later, in Settings.',
} as const;
