import { render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import Toasts from './Toasts.svelte';
import { dismiss, toast, toasts } from './toasts.svelte.ts';

beforeEach(() => {
  vi.useFakeTimers();
  render(Toasts);
});
afterEach(() => {
  for (const { id } of [...toasts]) dismiss(id);
  vi.useRealTimers();
});

const open = { label: 'Open folder', run: () => undefined };
const wait = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000);

test('a new word takes the place of the last one of its kind', async () => {
  toast('Saved as QR-1.png', { kind: 'saved', action: open });
  toast('Copied');
  toast('Saved as QR-2.png', { kind: 'saved', action: open });
  toast('Copied');
  await wait(0);
  expect(toasts.map(({ text }) => text)).toEqual(['Saved as QR-2.png', 'Copied']);
  expect(screen.getByRole('status')).not.toHaveTextContent('QR-1.png');
});

test('one with a button ends as well', async () => {
  toast('Saved as QR-1.png', { action: open });
  await wait(10);
  expect(screen.getByText('Saved as QR-1.png')).toBeInTheDocument();
  await wait(3);
  expect(screen.queryByText('Saved as QR-1.png')).not.toBeInTheDocument();
});

test('it stays while its button has the focus', async () => {
  toast('Saved as QR-1.png', { action: open });
  await wait(0);
  screen.getByRole('button', { name: 'Open folder' }).focus();
  await wait(60);
  const button = screen.getByRole('button', { name: 'Open folder' });
  expect(button).toHaveFocus();
  button.blur();
  await wait(4);
  expect(screen.queryByText('Saved as QR-1.png')).not.toBeInTheDocument();
});

test('it stays under the pointer', async () => {
  toast('Saved as QR-1.png', { action: open });
  await wait(0);
  const element = screen.getByText('Saved as QR-1.png').parentElement as HTMLElement;
  let over = true;
  vi.spyOn(element, 'matches').mockImplementation((selector) => selector === ':hover' && over);
  await wait(60);
  expect(element).toBeInTheDocument();
  over = false;
  await wait(4);
  expect(element).not.toBeInTheDocument();
});
