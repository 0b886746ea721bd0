/** What staff should know of the wallets that were searched. */
import type { PlanSource, WalletView } from '../../ipc/generated/commands.ts';
import { isFatal } from '../../buying/blocked.ts';

/** A source with what its wallet says of itself now: the search answered a while ago. */
export interface Source extends PlanSource {
  /** How staff call the supplier. */
  supplier: string;
  /** Parts of the list read so far, and of how many; 0 is not known. Nothing while none is told. */
  parts: { done: number; of: number } | undefined;
  /** Reading waits so many seconds, by the supplier's limits. */
  waiting: number | undefined;
}

type Group = readonly [Source, ...Source[]];

/** The sources as their wallets stand. */
export function joined(sources: readonly PlanSource[], wallets: readonly WalletView[]): Source[] {
  return sources.map((source) => {
    const wallet = wallets.find(({ id }) => id === source.wallet_id);
    const { list, done = 0, of = 0 } = wallet?.syncing ?? {};
    return {
      ...source,
      supplier: wallet?.supplier_short ?? source.wallet_name,
      syncing: list === 'plans' || list === 'stock',
      failure: source.failure ?? (wallet && isFatal(wallet) ? wallet.trouble : null),
      parts: list === 'plans' && done > 0 ? { done, of } : undefined,
      waiting: wallet?.waiting_seconds ?? undefined,
    };
  });
}

/** Wallets whose plans are missing or older than they should be. */
function behind(sources: readonly Source[]): Source[] {
  return sources.filter(({ failure, complete_at }) => failure !== null || complete_at === null);
}

/** It is read, or will be as soon as the supplier's limits let it. */
function onItsWay({ syncing, failure, waiting }: Source): boolean {
  return syncing || (failure === null && waiting !== undefined);
}

/** Those that are being read now. */
export function reading(sources: readonly Source[]): Source[] {
  return behind(sources).filter(onItsWay);
}

/**
 * Those that are not, the ones with the same cause together: a network that is gone is told once and not for
 * each wallet.
 */
export function stopped(sources: readonly Source[]): Group[] {
  const groups = new Map<string, [Source, ...Source[]]>();
  for (const source of behind(sources).filter((one) => !onItsWay(one))) {
    const cause = source.failure?.code ?? '';
    const group = groups.get(cause);
    if (group) group.push(source);
    else groups.set(cause, [source]);
  }
  return [...groups.values()];
}

/** When the oldest list of a group was read; absent when one never was. */
export function oldestOf(group: Group): string | undefined {
  const read = group.map(({ complete_at }) => complete_at);
  return read.includes(null) ? undefined : (read.sort()[0] ?? undefined);
}

export function namesOf(group: Group): string {
  return group.map(({ wallet_name }) => wallet_name).join(', ');
}
