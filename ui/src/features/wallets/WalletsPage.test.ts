import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import type {
  AppState,
  Failure,
  ListsState,
  WalletChecked,
  WalletView,
} from '../../ipc/generated/commands.ts';
import { appState } from '../../test/app-state.ts';
import { wrongs } from '../../test/axe.ts';
import { FakeHost } from '../../test/fake-host.ts';
import { abilities, failure, supplierForm, wallet } from '../../test/wallet.ts';
import { health, troubles } from './health.ts';
import WalletsPage from './WalletsPage.svelte';

let host: FakeHost;
let refuse: Partial<Failure> | undefined;
let found: Partial<WalletChecked>;
const go = vi.fn();
const user = userEvent.setup();

const open = (wallets: WalletView[], more: Partial<AppState> = {}, id?: string) =>
  render(WalletsPage, {
    app: appState({ wallets, ...more }),
    route: id === undefined ? { name: 'wallets' } : { name: 'wallets', id },
    go,
  });
const press = (name: string) => user.click(screen.getByRole('button', { name }));
const online: ListsState = { oldest_at: null, offline_since: null, syncing: false };
const failing = (why: Failure) => wallet().lists.map((list) => ({ ...list, failure: why }));

beforeEach(() => {
  go.mockReset();
  refuse = undefined;
  found = {};
  const tried = () => {
    if (refuse) throw failure(refuse);
    return wallet();
  };
  host = new FakeHost({
    wallet_forms: () => ({ forms: [supplierForm], currencies: ['USD'] }),
    wallet_pause: tried,
    wallet_resume: tried,
    wallet_disconnect: tried,
    sync_now: () => ({}),
    wallet_check: () => ({
      destinations: 1,
      balance: null,
      sees_orders: null,
      milliseconds: 40,
      warnings: [],
      ...found,
    }),
  });
});

test('shows what is known of the wallet, and says what is not', async () => {
  const lists = wallet().lists.map((list, at) => (at === 1 ? { ...list, skipped: 3 } : list));
  const settings = { desks: '7' };
  const { container } = open([wallet({ lists, open_orders: 2, settings })]);
  expect(container).toHaveTextContent('Balance not shown by ZIM');
  expect(container).toHaveTextContent('Others too: another desk, or the supplier’s portal');
  expect(container).toHaveTextContent('Desks that share its requests 7');
  expect(container).toHaveTextContent('about 20 seconds');
  expect(container).toHaveTextContent('ZIM does not show the balance.');
  const row = within(screen.getByRole('table', { name: 'Lists' })).getByRole('row', {
    name: /^Plans on eSIMs/,
  });
  expect(row).toHaveTextContent('3 rows could not be read');
  await press('See orders');
  expect(go).toHaveBeenCalledExactlyOnceWith({ name: 'orders' });
  expect(await wrongs(container)).toEqual([]);
});

test('a balance stands with its age, and what is not known is not nought', () => {
  const amount = { minor: 123456, currency: 'USD', exponent: 2 };
  const fact = () => screen.getByText('Balance').nextElementSibling;
  const can = { abilities: abilities({ balance: true }) };
  const at = '2026-11-20T11:05:00Z';
  const { unmount } = open([wallet({ ...can, balance: { amount, at, snapshot: false } })]);
  expect(fact()).toHaveTextContent(/^1.234.56.USD .*old$/);
  unmount();
  const second = open([wallet({ ...can, balance: { amount, at, snapshot: true } })]);
  expect(fact()).toHaveTextContent(/as of .*20.* measures it only now and then/);
  second.unmount();
  const third = open([wallet(can)]);
  expect(fact()).toHaveTextContent('not known yet');
  third.unmount();
  open([wallet({ abilities: null })]);
  expect(fact()).toHaveTextContent('not known while it cannot be reached');
});

test('on a screen that faces customers no balance is told, though it is known', async () => {
  const amount = { minor: 123456, currency: 'USD', exponent: 2 };
  const balance = { amount, at: '2026-11-20T11:05:00Z', snapshot: false };
  const settings = { ...appState().settings, hide_buying_prices: true };
  found = { balance: amount };
  const { container } = open([wallet({ balance })], { settings });
  expect(screen.getByText('Balance').nextElementSibling).toHaveTextContent(/^hidden$/);
  await press('Check connection (buys nothing)');
  await screen.findByText(/^Works\./);
  expect(container).not.toHaveTextContent(/234/);
});

test('what a wallet can do is said in words, beside what it cannot', async () => {
  const can = abilities({
    catalogue: false,
    stock: true,
    at_once: 100,
    balance: true,
    diagnostics: true,
    reconnect: true,
  });
  const { container, unmount } = open([wallet({ abilities: can })]);
  const section = screen.getByRole('heading', { name: 'What ZIM can do here' }).parentElement;
  const words = within(section as HTMLElement).getAllByRole('listitem');
  expect(words.map(({ textContent }) => textContent)).toEqual([
    'Takes eSIMs from your stock',
    'Shows what you own and have not used yet',
    'Prepares up to 100 eSIMs in one order',
    'Shows the balance',
    'Asks the network where an eSIM is',
    'Reconnects an eSIM (drops the line briefly)',
  ]);
  expect(await wrongs(container)).toEqual([]);
  unmount();
  open([wallet({ abilities: null })]);
  expect(screen.queryByText('What ZIM can do here')).not.toBeInTheDocument();
  expect(screen.getByText('What ZIM cannot do')).toBeInTheDocument();
});

test('reading says how far it is, and that a limit holds it up', async () => {
  const syncing = { list: 'plans' as const, done: 40, of: 620 };
  const { container, unmount } = open([wallet({ syncing, waiting_seconds: 150 })]);
  expect(container).toHaveTextContent('Reading: Plans to buy, 40 of 620');
  expect(screen.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '40');
  expect(container).toHaveTextContent('Reading at ZIM goes on in 3 min');
  expect(await wrongs(container)).toEqual([]);
  unmount();
  open([wallet({ syncing: { list: 'services', done: 3, of: 10 } })]);
  expect(screen.getByText('Reading details of eSIMs: 3 of 10')).toBeInTheDocument();
});

test('what a limit holds up counts down and goes away by itself', async () => {
  vi.useFakeTimers();
  try {
    open([wallet({ waiting_seconds: 3 })]);
    expect(screen.getByText('Reading at ZIM goes on in 3 s')).toBeInTheDocument();
    await vi.advanceTimersByTimeAsync(2000);
    expect(screen.getByText('Reading at ZIM goes on in 1 s')).toBeInTheDocument();
    await vi.advanceTimersByTimeAsync(1000);
    expect(screen.queryByText(/goes on in/)).not.toBeInTheDocument();
  } finally {
    vi.useRealTimers();
  }
});

test('a wallet is chosen in the list', async () => {
  const { container } = open([wallet(), wallet({ id: 'w2', name: 'رحلات النور' })], {}, 'w2');
  const list = screen.getByRole('list', { name: 'Connected wallets' });
  expect(within(list).getByRole('button', { current: true })).toHaveTextContent('رحلات النور');
  await user.click(within(list).getByRole('button', { name: /^ZIM/ }));
  expect(go).toHaveBeenCalledExactlyOnceWith({ name: 'wallets', id: 'w1' });
  expect(await wrongs(container)).toEqual([]);
});

test('without a wallet, and with one that is gone, it says what to do', async () => {
  const { container, unmount } = open([]);
  await press('Connect a wallet');
  expect(go).toHaveBeenCalledExactlyOnceWith({ name: 'wallets', connect: true });
  expect(await wrongs(container)).toEqual([]);
  unmount();
  open([wallet()], {}, 'gone');
  expect(screen.getByText('This wallet is not here any more.')).toBeInTheDocument();
});

test('checks with the stored secrets, reads lists again, pauses and resumes', async () => {
  const { unmount } = open([wallet()]);
  await press('Check connection (buys nothing)');
  expect(await screen.findByText('Works. 1 destination, 0.0 s.')).toBeInTheDocument();
  expect(screen.queryByText(/^Balance:/)).not.toBeInTheDocument();
  expect(host.requests('wallet_check')).toMatchObject([
    { wallet_id: 'w1', draft: { secrets: {}, settings: { client_id: 'desk-7' } } },
  ]);
  await press('Read lists again');
  expect(host.requests('sync_now')).toMatchObject([{ wallet_id: 'w1' }]);
  await press('Pause');
  expect(host.requests('wallet_pause')).toMatchObject([{ wallet_id: 'w1' }]);
  unmount();
  open([wallet({ paused: true })]);
  await press('Read lists again');
  expect(host.requests('sync_now')).toHaveLength(1);
  await press('Resume');
  expect(host.requests('wallet_resume')).toHaveLength(1);
});

test('a check says the balance where it is told, and destinations only where some are sold', async () => {
  const balance = { minor: 9950, currency: 'EUR', exponent: 2 };
  found = { destinations: null, balance };
  open([wallet()]);
  await press('Check connection (buys nothing)');
  expect(await screen.findByText('Works. 0.0 s.')).toBeInTheDocument();
  expect(screen.getByText(/^Balance: 99.50.EUR\.$/)).toBeInTheDocument();
});

test('disconnecting says what stays and what goes, and asks', async () => {
  const { container } = open([wallet()]);
  await press('Disconnect wallet (records stay)');
  const dialog = screen.getByRole('dialog', { name: 'Disconnect ZIM?' });
  expect(dialog).toHaveTextContent(/What stays .*who was given which eSIM.*What goes.*its key/);
  expect(await wrongs(container)).toEqual([]);
  expect(host.requests('wallet_disconnect')).toEqual([]);
  await press('Disconnect');
  await waitFor(() => expect(go).toHaveBeenCalledExactlyOnceWith({ name: 'wallets' }));
  expect(host.requests('wallet_disconnect')).toMatchObject([{ wallet_id: 'w1' }]);
});

test('orders that are not final stop it and lead to Orders', async () => {
  refuse = { code: 'wallet_has_open_orders' };
  open([wallet()]);
  await press('Disconnect wallet (records stay)');
  await press('Disconnect');
  expect(await screen.findByRole('alert')).toHaveTextContent('outcome is not final');
  await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'See orders' }));
  expect(go).toHaveBeenCalledExactlyOnceWith({ name: 'orders' });
});

test('a wallet of practice is neither edited nor disconnected', async () => {
  open([wallet()], { practice: true });
  await press('Edit');
  expect(screen.getByRole('heading', { name: 'ZIM' })).toBeInTheDocument();
  await press('Disconnect wallet (records stay)');
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  await press('Connect a wallet');
  expect(go).not.toHaveBeenCalled();
});

test('one word says how a wallet is, the most pressing first', () => {
  const word = (more: Partial<WalletView>, lists = online) => health(wallet(more), lists).text;
  const credentials = failure({ code: 'credentials' });
  const offline = failure({ code: 'offline' });
  const [first, ...others] = wallet().lists;
  expect(word({})).toBe('Works');
  expect(word({ paused: true, trouble: credentials })).toBe('Paused');
  expect(word({ disconnected: true, paused: true })).toBe('Disconnected');
  expect(word({ trouble: failure({ code: 'keychain_locked' }), abilities: null })).toBe(
    'Keychain trouble',
  );
  expect(word({ lists: failing(credentials) })).toMatch(/^Failing, last read /);
  expect(
    word({ lists: failing(credentials).map((list) => ({ ...list, complete_at: null })) }),
  ).toBe('Failing, never read');
  expect(
    word({ lists: failing(offline) }, { ...online, offline_since: '2026-11-21T10:42:00Z' }),
  ).toMatch(/^Offline since /);
  if (first)
    expect(word({ lists: [{ ...first, failure: credentials }, ...others] })).toBe('Works in part');
  expect(word({ trouble: failure({ code: 'clock_wrong' }) })).toBe('Works in part');
  expect(word({ syncing: { list: 'esims', done: 0, of: 0 } })).toBe('Reading lists');
  if (first)
    expect(word({ lists: [{ ...first, complete_at: null }, ...others] })).toBe('Not read yet');
});

test('the same trouble of four lists is told once', () => {
  const lists = failing(failure({ code: 'credentials' }));
  expect(troubles(wallet({ lists }))).toHaveLength(1);
  expect(troubles(wallet({ lists, trouble: failure({ code: 'clock_wrong' }) }))).toHaveLength(2);
});
