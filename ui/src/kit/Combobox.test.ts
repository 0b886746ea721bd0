import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { wrongs } from '../test/axe.ts';
import ComboboxPart from '../test/parts/ComboboxPart.svelte';

const box = () => screen.getByRole('combobox', { name: 'Where to' });
const lines = () => screen.queryAllByRole('option').map((line) => line.textContent?.trim());
const value = () => screen.getByTestId('value').textContent;

test('finds a country by its beginning, its code and its continent', async () => {
  const user = userEvent.setup();
  render(ComboboxPart);
  await user.type(box(), 'Jap');
  expect(lines()).toEqual(['Japan Asia']);
  await user.clear(box());
  await user.type(box(), 'jp');
  expect(lines()[0]).toBe('Japan Asia');
  await user.clear(box());
  await user.type(box(), 'ocean');
  expect(lines()).toContain('Australia Oceania');
});

test('keeps Austria and Australia apart by their continents', async () => {
  const user = userEvent.setup();
  render(ComboboxPart);
  await user.type(box(), 'austr');
  expect(lines()).toEqual(['Australia Oceania', 'Austria Europe']);
});

test('accents need not be typed', async () => {
  const user = userEvent.setup();
  render(ComboboxPart);
  await user.type(box(), 'turk');
  expect(lines()[0]).toBe('Türkiye Asia');
});

test('is used by keyboard alone: arrows, Enter, Escape, Backspace', async () => {
  const user = userEvent.setup();
  render(ComboboxPart);
  await user.type(box(), 'austr{ArrowDown}');
  const active = document.getElementById(box().getAttribute('aria-activedescendant') ?? '');
  expect(active).toHaveTextContent('Austria');
  await user.keyboard('{Enter}');
  expect(value()).toBe('AT');
  expect(box()).toHaveAttribute('aria-expanded', 'false');
  await user.keyboard('jp{Enter}');
  expect(value()).toBe('AT JP');
  await user.keyboard('fra{Escape}');
  expect(box()).toHaveAttribute('aria-expanded', 'false');
  expect(box()).toHaveValue('fra');
  await user.keyboard('{Escape}');
  expect(box()).toHaveValue('');
  await user.keyboard('{Backspace}');
  expect(value()).toBe('AT');
});

test('a chosen country is not offered again, and its cross takes it away', async () => {
  const user = userEvent.setup();
  render(ComboboxPart, { start: ['JP'] });
  await user.type(box(), 'japan');
  expect(lines()).toEqual(['Nothing found for “japan”']);
  await user.click(screen.getByRole('button', { name: 'Remove Japan' }));
  expect(value()).toBe('');
  expect(box()).toHaveFocus();
});

test('a click chooses', async () => {
  const user = userEvent.setup();
  render(ComboboxPart);
  await user.type(box(), 'jap');
  await user.click(screen.getByRole('option'));
  expect(value()).toBe('JP');
});

test('axe finds nothing, closed and open, right and wrong', async () => {
  const user = userEvent.setup();
  const { container } = render(ComboboxPart, { start: ['JP'], error: 'Choose a country.' });
  expect(await wrongs(container)).toEqual([]);
  await user.type(box(), 'fr');
  expect(await wrongs(container)).toEqual([]);
});
