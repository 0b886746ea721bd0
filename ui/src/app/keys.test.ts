import { beforeEach, expect, test, vi } from 'vitest';
import { onKey } from './keys.ts';

const shortcuts = { newEsim: vi.fn(), palette: vi.fn(), search: vi.fn() };
const press = (init: KeyboardEventInit): KeyboardEvent => {
  const event = new KeyboardEvent('keydown', { cancelable: true, ...init });
  onKey(event, shortcuts);
  return event;
};
beforeEach(() => vi.clearAllMocks());

test('Ctrl and Cmd do the same', () => {
  press({ key: 'n', ctrlKey: true });
  press({ key: 'n', metaKey: true });
  press({ key: 'k', metaKey: true });
  press({ key: 'f', ctrlKey: true });
  expect(shortcuts.newEsim).toHaveBeenCalledTimes(2);
  expect(shortcuts.palette).toHaveBeenCalledOnce();
  expect(shortcuts.search).toHaveBeenCalledOnce();
});

test('works on a Cyrillic layout by the place of the key, on AZERTY by its letter', () => {
  press({ key: 'т', code: 'KeyN', ctrlKey: true });
  expect(shortcuts.newEsim).toHaveBeenCalledOnce();
  press({ key: 'a', code: 'KeyN', ctrlKey: true });
  expect(shortcuts.newEsim).toHaveBeenCalledOnce();
});

test('reloading keys are swallowed', () => {
  expect(press({ key: 'F5' }).defaultPrevented).toBe(true);
  expect(press({ key: 'F5', ctrlKey: true }).defaultPrevented).toBe(true);
  expect(press({ key: 'r', ctrlKey: true }).defaultPrevented).toBe(true);
  expect(press({ key: 'R', ctrlKey: true, shiftKey: true }).defaultPrevented).toBe(true);
});

test('typing is left alone', () => {
  for (const init of [
    { key: 'n' },
    { key: 'k', altKey: true, ctrlKey: true },
    { key: 'c', ctrlKey: true },
  ]) {
    expect(press(init).defaultPrevented).toBe(false);
  }
  expect(shortcuts.newEsim).not.toHaveBeenCalled();
});
