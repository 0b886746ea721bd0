import type { Headline } from '../ipc/generated/commands.ts';
import { momentText } from './time.ts';

/** The one thing staff read about an eSIM. */
export const headlineText: Record<Headline, string> = {
  preparing: 'Preparing',
  ready_not_given: 'Ready, not given',
  ready_given: 'Ready, given',
  installing: 'Installing',
  installed: 'Installed',
  in_use_online: 'In use, online',
  in_use_offline: 'In use, offline',
  in_use: 'In use',
  switched_off: 'Switched off in the phone',
  used_up: 'Used up',
  plan_ended: 'Plan ended',
  expired: 'Expired, cannot be used again',
  deleted: 'Deleted from the phone',
  cancelled: 'Cancelled',
  suspended: 'Suspended',
  in_stock: 'In stock',
  card: 'Card, nothing to install',
  no_information: 'No information',
};

/** The same with the moment of the hand-over, where it says more: "Ready, given 12:04". */
export function headlineWords(headline: Headline, givenAt: string | null = null): string {
  const words = headlineText[headline];
  return headline === 'ready_given' && givenAt ? `${words} ${momentText(givenAt)}` : words;
}
