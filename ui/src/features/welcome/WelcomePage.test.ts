import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import type { AppState, Failure, ProviderForm } from '../../ipc/generated/commands.ts';
import { appState } from '../../test/app-state.ts';
import { wrongs } from '../../test/axe.ts';
import { FakeHost, type Answers } from '../../test/fake-host.ts';
import { fourForms } from '../../test/suppliers.ts';
import { supplierForm } from '../../test/wallet.ts';
import WelcomePage from './WelcomePage.svelte';

const refused: Failure = {
  code: 'practice_failed',
  money: 'untouched',
  field: null,
  reference: 'DESK-1',
  details: null,
  facts: {},
};
const suppliers = (...forms: ProviderForm[]): Answers => ({
  wallet_forms: () => ({ forms, currencies: ['USD'] }),
});
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
  new FakeHost(suppliers(supplierForm));
  const { go, container } = page();
  await userEvent.click(screen.getByRole('button', { name: /Connect a wallet/ }));
  expect(go).toHaveBeenCalledExactlyOnceWith({ name: 'wallets', connect: true });
  expect(await wrongs(container)).toEqual([]);
});

test('names the suppliers that the program has', async () => {
  new FakeHost(suppliers(...fourForms));
  const { unmount } = page();
  const connect = () => screen.getByRole('button', { name: /Connect a wallet/ });
  await waitFor(() =>
    expect(connect()).toHaveTextContent('ZIM, eSIM Go, eSIMfly, and Telkor. Your keys'),
  );
  unmount();
  new FakeHost(suppliers(supplierForm));
  page();
  await waitFor(() => expect(connect()).toHaveTextContent('ZIM Connections. Your keys stay'));
});

test('connecting needs no list of suppliers to be there', async () => {
  new FakeHost({
    wallet_forms: () => {
      throw refused;
    },
  });
  const { go } = page();
  const connect = screen.getByRole('button', { name: /Connect a wallet/ });
  expect(connect).toHaveTextContent('Your keys stay in this computer’s keychain.');
  await userEvent.click(connect);
  expect(go).toHaveBeenCalledExactlyOnceWith({ name: 'wallets', connect: true });
});

test('practice starts once, and says that it starts', async () => {
  let ready: (state: AppState) => void = () => undefined;
  const host = new FakeHost({
    ...suppliers(supplierForm),
    practice_start: () => new Promise((done) => (ready = done)),
  });
  page();
  await userEvent.dblClick(practise());
  expect(screen.getByRole('status')).toHaveTextContent('Making practice wallets');
  await userEvent.click(practise());
  expect(host.requests('practice_start')).toHaveLength(1);
  ready(appState({ practice: true }));
  await waitFor(() => expect(practise()).not.toHaveAttribute('aria-busy'));
});

test('a failed start is said in place and can be tried again', async () => {
  const host = new FakeHost({
    ...suppliers(supplierForm),
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
