import type { Component } from 'svelte';
import type { Failure, ListsState, WalletView } from '../../ipc/generated/commands.ts';
import {
  AlertTriangle,
  Check,
  Clock,
  Key,
  Offline,
  Pause,
  Refresh,
  Unlink,
} from '../../kit/icons.ts';
import type { Tone } from '../../kit/tone.ts';
import { momentText } from '../../text/time.ts';
import { walletsText as text } from '../../text/wallets.ts';

/** How a wallet is, in one word with its colour and picture. */
export interface Health {
  tone: Tone;
  icon: Component<Record<string, unknown>>;
  text: string;
}

/** The one thing to know of a wallet, the most pressing first. */
export function health(wallet: WalletView, lists: ListsState): Health {
  if (wallet.disconnected) return { tone: 'neutral', icon: Unlink, text: text.disconnected };
  if (wallet.paused) return { tone: 'neutral', icon: Pause, text: text.paused };
  const failed = wallet.lists.filter((list) => list.failure !== null);
  const why = wallet.trouble ?? failed[0]?.failure ?? null;
  if (why && isKeychain(why)) return { tone: 'bad', icon: Key, text: text.keychain };
  if (why?.code === 'offline' && lists.offline_since !== null) {
    return {
      tone: 'warning',
      icon: Offline,
      text: text.offlineSince(momentText(lists.offline_since)),
    };
  }
  if (wallet.syncing) return { tone: 'info', icon: Refresh, text: text.reading };
  const part = why?.code === 'clock_wrong' || failed.length < wallet.lists.length;
  if (why && part && wallet.abilities)
    return { tone: 'warning', icon: AlertTriangle, text: text.partly };
  if (why) return { tone: 'bad', icon: AlertTriangle, text: failing(wallet) };
  const unread = wallet.lists.some((list) => list.complete_at === null);
  if (unread) return { tone: 'neutral', icon: Clock, text: text.notRead };
  return { tone: 'good', icon: Check, text: text.works };
}

/** When it last worked is what is known; when it began to fail is not. */
function failing({ lists }: WalletView): string {
  const last = lists
    .flatMap(({ complete_at }) => complete_at ?? [])
    .sort()
    .at(-1);
  return last ? text.failing(momentText(last)) : text.neverWorked;
}

function isKeychain({ code }: Failure): boolean {
  return code.startsWith('keychain_');
}

/** The failures worth a notice: the wallet's own, else one of each kind that its lists have. */
export function troubles(wallet: WalletView): Failure[] {
  const own = wallet.trouble ? [wallet.trouble] : [];
  const all = [...own, ...wallet.lists.flatMap(({ failure }) => failure ?? [])];
  return all.filter(({ code }, at) => all.findIndex((other) => other.code === code) === at);
}
