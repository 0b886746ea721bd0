import type { ProfileStatus } from '../../ipc/generated/commands.ts';

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
    case 'ready':
    case 'downloading':
    case 'removed':
    case 'expired':
    case 'unavailable':
    case 'unknown':
      return false;
  }
}

/** A long number in groups of four, as people read it out. */
export function grouped(digits: string): string {
  return digits.replace(/(.{4})(?=.)/g, '$1 ');
}

/** An address of the web without what every one of them begins with. */
export function shortLink(link: string): string {
  return link.replace(/^https:\/\//, '');
}

/** A code with only its last four characters to be seen; what the core masks elsewhere looks the same. */
export function masked(code: string): string {
  return `•••• •••• •••• ${code.slice(-4)}`;
}
