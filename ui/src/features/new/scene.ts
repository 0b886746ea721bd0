/** The whole screen before a core that the test scripts; `sample.ts` has what it answers. */
import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, vi } from 'vitest';
import type { AppState, OrderPage, OrderView } from '../../ipc/generated/commands.ts';
import { FakeHost, type Answers } from '../../test/fake-host.ts';
import { newEsim } from './new.svelte.ts';
import NewPage from './NewPage.svelte';
import { appState, found, order } from './sample.ts';

export type User = ReturnType<typeof userEvent.setup>;

export const page = (rows: OrderView[]): OrderPage => ({
  rows,
  total: rows.length,
  open: 0,
  waiting: 0,
});

/** Nothing typed, nothing kept: what each test begins with. */
export function clean(): void {
  newEsim.aside = undefined;
  newEsim.reset();
  sessionStorage.clear();
}

export function open(answers: Answers = {}, app: AppState = appState()) {
  const go = vi.fn();
  const host = new FakeHost({
    plans_search: () => found(),
    orders_page: () => page([]),
    order_place: () => [order()],
    ...answers,
  });
  const view = render(NewPage, { app, go, route: { name: 'new' } });
  return { host, go, view, user: userEvent.setup() };
}

/** Chooses Japan and waits for plans. */
export async function toJapan(user: User): Promise<void> {
  await user.type(screen.getByRole('combobox', { name: 'Where to' }), 'Jap{Enter}');
  await waitFor(() => expect(document.querySelector('input[name=plan]')).toBeInTheDocument());
}

/** Chooses the plan whose label fits, for these travellers. */
export async function choose(user: User, label: RegExp, ...names: string[]): Promise<void> {
  await user.click(screen.getByRole('radio', { name: label }));
  const field = screen.getByLabelText('Names, one per line');
  await user.clear(field);
  if (names.length > 0) await user.type(field, names.join('{Enter}'));
}

export const buyButton = () => screen.getByRole('button', { name: /^(Buy|Take)/ });
