import { render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import Age from './Age.svelte';

const NOW = new Date('2026-11-21T12:04:00Z');
const shown = () => document.querySelector('time')?.textContent;

beforeEach(() => void vi.useFakeTimers({ now: NOW }));
afterEach(() => void vi.useRealTimers());

test('grows older by itself', async () => {
  render(Age, { at: '2026-11-21T12:02:30Z' });
  expect(shown()).toBe('1 min old');
  await vi.advanceTimersByTimeAsync(30_000);
  await tick();
  expect(shown()).toBe('2 min old');
  await vi.advanceTimersByTimeAsync(58 * 60_000);
  await tick();
  expect(shown()).toBe('1 h old');
});

test('is young again with a new moment, and names the moment in full', async () => {
  const { rerender } = render(Age, { at: '2026-11-20T12:04:00Z' });
  expect(shown()).toBe('1 day old');
  await rerender({ at: '2026-11-21T12:03:59Z' });
  await tick();
  expect(shown()).toBe('just now');
  expect(screen.getByTitle(/2026/)).toBeInTheDocument();
});
