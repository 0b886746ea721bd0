/** Words of the kit. English is the only language so far. */
export type Continent =
  'africa' | 'antarctica' | 'asia' | 'europe' | 'north_america' | 'oceania' | 'south_america';

const continents: Record<Continent, string> = {
  africa: 'Africa',
  antarctica: 'Antarctica',
  asia: 'Asia',
  europe: 'Europe',
  north_america: 'North America',
  oceania: 'Oceania',
  south_america: 'South America',
};

export const kitText = {
  close: 'Close',
  tryAgain: 'Try again',
  copy: 'Copy',
  copied: 'Copied',
  copyWhat: (what: string) => `Copy ${what}`,
  reveal: (what: string) => `Show ${what}`,
  hide: (what: string) => `Hide ${what}`,
  clears: (seconds: number) => `Clipboard is cleared in ${seconds} s`,
  keep: 'Keep',
  remove: (what: string) => `Remove ${what}`,
  notStated: 'not stated',
  unknown: 'not known',
  unlimited: 'unlimited',
  underOneMb: 'under 1\u00a0MB',
  dataLeft: 'Data left',
  left: (amount: string) => `${amount} left`,
  justNow: 'just now',
  minutesOld: (count: number) => `${count} min old`,
  hoursOld: (count: number) => `${count} h old`,
  daysOld: (count: number) => (count === 1 ? '1 day old' : `${count} days old`),
  nothingFound: (text: string) => `Nothing found for “${text}”`,
  found: (count: number) => (count === 1 ? '1 found' : `${count} found`),
  sortBy: (column: string) => `Sort by ${column}`,
  walletOf: (wallet: string, supplier: string) =>
    wallet === supplier ? wallet : `${wallet} (${supplier})`,
  details: 'Details',
  reference: (code: string) => `Code for support: ${code}`,
  worldwide: 'Worldwide',
  placeNotStated: 'place not stated',
  countries: (count: number) => (count === 1 ? '1 country' : `${count} countries`),
  continents,
} as const;
