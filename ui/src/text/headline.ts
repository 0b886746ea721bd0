import type { Headline } from '../ipc/generated/commands.ts';
import { momentText } from './time.ts';

/** The one thing staff read about an eSIM. */
export const headlineText: Record<Headline, string> = {
  preparing: 'Preparing',
  ready_not_given: 'Ready, not given',
  ready_given: 'Ready, given',
  ready_elsewhere: 'Ready, at another desk',
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

/** What a headline is told with, where that says more. */
export interface HeadlineFacts {
  givenAt?: string | null;
  /** How staff call the supplier. */
  supplier?: string | undefined;
}

/** The same with what is known besides: "Ready, given 12:04", "No information from Telkor". */
export function headlineWords(
  headline: Headline,
  { givenAt = null, supplier }: HeadlineFacts = {},
): string {
  const words = headlineText[headline];
  if (headline === 'ready_given' && givenAt) return `${words} ${momentText(givenAt)}`;
  if (headline === 'no_information' && supplier) return `${words} from ${supplier}`;
  return words;
}
