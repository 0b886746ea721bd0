import type { ServiceView } from '../../ipc/generated/commands.ts';

/** Percent left, 0 to 100; `null` when either figure is unknown or there is no limit. */
export function percentLeft({
  left,
  allowance,
}: Pick<ServiceView, 'left' | 'allowance'>): number | null {
  if (left?.kind !== 'bytes' || allowance?.kind !== 'bytes' || allowance.bytes <= 0) return null;
  return Math.min(100, Math.max(0, (left.bytes / allowance.bytes) * 100));
}
