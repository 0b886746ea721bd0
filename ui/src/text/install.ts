import type { HandOverHow, HandOverView, KitAction } from '../ipc/generated/commands.ts';
import { momentText } from './time.ts';

const how: Record<HandOverHow, string> = {
  shown: 'shown on screen',
  copied: 'copied',
  saved: 'saved as a picture',
  assigned: 'put aside, not shown yet',
};

/** Words of the install kit, for staff. */
export const installText = {
  qrAlt: (traveller: string) =>
    traveller ? `QR that installs the eSIM of ${traveller}` : 'QR that installs this eSIM',
  readBack: (at: string) => `Read back and equal to the stored code · ${momentText(at)}`,
  loading: 'Reading the install kit',
  show: 'Show',
  copyPicture: 'Copy QR',
  saveQr: 'Save QR',
  savePng: 'As PNG picture',
  saveSvg: 'As SVG drawing',
  savedAs: (file: string) => `Saved in Downloads as ${file}`,
  openFolder: 'Open folder',
  appleLink: 'iPhone link',
  androidLink: 'Android link',
  address: 'Address',
  code: 'Code',
  oneLine: 'One line',
  oneLineHelp: 'Android',
  confirmation: 'Code the phone asks for',
  pin: 'PIN',
  puk: 'PUK',
  pukHelp: 'for a blocked PIN',
  ownNumber: 'Own number',
  iccid: 'ICCID',
  forWhom: 'For',
  change: 'Give to somebody else',
  travellerName: 'Traveller’s name',
  askName: 'Who gets it? It is recorded before anything is given.',
  useName: 'Use this name',
  cancel: 'Cancel',
  retry: 'Try again',
  fetch: 'Fetch its details now',
  noCodeWhy: 'The supplier has made no code for it yet, or its details were not fetched yet.',
  notConfirmed: 'Confirm first that this eSIM is yours.',
  notConfirmedWhy:
    'It was found by comparing lists, and somebody else buys from the same account. Until a person confirms it in its order, its code is not shown.',
  openOrder: 'Open its order',
  stale: 'This kit could not be read again just now. What stands here is what was read before.',
  onPhone: (since: string | null) =>
    since ? `On a phone since ${momentText(since)}` : 'On a phone already',
  onPhoneWhy: 'Scanning again usually fails.',
  gone: 'Deleted from the phone',
  goneWhy: 'Scanning again usually fails: most eSIMs can be installed once.',
  givenTo: (name: string) => `Given to ${name}`,
  doubt: 'Ask the supplier before you give this eSIM',
  putAsideFor: (name: string) => `Put aside for ${name}`,
  reasonWas: (reason: string) => `Reason: ${reason}`,
  why: 'Why',
  whyHelp: 'At least three letters. It is kept with the record.',
  whyShort: 'Type the reason first, at least three letters.',
} as const;

/** How, when and by whom a kit was given: "shown on screen 12:04 by Anna (D07)". */
export function handOverWords(given: HandOverView): string {
  const who = given.staff ? ` by ${given.staff} (${given.desk})` : ` at desk ${given.desk}`;
  return `${how[given.how]} ${momentText(given.at)}${who}`;
}

/** The button that does something all the same, after a warning. */
export function allTheSame(action: KitAction): string {
  switch (action.kind) {
    case 'show':
      return 'Show all the same';
    case 'assign':
      return 'Put aside all the same';
    case 'copy':
      return 'Copy all the same';
    case 'save':
      return 'Save all the same';
  }
}

/** The button that goes on once the name is typed. */
export function goOn(action: KitAction): string {
  switch (action.kind) {
    case 'show':
      return installText.show;
    case 'assign':
      return 'Put aside';
    case 'copy':
      return 'Copy';
    case 'save':
      return 'Save';
  }
}

/** Words on the screen that a customer looks at: none of ours. */
export const showText = {
  title: 'Install your eSIM',
  place: (at: number, of: number) => `${at} of ${of}`,
  days: (count: number) => (count === 1 ? '1 day' : `${count} days`),
  wifi: 'Connect to our Wi-Fi:',
  anyWifi: 'Connect to Wi-Fi',
  iphone: 'iPhone: Settings › Mobile Service › Add eSIM',
  android: 'Android: Settings › Network & internet › SIMs › Add eSIM',
  scan: 'Scan this code with the phone that will travel',
  landing: 'Switch the eSIM on after landing',
  byHand: 'Typing instead of scanning',
  address: 'Address',
  code: 'Code',
  oneLine: 'One line',
  confirmation: 'Code the phone asks for',
  pin: 'PIN, if the phone asks for one',
  never: 'Never delete the eSIM before the trip is over: it cannot be installed again.',
  installed: (at: string) => `Installed at ${momentText(at)}`,
  preparing: 'One moment',
  esc: 'Esc closes',
  next: '← → next traveller',
  close: 'Close',
  closesIn: (seconds: number) =>
    `closes in ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}, any key extends`,
} as const;
