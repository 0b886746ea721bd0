import { expect, test } from 'vitest';
import { columnsFor } from './columns.ts';

/** The least that a list needs: tracks, gaps, padding and the room of the scroll bar. */
function needs(columns: readonly { width: string }[]): number {
  const least = columns.map(({ width }) => Number(/\d+/.exec(width)?.[0]));
  return least.reduce((sum, one) => sum + one, 0) + 12 * (columns.length - 1) + 34 + 15;
}

test('no column is cut off at any width', () => {
  for (let width = 330; width < 1400; width += 1) {
    expect(needs(columnsFor(width)), `at ${width}`).toBeLessThanOrEqual(width);
  }
});
