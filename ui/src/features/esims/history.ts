/** What happened to an eSIM, here and in the phone network, in one list. */
import type { Happening, HistoryEntry, HistoryWhat } from '../../ipc/generated/commands.ts';

/** One line of the history. */
export interface Line {
  /** RFC 3339; absent where the supplier does not say. */
  at: string | null;
  what: HistoryWhat | { kind: 'happening'; happening: Happening };
}

/** Both lists in one, newest first. What has no moment comes last, in the supplier's order. */
export function inOneList(
  entries: readonly HistoryEntry[],
  happenings: readonly Happening[],
): Line[] {
  const lines: Line[] = [
    ...entries,
    ...happenings.map((happening) => ({
      at: happening.at,
      what: { kind: 'happening' as const, happening },
    })),
  ];
  const moment = ({ at }: Line): number => (at === null ? -Infinity : Date.parse(at));
  return lines.sort((one, other) => {
    const [a, b] = [moment(one), moment(other)];
    return a === b ? 0 : b - a;
  });
}
