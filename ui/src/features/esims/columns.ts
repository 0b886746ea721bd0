import type { EsimSort } from '../../ipc/generated/commands.ts';
import type { Column } from '../../kit/table.ts';
import { esimsText } from '../../text/esims.ts';

export type EsimColumn = Exclude<EsimSort, 'recent'>;

/**
 * Every column, and from which width of the list on, in CSS pixels, there is room for it. The status grows
 * first, up to its longest words; the number comes last, since the search finds it and the pane shows it.
 */
const ALL: readonly { from: number; column: Column<EsimColumn> }[] = [
  { from: 0, column: sortable('traveller', esimsText.traveller, 'minmax(106px, 1.2fr)') },
  { from: 450, column: sortable('plan', esimsText.plan, 'minmax(102px, 1fr)') },
  { from: 0, column: sortable('status', esimsText.status, 'minmax(150px, 216px)') },
  { from: 700, column: sortable('left', esimsText.left, '70px') },
  { from: 615, column: sortable('ends', esimsText.ends, '92px') },
  { from: 775, column: { ...sortable('iccid', esimsText.iccid, '62px'), end: true } },
];

/** The columns for which a list of this many CSS pixels has room. */
export function columnsFor(width: number): Column<EsimColumn>[] {
  return ALL.filter(({ from }) => width >= from).map(({ column }) => column);
}

function sortable(id: EsimColumn, label: string, width: string): Column<EsimColumn> {
  return { id, label, width, sortable: true };
}
