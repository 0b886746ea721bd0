import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { wrongs } from '../test/axe.ts';
import DialogPart from '../test/parts/DialogPart.svelte';

const opener = () => screen.getByRole('button', { name: 'Give again' });

test('opens with its name, closes by its button and gives the focus back', async () => {
  const user = userEvent.setup();
  const closed = vi.fn();
  render(DialogPart, { closed });
  await user.click(opener());
  expect(screen.getByRole('dialog', { name: 'Given to Yuki Tanaka' })).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  expect(opener()).toHaveFocus();
  expect(closed).toHaveBeenCalledOnce();
});

test('begins at its heading, so that no key presses the cross', async () => {
  const user = userEvent.setup();
  render(DialogPart);
  await user.click(opener());
  expect(screen.getByRole('heading', { name: 'Given to Yuki Tanaka' })).toHaveFocus();
});

test('begins at the field that asks for the focus', async () => {
  const user = userEvent.setup();
  render(DialogPart, { straight: true });
  await user.click(opener());
  const field = screen.getByRole('textbox', { name: 'Why' });
  expect(screen.getByRole('heading', { name: 'Given to Yuki Tanaka' })).not.toHaveFocus();
  // What the browser does with it is the browser's.
  expect(field).toHaveAttribute('autofocus');
});

test('the cross closes; a dialog that must be answered has none', async () => {
  const user = userEvent.setup();
  const { rerender } = render(DialogPart);
  await user.click(opener());
  await user.click(screen.getByRole('button', { name: 'Close' }));
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  await rerender({ dismissible: false });
  await user.click(opener());
  expect(screen.queryByRole('button', { name: 'Close' })).not.toBeInTheDocument();
  const escape = new Event('cancel', { cancelable: true });
  screen.getByRole('dialog').dispatchEvent(escape);
  expect(escape.defaultPrevented).toBe(true);
});

test('help and error belong to their field', async () => {
  const user = userEvent.setup();
  render(DialogPart);
  await user.click(opener());
  const field = screen.getByRole('textbox', { name: 'Why' });
  expect(field).toHaveAccessibleDescription('It is kept. Type why.');
  expect(field).toBeInvalid();
  await user.type(field, 'phone was replaced');
  expect(field).toBeValid();
  expect(field).toHaveAccessibleDescription('It is kept.');
});

test('axe finds nothing', async () => {
  const user = userEvent.setup();
  const { container } = render(DialogPart);
  await user.click(opener());
  expect(await wrongs(container)).toEqual([]);
});
