import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import type { AppState, Failure } from '../../ipc/generated/commands.ts';
import { appState } from '../../test/app-state.ts';
import { wrongs } from '../../test/axe.ts';
import { FakeHost } from '../../test/fake-host.ts';
import WelcomePage from './WelcomePage.svelte';

const refused: Failure = {
  code: 'practice_failed',
  money: 'untouched',
  field: null,
  reference: 'DESK-1',
  details: null,
  facts: {},
};
const page = (go = vi.fn()) => {
  const view = render(WelcomePage, {
    app: appState({ welcome: true }),
    route: { name: 'welcome' },
    go,
  });
  return { ...view, go };
};
const practise = () => screen.getByRole('button', { name: /Practise first/ });

test('connecting leads to the form of a wallet', async () => {
  new FakeHost();
  const { go, container } = page();
  await userEvent.click(screen.getByRole('button', { name: /Connect a wallet/ }));
  expect(go).toHaveBeenCalledExactlyOnceWith({ name: 'wallets', connect: true });
  expect(await wrongs(container)).toEqual([]);
});

test('practice starts once, and says that it starts', async () => {
  let ready: (state: AppState) => void = () => undefined;
  const host = new FakeHost({ practice_start: () => new Promise((done) => (ready = done)) });
  page();
  await userEvent.dblClick(practise());
  expect(screen.getByRole('status')).toHaveTextContent('Making a practice wallet');
  await userEvent.click(practise());
  expect(host.requests('practice_start')).toHaveLength(1);
  ready(appState({ practice: true }));
  await waitFor(() => expect(practise()).not.toHaveAttribute('aria-busy'));
});

test('a failed start is said in place and can be tried again', async () => {
  const host = new FakeHost({
    practice_start: () => {
      throw refused;
    },
  });
  const { container } = page();
  await userEvent.click(practise());
  expect(await screen.findByRole('alert')).toHaveTextContent('Practice could not start.');
  expect(await wrongs(container)).toEqual([]);
  await userEvent.click(practise());
  await waitFor(() => expect(host.requests('practice_start')).toHaveLength(2));
});
