import type { EsimSort } from '../../ipc/generated/commands.ts';
import type { Column } from '../../kit/table.ts';
import { esimsText } from '../../text/esims.ts';

export type EsimColumn = Exclude<EsimSort, 'recent'>;

/** Every column, and from which width of the list on, in CSS pixels, there is room for it. */
const ALL: readonly { from: number; column: Column<EsimColumn> }[] = [
  { from: 0, column: sortable('traveller', esimsText.traveller, 'minmax(110px, 1.25fr)') },
  { from: 450, column: sortable('plan', esimsText.plan, 'minmax(112px, 1.25fr)') },
  { from: 0, column: sortable('status', esimsText.status, 'minmax(150px, 1.55fr)') },
  { from: 710, column: sortable('left', esimsText.left, '70px') },
  { from: 630, column: sortable('ends', esimsText.ends, '92px') },
  { from: 525, column: { ...sortable('iccid', esimsText.iccid, '62px'), end: true } },
];

/** The columns for which a list of this many CSS pixels has room. */
export function columnsFor(width: number): Column<EsimColumn>[] {
  return ALL.filter(({ from }) => width >= from).map(({ column }) => column);
}

function sortable(id: EsimColumn, label: string, width: string): Column<EsimColumn> {
  return { id, label, width, sortable: true };
}
