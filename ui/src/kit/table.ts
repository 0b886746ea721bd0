import type { Failure } from '../ipc/generated/commands.ts';

/** A list of which only the rows in sight need to be here. */
export interface LongList<T> {
  /** How many rows there are; `undefined` before the first answer. */
  readonly total: number | undefined;
  readonly error: Failure | undefined;
  /** Which question the rows answer: another number for every other one. */
  readonly question: number;
  /** The row at a place, if it is here. */
  at(index: number): T | undefined;
  /** Says which rows are in sight. */
  need(first: number, last: number): void;
  /** Asks again for what is in sight. */
  refresh(): Promise<void>;
}

export interface Column<C extends string = string> {
  id: C;
  label: string;
  /** A CSS grid track: `minmax(120px, 2fr)`, `72px`. */
  width: string;
  /** Numbers stand at the end. */
  end?: boolean;
  sortable?: boolean;
}

export interface Sort<C extends string = string> {
  column: C;
  descending: boolean;
}

/** Rows outside the window that are drawn, so that a short scroll shows no gap. */
const DRAWN_MARGIN = 6;
/** Rows outside the window that are asked for ahead. */
export const PAGE_MARGIN = 20;

/** The rows to draw: `first` to before `last`. */
export function sight(
  top: number,
  height: number,
  row: number,
  count: number,
): { first: number; last: number } {
  const first = Math.floor(top / row) - DRAWN_MARGIN;
  const last = Math.ceil((top + height) / row) + DRAWN_MARGIN;
  const end = Math.min(count, Math.max(0, last));
  return { first: Math.max(0, Math.min(first, end)), last: end };
}

/** How many rows can be drawn at once, wherever the list is scrolled to. */
export function poolSize(height: number, row: number): number {
  return Math.ceil(height / row) + 1 + 2 * DRAWN_MARGIN;
}

/** Where a key leads in a list; `undefined` for a key that does not move. */
export function stepped(
  key: string,
  from: number,
  count: number,
  page: number,
): number | undefined {
  const places: Record<string, number> = {
    ArrowDown: from + 1,
    ArrowUp: from - 1,
    PageDown: from + page,
    PageUp: from - page,
    Home: 0,
    End: count - 1,
  };
  const place = places[key];
  return place === undefined ? undefined : Math.max(0, Math.min(count - 1, place));
}
