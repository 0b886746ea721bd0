/** What staff should know of the wallets that were searched. */
import type { PlanSource } from '../../ipc/generated/commands.ts';

type Group = readonly [PlanSource, ...PlanSource[]];

/** Wallets whose plans are missing or older than they should be. */
function behind(sources: readonly PlanSource[]): PlanSource[] {
  return sources.filter(({ failure, complete_at }) => failure !== null || complete_at === null);
}

/** Those that are being read now. */
export function reading(sources: readonly PlanSource[]): PlanSource[] {
  return behind(sources).filter(({ syncing }) => syncing);
}

/**
 * Those that are not, the ones with the same cause together: a network that is gone is told once and not for
 * each wallet.
 */
export function stopped(sources: readonly PlanSource[]): Group[] {
  const groups = new Map<string, [PlanSource, ...PlanSource[]]>();
  for (const source of behind(sources).filter(({ syncing }) => !syncing)) {
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
