import type { ProfileStatus } from '../ipc/generated/commands.ts';

/** Whether the supplier says that the profile reached a phone. */
export function onPhone(profile: ProfileStatus): boolean {
  switch (profile) {
    case 'installed':
    case 'enabled':
    case 'online':
    case 'offline':
    case 'disabled':
      return true;
    case 'preparing':
    case 'in_stock':
    case 'ready':
    case 'downloading':
    case 'removed':
    case 'expired':
    case 'card':
    case 'unavailable':
    case 'unknown':
      return false;
  }
}

/** A long number in groups of four, as people read it out. */
export function grouped(digits: string): string {
  return digits.replace(/(.{4})(?=.)/g, '$1 ');
}

/** What tells one link from another; the code in it is after its question mark and stays unseen. */
export function linkName(link: string): string {
  return `${link.replace(/^https:\/\//, '').split('?')[0] ?? ''}…`;
}
