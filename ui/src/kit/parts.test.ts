import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { createRawSnippet } from 'svelte';
import { expect, test, vi } from 'vitest';
import type { Failure } from '../ipc/generated/commands.ts';
import { wrongs } from '../test/axe.ts';
import Button from './Button.svelte';
import CopyField from './CopyField.svelte';
import DataBar from './DataBar.svelte';
import FailureNotice from './FailureNotice.svelte';
import Flag from './Flag.svelte';
import Menu from './Menu.svelte';
import Money from './Money.svelte';
import Radios from './Radios.svelte';
import TwoLines from './TwoLines.svelte';

const words = (text: string) => createRawSnippet(() => ({ render: () => `<span>${text}</span>` }));

test('a button that cannot be used says why, stays reachable and does nothing', async () => {
  const user = userEvent.setup();
  const onclick = vi.fn();
  const { container, rerender } = render(Button, {
    onclick,
    disabledReason: 'Choose a plan first.',
    children: words('Buy'),
  });
  const button = screen.getByRole('button', { name: 'Buy' });
  await user.tab();
  expect(button).toHaveFocus();
  expect(button).toHaveAccessibleDescription('Choose a plan first.');
  await user.click(button);
  await user.keyboard('{Enter}');
  expect(onclick).not.toHaveBeenCalled();
  await rerender({ disabledReason: undefined, busy: true });
  await user.click(button);
  expect(onclick).not.toHaveBeenCalled();
  await rerender({ busy: false });
  await user.click(button);
  expect(onclick).toHaveBeenCalledOnce();
  expect(await wrongs(container)).toEqual([]);
});

test('data left: a bar with its figure, unlimited as a word, unknown as unknown', async () => {
  const GB = 2 ** 30;
  const { container, rerender } = render(DataBar, {
    left: { kind: 'bytes', bytes: 2 * GB },
    percent: 62,
  });
  expect(screen.getByRole('meter', { name: 'Data left' })).toHaveAttribute('aria-valuenow', '62');
  expect(await wrongs(container)).toEqual([]);
  await rerender({ left: { kind: 'unlimited' }, percent: null });
  expect(container).toHaveTextContent(/^unlimited$/);
  await rerender({ left: null, percent: null });
  expect(container).toHaveTextContent(/^not known$/);
  expect(screen.queryByRole('meter')).not.toBeInTheDocument();
});

test('a price that is not stated is not nought', () => {
  const { container } = render(Money, { amount: null });
  expect(container).toHaveTextContent(/^not stated$/);
});

test('a flag is a picture of a country and a globe for everything else', async () => {
  const { container, rerender } = render(Flag, { code: 'JP' });
  const picture = () => container.querySelector('img');
  expect(picture()).toHaveAttribute('src', expect.stringMatching(/flags\/jp\.svg$/));
  await rerender({ code: null });
  expect(picture()).toBeNull();
  await rerender({ code: '../x' });
  expect(picture()).toBeNull();
});

test('a failure says what to do, whether money moved, and the code for support', async () => {
  const failure: Failure = {
    code: 'timed_out',
    money: 'unknown',
    field: null,
    reference: 'ZIM-408-7F3A',
    details: 'POST /orders',
    facts: { supplier: 'ZIM' },
  };
  const { container } = render(FailureNotice, { failure, money: true });
  expect(screen.getByRole('status')).toHaveTextContent('ZIM did not answer in time.');
  expect(container).toHaveTextContent('Do not buy again.');
  expect(container).toHaveTextContent('ZIM-408-7F3A');
  expect(await wrongs(container)).toEqual([]);
});

test('copying says that it copied, and only when it did', async () => {
  const user = userEvent.setup();
  const copy = vi.fn(async () => false);
  const { rerender } = render(CopyField, { label: 'Address', value: 'smdpp.example.com', copy });
  const button = screen.getByRole('button', { name: 'Copy Address' });
  await user.click(button);
  expect(copy).toHaveBeenCalledOnce();
  expect(button).not.toHaveTextContent('Copied');
  await rerender({ copy: async () => true, busy: true });
  await user.click(button);
  expect(button).not.toHaveTextContent('Copied');
  await rerender({ busy: false });
  await user.click(button);
  expect(await screen.findByText('Copied')).toBeInTheDocument();
});

test('a masked value is seen when it is asked for, and its clearing can be stopped', async () => {
  const user = userEvent.setup();
  const keep = vi.fn();
  const field = { label: 'Code', value: '64DF7EFCBDBD', masked: '•••• BDBD' };
  const { container, rerender } = render(CopyField, { ...field, copy: async () => true, keep });
  expect(container).toHaveTextContent('•••• BDBD');
  expect(container.innerHTML).not.toContain(field.value);
  expect(screen.queryByRole('button', { name: 'Keep' })).not.toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Show Code' }));
  expect(container).toHaveTextContent(field.value);
  await user.click(screen.getByRole('button', { name: 'Hide Code' }));
  expect(container.innerHTML).not.toContain(field.value);
  await rerender({ clearsIn: 48 });
  expect(container).toHaveTextContent('Clipboard is cleared in 48 s');
  await user.click(screen.getByRole('button', { name: 'Keep' }));
  expect(keep).toHaveBeenCalledOnce();
});

test('a menu is walked with the arrows, and Escape gives the focus back', async () => {
  const user = userEvent.setup();
  const run = vi.fn();
  const { container } = render(Menu, {
    label: 'Who works here',
    items: [
      { label: 'Anna', checked: true, run },
      { label: 'Bruno', checked: false, run },
    ],
    children: words('Anna'),
  });
  const button = screen.getByRole('button', { name: 'Anna' });
  button.focus();
  await user.keyboard('{ArrowDown}');
  expect(screen.getByRole('menuitemradio', { name: 'Anna' })).toHaveFocus();
  expect(await wrongs(container)).toEqual([]);
  await user.keyboard('{ArrowDown}{Escape}');
  expect(button).toHaveFocus();
  expect(screen.queryByRole('menu')).not.toBeInTheDocument();
  await user.keyboard('{ArrowDown}{ArrowDown}{Enter}');
  expect(run).toHaveBeenCalledOnce();
});

test('a line that is cut takes the direction of its words, so that their end is cut', () => {
  render(TwoLines, { first: words('محمد بن عبد الرحمن'), second: words('BK-20412') });
  for (const line of ['محمد بن عبد الرحمن', 'BK-20412']) {
    expect(screen.getByText(line).closest('.ellipsis')).toHaveAttribute('dir', 'auto');
  }
});

test('a choice that is not made is drawn by us: some systems fill it in the dark', () => {
  const options = [
    { value: 'one', label: 'One desk' },
    { value: 'more', label: 'Several' },
  ];
  render(Radios, { label: 'Who buys here?', value: null, options });
  for (const radio of screen.getAllByRole('radio')) expect(radio).toHaveClass('radio');
});
