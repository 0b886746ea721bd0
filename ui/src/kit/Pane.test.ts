import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import PanePart from '../test/parts/PanePart.svelte';

const pane = () => screen.queryByRole('complementary', { name: 'Details' });
const grid = () => screen.getByRole('grid');

function opened() {
  render(PanePart);
  return userEvent.setup();
}

test('closing by the cross gives the focus to the list beside it', async () => {
  const user = opened();
  await user.click(screen.getByRole('button', { name: 'Close details' }));
  expect(pane()).not.toBeInTheDocument();
  expect(grid()).toHaveFocus();
});

test('Escape closes it from the list and from within', async () => {
  const user = opened();
  screen.getByRole('button', { name: 'Add data' }).focus();
  await user.keyboard('{Escape}');
  expect(pane()).not.toBeInTheDocument();
  expect(grid()).toHaveFocus();
});

test('Escape in the search clears it first, then closes the pane and leaves the focus', async () => {
  const user = opened();
  const search = screen.getByRole('searchbox', { name: 'Search' });
  await user.type(search, 'tan{Escape}');
  expect(search).toHaveValue('');
  expect(pane()).toBeInTheDocument();
  await user.keyboard('{Escape}');
  expect(pane()).not.toBeInTheDocument();
  expect(search).toHaveFocus();
});

test('Escape takes nothing away that is being typed or answered', async () => {
  const user = opened();
  await user.type(screen.getByRole('textbox', { name: 'Name' }), 'Yuki{Escape}');
  expect(pane()).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Add data' }));
  await user.keyboard('{Escape}');
  expect(pane()).toBeInTheDocument();
});
