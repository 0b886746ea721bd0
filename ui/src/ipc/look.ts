/**
 * How the window looked when it was last open: what a start needs before anything else is known. The shell puts it
 * into the page; the web view's own storage would stop WebKit for half a second while the window opens.
 */
import { call } from './call.ts';

/** The list as it last stood on the screen. */
export interface Picture {
  title: string;
  markup: string;
}

export interface Look {
  theme?: 'light' | 'dark' | 'system' | undefined;
  picture?: Picture | undefined;
}

declare global {
  interface Window {
    lastLook?: Look | null;
  }
}

/** What was kept. */
export function lastLook(): Look {
  return window.lastLook ?? {};
}

/** Keeps what changed. Without it the next start is only less quick. */
export function keepLook(change: Look): void {
  const known = lastLook();
  const parts = Object.keys(change) as (keyof Look)[];
  // The frame says its theme often, and the picture beside it is long.
  if (parts.every((part) => JSON.stringify(change[part]) === JSON.stringify(known[part]))) return;
  const look = { ...known, ...change };
  window.lastLook = look;
  call('look_keep', { look: JSON.stringify(look) }).catch(() => undefined);
}
