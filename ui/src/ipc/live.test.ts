import { render, screen, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { FakeHost } from '../test/fake-host.ts';
import LivePart from '../test/parts/LivePart.svelte';
import type { Found } from './generated/commands.ts';

const hit = (title: string): Found[] => [
  { kind: 'esim', wallet_id: 'w', esim_id: title, title, subtitle: '' },
];
const shown = () => screen.getByTestId('shown').textContent;
const phase = () => screen.getByTestId('phase').textContent?.replace(/\s+/g, ' ').trim();

/** Answers that the test gives one by one, in any order. */
function held() {
  const waiting: { text: string; answer: (found: Found[]) => void; fail: (w: unknown) => void }[] =
    [];
  const host = new FakeHost({
    find: ({ text }) =>
      new Promise((answer, fail) => {
        waiting.push({ text, answer, fail });
      }),
  });
  return { host, waiting };
}

test('shows the answer with its moment', async () => {
  new FakeHost({ find: ({ text }) => hit(text) });
  render(LivePart, { text: 'tanaka' });
  expect(phase()).toBe('loading fine undated');
  await waitFor(() => expect(shown()).toBe('tanaka'));
  expect(phase()).toBe('idle fine dated');
});

test('asks again when the question changes, and drops the older answer that comes later', async () => {
  const { waiting } = held();
  const { rerender } = render(LivePart, { text: 'first' });
  await waitFor(() => expect(waiting).toHaveLength(1));
  await rerender({ text: 'second' });
  await waitFor(() => expect(waiting.at(-1)?.text).toBe('second'));
  waiting.at(-1)?.answer(hit('second'));
  await waitFor(() => expect(shown()).toBe('second'));
  waiting[0]?.answer(hit('first'));
  await Promise.resolve();
  expect(shown()).toBe('second');
});

test('asks again when one of its topics becomes stale, and not for others', async () => {
  let count = 0;
  const host = new FakeHost({ find: () => hit(`answer ${(count += 1)}`) });
  render(LivePart, { text: 'x' });
  await waitFor(() => expect(phase()).toBe('idle fine dated'));
  const before = host.asked.length;
  host.stale('plans');
  host.stale('orders');
  await waitFor(() => expect(host.asked).toHaveLength(before + 1));
  await waitFor(() => expect(shown()).toBe(`answer ${count}`));
});

test('a failure stands beside the last good answer', async () => {
  const { host, waiting } = held();
  render(LivePart, { text: 'x' });
  await waitFor(() => expect(waiting.length).toBeGreaterThan(0));
  waiting.at(-1)?.answer(hit('good'));
  await waitFor(() => expect(shown()).toBe('good'));
  const before = waiting.length;
  host.stale('esims');
  await waitFor(() => expect(waiting.length).toBe(before + 1));
  waiting.at(-1)?.fail('not allowed');
  await waitFor(() => expect(phase()).toBe('idle ipc dated'));
  expect(shown()).toBe('good');
});

test('without a question it asks nothing and shows nothing', async () => {
  const host = new FakeHost({ find: () => hit('x') });
  const { rerender } = render(LivePart, { text: 'x' });
  await waitFor(() => expect(shown()).toBe('x'));
  const before = host.asked.length;
  await rerender({ text: null });
  await waitFor(() => expect(phase()).toBe('idle fine undated'));
  expect(shown()).toBe('');
  expect(host.asked).toHaveLength(before);
});

test('is quiet after its component is gone', async () => {
  const host = new FakeHost({ find: () => hit('x') });
  const { unmount } = render(LivePart, { text: 'x' });
  await waitFor(() => expect(shown()).toBe('x'));
  unmount();
  const before = host.asked.length;
  host.stale('esims');
  expect(host.asked).toHaveLength(before);
});
