import { render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import type { OrderPage } from '../ipc/generated/commands.ts';
import { wrongs } from '../test/axe.ts';
import { FakeHost } from '../test/fake-host.ts';
import TablePagesPart from '../test/parts/TablePagesPart.svelte';
import TablePart from '../test/parts/TablePart.svelte';

const grid = () => screen.getByRole('grid');
/** The row that the keys stand on, by its name; `none` when it is not drawn. */
const active = () =>
  document.getElementById(grid().getAttribute('aria-activedescendant') ?? '')?.textContent ??
  'none';

function mounted(count: number, until?: number) {
  const chosen: string[] = [];
  const opened: string[] = [];
  const part = render(TablePart, {
    count,
    until,
    chosen: (key: string) => chosen.push(key),
    opened: (key: string) => opened.push(key),
  });
  return { ...part, chosen, opened, user: userEvent.setup() };
}

test('of 100,000 rows only those in sight exist, and the number of all is said', () => {
  mounted(100_000);
  expect(grid()).toHaveAttribute('aria-rowcount', '100001');
  expect(screen.getAllByRole('row').length).toBeLessThan(40);
  expect(screen.getAllByRole('row')[1]).toHaveAttribute('aria-rowindex', '2');
});

test('the keys move the choice and stop at both ends', async () => {
  const { user, chosen } = mounted(100_000);
  grid().focus();
  await user.keyboard('{ArrowDown}{ArrowDown}{ArrowUp}');
  expect(chosen).toEqual(['row 1', 'row 2', 'row 1']);
  expect(active()).toContain('row 1');
  await user.keyboard('{Home}{ArrowUp}');
  expect(chosen.at(-1)).toBe('row 0');
  await user.keyboard('{End}{ArrowDown}');
  expect(chosen.at(-1)).toBe('row 99999');
});

test('a page is what is in sight', async () => {
  const { user, chosen } = mounted(1000);
  grid().focus();
  await user.keyboard('{PageDown}');
  const page = Number(chosen.at(-1)?.replace('row ', ''));
  expect(page).toBeGreaterThan(0);
  await user.keyboard('{PageDown}{PageUp}');
  expect(chosen.at(-1)).toBe(`row ${page}`);
});

test('the choice of a row that is on its way is made when it is here', async () => {
  const { user, chosen, rerender } = mounted(50, 3);
  grid().focus();
  await user.keyboard('{End}');
  expect(chosen).toEqual([]);
  await rerender({ until: 50 });
  expect(chosen).toEqual(['row 49']);
});

test('a click chooses, Enter and a double click open', async () => {
  const { user, chosen, opened } = mounted(10);
  await user.click(screen.getByText('row 3'));
  expect(chosen).toEqual(['row 3']);
  expect(screen.getByText('row 3').closest('[role=row]')).toHaveAttribute('aria-selected', 'true');
  grid().focus();
  await user.keyboard('{Enter}');
  await user.dblClick(screen.getByText('row 5'));
  expect(opened).toEqual(['row 3', 'row 5']);
});

test('a heading sorts, a second time the other way round', async () => {
  const { user } = mounted(10);
  const heading = screen.getByRole('columnheader', { name: 'Traveller' });
  await user.click(within(heading).getByRole('button'));
  expect(heading).toHaveAttribute('aria-sort', 'ascending');
  await user.click(within(heading).getByRole('button'));
  expect(screen.getByTestId('sort')).toHaveTextContent('name true');
  expect(heading).toHaveAttribute('aria-sort', 'descending');
});

test('Enter on a heading sorts and opens no row', async () => {
  const { user, opened } = mounted(10);
  within(screen.getByRole('columnheader', { name: 'Traveller' }))
    .getByRole('button')
    .focus();
  await user.keyboard('{Enter}');
  expect(screen.getByTestId('sort')).toHaveTextContent('name false');
  expect(opened).toEqual([]);
});

test('no rows are no trouble', async () => {
  const { user, chosen } = mounted(0);
  grid().focus();
  await user.keyboard('{ArrowDown}{End}');
  expect(chosen).toEqual([]);
});

test('axe finds nothing', async () => {
  const { container } = mounted(30);
  expect(await wrongs(container)).toEqual([]);
});

/** A journal that has so many orders for what is asked. */
function journal(total: (text: string) => number): FakeHost {
  return new FakeHost({
    orders_page: ({ text, offset, limit }) =>
      ({
        total: total(text),
        rows: Array.from({ length: Math.min(limit, total(text) - offset) }, (_, step) => ({
          key: `${text}${offset + step}`,
          number: `${text}D07-${offset + step}`,
        })),
      }) as OrderPage,
  });
}

test('rows that come page by page take their places', async () => {
  journal(() => 1000);
  const user = userEvent.setup();
  render(TablePagesPart);
  expect(await screen.findByText('D07-0')).toBeInTheDocument();
  expect(screen.getByText('D07-3')).toBeInTheDocument();
  grid().focus();
  await user.keyboard('{End}');
  grid().dispatchEvent(new Event('scroll'));
  expect(await screen.findByText('D07-999')).toBeInTheDocument();
});

test.each([35, 1000])('another question begins at the first of %d rows', async (total) => {
  journal((text) => (text === '' ? 1000 : total));
  const user = userEvent.setup();
  const { rerender } = render(TablePagesPart);
  await screen.findByText('D07-0');
  grid().focus();
  await user.keyboard('{End}');
  grid().dispatchEvent(new Event('scroll'));
  await screen.findByText('D07-999');
  await rerender({ text: 'tan' });
  expect(await screen.findByText('tanD07-0')).toBeInTheDocument();
  expect(grid().scrollTop).toBe(0);
  expect(active()).toContain('tanD07-0');
});
