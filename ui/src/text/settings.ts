import type { Theme } from '../ipc/generated/commands.ts';

const themes: Record<Theme, string> = { system: 'System', light: 'Light', dark: 'Dark' };

/** Words of the settings' page. */
export const settingsText = {
  title: 'Settings',
  note: 'Each change is saved by itself.',
  saved: 'Saved',
  saving: 'Saving…',

  agency: 'Agency',
  agencyMore: 'Shown to customers beside the code.',
  agencyName: 'Name',
  contact: 'Contact',
  contactHelp: 'How customers reach you: a number or an address.',
  wifi: 'Guest Wi-Fi',
  wifiHelp:
    'The network customers may use to install their eSIM. Its name is shown, never a password.',

  desk: 'Desk and staff',
  deskCode: 'Desk code',
  deskHelp: (code: string) =>
    `Order numbers begin with it (${code}-000123), so every desk of an agency needs its own. A letter, then up to four letters or digits.`,
  deskWrong: 'A letter first, then at most four letters or digits, such as D07.',
  staff: 'Staff',
  staffHelp: 'Each order and each hand-over says who did it.',
  staffNone: 'No names yet.',
  staffAdd: 'Add a name',
  staffAddDo: 'Add',
  staffMissing: 'Type a name first.',
  staffRemove: (name: string) => `Remove ${name}`,
  staffTaken: 'This name is on the list already.',
  staffWrong: 'This name is too long. Use at most 40 letters.',
  textTooLong: 'This is too long. Use at most 200 letters.',
  working: 'At this desk now',
  workingHelp: 'Also chosen at the foot of the sidebar.',
  nobody: 'Nobody',

  screen: 'Screen',
  hidePrices: 'Hide buying prices',
  hidePricesHelp: 'For screens that customers can see. Prices are still checked and kept.',
  theme: 'Colours',
  themes,

  practice: 'Practice',
  practiceOff:
    'To learn and to try. Everything is simulated: no account, no network, no real money. Practice has a data folder of its own and never mixes with real plans, orders or eSIMs.',
  practiceOn:
    'You are practising. Nothing you buy here is real. Stopping brings back your real wallets, orders and eSIMs; what you practised stays in its own folder for the next time.',
  practiceStart: 'Practise',
  practiceStop: 'Stop practising',
  practiceStarting: 'Starting practice…',
  practiceStopping: 'Going back…',

  folder: 'Data folder',
  folderHelp: 'Orders, hand-overs and install data. Keep it on this computer; no key is in it.',
  folderOpen: 'Open',
  folderOpenLabel: 'Open the data folder',
  keychain: 'Keys',
  keychainFact: 'in this computer’s keychain, never in a file',

  about: 'About',
  version: 'Version',
  licence: 'Licence',
  licenceName: 'MIT or Apache-2.0',
  madeWith: 'Made with',
  madeWithFact: 'Tauri, SQLite, Svelte, Lucide icons, flag-icons',
} as const;
