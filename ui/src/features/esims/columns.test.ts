import { expect, test } from 'vitest';
import { columnsFor } from './columns.ts';

const GAPS = 12;
/** Padding of a row and the room of the scroll bar. */
const EDGES = 34 + 15;

/** The least and the most of a track, in CSS pixels; a share of what is left over has no most. */
function bounds(width: string): { least: number; most: number | undefined } {
  const [least = 0, most] = [...width.matchAll(/(\d+)px/g)].map(([, pixels]) => Number(pixels));
  return { least, most };
}

function needs(width: number, wide: string): number {
  const columns = columnsFor(width);
  return columns.reduce(
    (sum, { id, width: track }) => {
      const { least, most } = bounds(track);
      return sum + (id === wide ? (most ?? least) : least);
    },
    EDGES + GAPS * (columns.length - 1),
  );
}

test('no column is cut off at any width', () => {
  for (let width = 330; width < 1400; width += 1) {
    expect(needs(width, 'none'), `at ${width}`).toBeLessThanOrEqual(width);
  }
});

test('beside the pane at 1280 pixels the longest status stands on one line', () => {
  expect(needs(724, 'status')).toBeLessThanOrEqual(724);
  expect(columnsFor(724).map(({ id }) => id)).toContain('left');
});
