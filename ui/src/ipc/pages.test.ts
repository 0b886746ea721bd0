import { render, screen, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { FakeHost } from '../test/fake-host.ts';
import PagesPart from '../test/parts/PagesPart.svelte';
import type { OrderPage, OrderView } from './generated/commands.ts';

const see = (id: string) => screen.getByTestId(id).textContent;

function journal(): FakeHost {
  return new FakeHost({
    orders_page: ({ text, offset, limit }): OrderPage =>
      ({
        total: 95,
        rows: Array.from(
          { length: Math.min(limit, 95 - offset) },
          (_, at) => ({ number: `${text}${offset + at}` }) as OrderView,
        ),
      }) as OrderPage,
  });
}
const offsets = (host: FakeHost) => host.requests('orders_page').map(({ offset }) => offset);

test('asks for the pages in sight and for no page twice', async () => {
  const host = journal();
  const { rerender } = render(PagesPart, { text: 'a', need: [0, 9] });
  await waitFor(() => expect(see('first')).toBe('a0'));
  expect(see('total')).toBe('95');
  await rerender({ text: 'a', need: [38, 52] });
  await waitFor(() => expect(see('first')).toBe('a38'));
  expect(offsets(host)).toEqual([0, 30, 40, 50]);
  await rerender({ text: 'a', need: [41, 49] });
  await waitFor(() => expect(see('first')).toBe('a41'));
  expect(offsets(host)).toEqual([0, 30, 40, 50]);
});

test('another question forgets the old rows', async () => {
  journal();
  const { rerender } = render(PagesPart, { text: 'a' });
  await waitFor(() => expect(see('first')).toBe('a0'));
  await rerender({ text: 'b' });
  await waitFor(() => expect(see('first')).toBe('b0'));
});

test('another question is asked for as many rows as are in sight, from its first', async () => {
  const host = journal();
  const { rerender } = render(PagesPart, { text: 'a', need: [70, 84] });
  await waitFor(() => expect(see('first')).toBe('a70'));
  const before = host.asked.length;
  await rerender({ text: 'b' });
  await waitFor(() => expect(host.asked.length).toBeGreaterThan(before));
  const asked = host.requests('orders_page').slice(before);
  expect(asked.map(({ text, offset }) => `${text}${offset}`)).toContain('b10');
});

test('a stale topic renews what is in sight and keeps it on the screen meanwhile', async () => {
  const host = journal();
  const { rerender } = render(PagesPart, { text: 'a', need: [0, 9] });
  await rerender({ text: 'a', need: [70, 79] });
  await waitFor(() => expect(see('first')).toBe('a70'));
  const before = host.asked.length;
  host.stale('orders');
  expect(see('first')).toBe('a70');
  await waitFor(() => expect(host.asked.length).toBe(before + 1));
  expect(offsets(host).at(-1)).toBe(70);
});
