import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import type { AppState } from '../ipc/generated/commands.ts';
import { appState } from '../test/app-state.ts';
import { wrongs } from '../test/axe.ts';
import { FakeHost } from '../test/fake-host.ts';
import { momentText } from '../text/time.ts';
import { wallet } from '../test/wallet.ts';
import { esimPage } from '../features/esims/sample.ts';
// Read here, so that no test waits for it.
import '../features/new/NewPage.svelte';
import '../features/orders/OrdersPage.svelte';
import '../features/settings/SettingsPage.svelte';
import '../features/wallets/WalletsPage.svelte';
import '../features/welcome/WelcomePage.svelte';
import './Palette.svelte';
import App from './App.svelte';
import { askFirst } from './first.ts';

let state: AppState;
let host: FakeHost;

beforeEach(() => {
  state = appState();
  host = new FakeHost({
    app_state: () => state,
    find: () => [
      { kind: 'esim', wallet_id: 'w', esim_id: 'e', title: 'Yuki Tanaka', subtitle: 'BK-20418' },
      { kind: 'order', key: 'k', title: 'D07-000123 Yuki Tanaka', subtitle: 'ZIM' },
    ],
    settings_save: ({ settings }) => settings,
  });
});

const place = (name: RegExp) =>
  within(screen.getByRole('navigation', { name: 'Screens' })).getByRole('button', { name });
const opened = async () => waitFor(() => expect(screen.getByRole('navigation')).toBeVisible());

test('begins with the eSIMs and says who works here', async () => {
  state = appState({ orders_waiting: 2 });
  render(App);
  await opened();
  expect(place(/^eSIMs/)).toHaveAttribute('aria-current', 'page');
  expect(place(/^Orders/)).toHaveTextContent('2 orders that need somebody');
  expect(screen.getByRole('button', { name: /^At this desk: Anna/ })).toBeInTheDocument();
});

test('what a start asks for ahead is what its screen shows, and nothing is asked twice', async () => {
  const answers = { app_state: () => state, esims_page: () => esimPage([], { total: 0 }) };
  const host = new FakeHost(answers);
  askFirst();
  render(App);
  await opened();
  await screen.findByText('No wallet connected', { selector: 'h2' });
  expect(host.asked.map(({ name }) => name)).toEqual(['app_state', 'esims_page']);
});

test('goes to a screen by its button and to a new eSIM by Ctrl N', async () => {
  const user = userEvent.setup();
  render(App);
  await opened();
  await user.click(place(/^Settings/));
  expect(place(/^Settings/)).toHaveAttribute('aria-current', 'page');
  await user.keyboard('{Control>}n{/Control}');
  expect(place(/^New eSIM/)).toHaveAttribute('aria-current', 'page');
});

test('the first start shows only the choice, and a wallet leads away from it', async () => {
  state = appState({ welcome: true });
  render(App);
  await waitFor(() => expect(screen.getByRole('main')).toBeInTheDocument());
  await waitFor(() => expect(screen.queryByRole('navigation')).not.toBeInTheDocument());
  state = appState();
  host.stale('app');
  await opened();
  expect(place(/^eSIMs/)).toHaveAttribute('aria-current', 'page');
});

test('practice is marked on every screen', async () => {
  const user = userEvent.setup();
  state = appState({ practice: true });
  render(App);
  await opened();
  for (const name of [/^New eSIM/, /^eSIMs/, /^Orders/, /^Wallets/, /^Settings/]) {
    await user.click(place(name));
    expect(screen.getByText('PRACTICE')).toBeVisible();
  }
});

test('the state of the lists is said: their age, offline, no wallet', async () => {
  const wallets = [{}] as AppState['wallets'];
  const minutesAgo = new Date(Date.now() - 125_000).toISOString();
  const lists = { oldest_at: minutesAgo, offline_since: null, syncing: false };
  state = appState({ wallets, lists });
  const { container } = render(App);
  await opened();
  expect(container).toHaveTextContent('Lists 2 min old');
  state = appState({ wallets, lists: { ...lists, offline_since: minutesAgo } });
  host.stale('wallets');
  const since = `Offline since ${momentText(minutesAgo)}`.replaceAll('\u202f', ' ');
  await waitFor(() => expect(container).toHaveTextContent(since));
  state = appState();
  host.stale('app');
  await waitFor(() => expect(container).toHaveTextContent('No wallet connected'));
});

test('one wallet that was never read is not told as all of them', async () => {
  const unread = (id: string) =>
    wallet({ id, lists: wallet().lists.map((list) => ({ ...list, complete_at: null })) });
  state = appState({ wallets: [wallet(), unread('w2')] });
  const { container } = render(App);
  await opened();
  expect(container).toHaveTextContent('1 wallet not read yet');
  state = appState({ wallets: [unread('w1'), unread('w2')] });
  host.stale('wallets');
  await waitFor(() => expect(container).toHaveTextContent('Lists not read yet'));
  state = appState({ wallets: [wallet({ paused: true })] });
  host.stale('wallets');
  await waitFor(() => expect(host.requests('app_state')).toHaveLength(3));
  expect(container).toHaveTextContent('Lists not read yet');
});

test('another member of staff takes over at the foot', async () => {
  const user = userEvent.setup();
  render(App);
  await opened();
  await user.click(screen.getByRole('button', { name: /^At this desk: Anna/ }));
  await user.click(screen.getByRole('menuitemradio', { name: 'Bruno' }));
  await waitFor(() => expect(host.requests('settings_save')).toHaveLength(1));
  expect(host.requests('settings_save')[0]?.settings).toMatchObject({ working: 'Bruno' });
});

test('Ctrl K finds an order and opens it with the keyboard alone', async () => {
  const user = userEvent.setup();
  render(App);
  await opened();
  await user.keyboard('{Control>}k{/Control}');
  const box = await screen.findByRole('combobox', { name: 'Find or do anything' });
  expect(screen.getByRole('option', { name: 'New eSIM' })).toBeInTheDocument();
  await user.type(box, 'tan');
  await screen.findByRole('option', { name: /D07-000123/ });
  expect(await wrongs(screen.getByRole('dialog'))).toEqual([]);
  await user.keyboard('{ArrowDown}{Enter}');
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  expect(place(/^Orders/)).toHaveAttribute('aria-current', 'page');
});

test('what a screen gives the focus to keeps it when the palette says that it is closed', async () => {
  const user = userEvent.setup();
  render(App);
  await opened();
  await user.keyboard('{Control>}k{/Control}');
  const box = await screen.findByRole('combobox', { name: 'Find or do anything' });
  const palette = screen.getByRole('dialog');
  await user.type(box, 'n{Enter}');
  const country = await screen.findByRole('combobox', { name: 'Where to' });
  await waitFor(() => expect(country).toHaveFocus());
  palette.dispatchEvent(new Event('close'));
  expect(country).toHaveFocus();
});

test('one letter asks nothing of the core but finds actions', async () => {
  const user = userEvent.setup();
  render(App);
  await opened();
  await user.keyboard('{Control>}k{/Control}');
  await user.type(await screen.findByRole('combobox', { name: 'Find or do anything' }), 's');
  expect(screen.getByRole('option', { name: 'Settings' })).toBeInTheDocument();
  expect(host.requests('find')).toEqual([]);
});

test('a program that cannot say its state says so, and can be asked again', async () => {
  const user = userEvent.setup();
  let answers = false;
  new FakeHost({ app_state: () => (answers ? state : Promise.reject('no permission')) });
  render(App);
  const again = await screen.findByRole('button', { name: 'Try again' });
  expect(screen.getByRole('main')).toHaveTextContent('no permission');
  answers = true;
  await user.click(again);
  await opened();
});

test('axe finds nothing in the frame', async () => {
  const { container } = render(App);
  await opened();
  expect(await wrongs(container)).toEqual([]);
});
