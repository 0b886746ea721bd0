import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Failure, WalletDraft, WalletView } from '../../ipc/generated/commands.ts';
import { forgetDrafts } from '../../kit/drafts.ts';
import { appState } from '../../test/app-state.ts';
import { wrongs } from '../../test/axe.ts';
import { choose } from '../../test/choose.ts';
import { FakeHost } from '../../test/fake-host.ts';
import { failure, supplierForm, wallet } from '../../test/wallet.ts';
import WalletsPage from './WalletsPage.svelte';

let host: FakeHost;
let refuse: Partial<Failure> | undefined;
let answer: Promise<WalletView> | undefined;
const go = vi.fn();
const user = userEvent.setup();

const connectPage = async () => {
  const view = render(WalletsPage, {
    app: appState({ welcome: true }),
    route: { name: 'wallets', connect: true },
    go,
  });
  await screen.findByRole('heading', { name: 'Connect a wallet' });
  return view;
};
const editPage = async (more: Partial<WalletView> = {}) => {
  const view = render(WalletsPage, {
    app: appState({ wallets: [wallet(more)] }),
    route: { name: 'wallets' },
    go,
  });
  await waitFor(() => expect(host.requests('wallet_forms')).toHaveLength(1));
  await user.click(await screen.findByRole('button', { name: 'Edit' }));
  await screen.findByRole('heading', { name: 'Edit ZIM' });
  return view;
};
const field = (name: string) => screen.getByLabelText(name);
const press = (name: string) => user.click(screen.getByRole('button', { name }));
const CHECK = 'Check connection (buys nothing)';
const drafts = (name: 'wallet_connect' | 'wallet_edit' | 'wallet_check') =>
  host.requests(name).map((one) => one['draft'] as WalletDraft);
const fill = async () => {
  await user.type(field('Client ID'), 'desk-7');
  await user.type(field('Client secret'), 's3cret');
  await user.click(field('Only this desk'));
};

beforeEach(() => {
  go.mockReset();
  refuse = undefined;
  answer = undefined;
  const tried = <T>(reply: T): T => {
    if (refuse) throw failure(refuse);
    return reply;
  };
  host = new FakeHost({
    wallet_forms: () => ({ forms: [supplierForm], currencies: ['USD', 'EUR'] }),
    wallet_connect: () => answer ?? tried(wallet({ id: 'new' })),
    wallet_edit: () => tried(wallet()),
    wallet_check: () =>
      tried({
        destinations: 74,
        balance: null,
        sees_orders: false,
        milliseconds: 412,
        warnings: [failure({ code: 'unreadable', facts: { rows: '2', supplier: 'ZIM' } })],
      }),
  });
});
afterEach(() => forgetDrafts());

test('sends what was typed, without defaults, and opens the wallet', async () => {
  const { container } = await connectPage();
  await fill();
  await press('Connect');
  await waitFor(() => expect(go).toHaveBeenCalledExactlyOnceWith({ name: 'wallets', id: 'new' }));
  expect(drafts('wallet_connect')).toEqual([
    {
      provider: 'zim',
      environment: 'production',
      name: '',
      currency: 'USD',
      sharing: 'only_us',
      settings: { client_id: 'desk-7' },
      secrets: { client_secret: 's3cret' },
    },
  ]);
  expect(await wrongs(container)).toEqual([]);
});

test('marks everything that is missing at once, stands at the first, and sends nothing', async () => {
  const { container } = await connectPage();
  await press('Connect');
  expect(field('Client ID')).toHaveFocus();
  expect(field('Client ID')).toHaveAccessibleDescription(/Please fill this in/);
  expect(field('Client secret')).toBeInvalid();
  const question = screen.getByRole('radiogroup', { name: /anyone else buy/ });
  expect(question).toHaveAccessibleDescription(/After a lost answer .* Please choose one/);
  expect(await wrongs(container)).toEqual([]);
  await fill();
  expect(field('Client ID')).toBeValid();
  expect(question).not.toHaveTextContent('Please choose one');
  expect(host.requests('wallet_connect')).toEqual([]);
});

test('a refusal stands at its field with the focus, and nothing typed is lost', async () => {
  await connectPage();
  await choose('Environment', 'Own address');
  await user.type(field('Address'), 'http://zim.example');
  await fill();
  refuse = { code: 'not_https', field: 'base_url' };
  await press('Connect');
  await waitFor(() => expect(field('Address')).toHaveFocus());
  expect(field('Address')).toHaveAccessibleDescription(/must begin with https/);
  expect(field('Address')).toHaveValue('http://zim.example');
  expect(field('Client secret')).toHaveValue('s3cret');
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  await user.type(field('Address'), '/v2');
  expect(field('Address')).toBeValid();
});

test('a refusal under Advanced opens it', async () => {
  await connectPage();
  await fill();
  refuse = { code: 'field_unusable', field: 'scope' };
  await press('Connect');
  await waitFor(() => expect(field('Scope')).toHaveFocus());
  expect(screen.getByRole('group', { name: '' })).toHaveAttribute('open');
});

test('refused credentials are said once, above the buttons', async () => {
  const { container } = await connectPage();
  await fill();
  refuse = { code: 'credentials' };
  await press('Connect');
  expect(await screen.findByRole('alert')).toHaveTextContent('ZIM refused the credentials.');
  expect(field('Client ID')).toHaveValue('desk-7');
  expect(await wrongs(container)).toEqual([]);
});

test('a check needs no answer about others and shows what it found', async () => {
  await connectPage();
  await user.type(field('Client ID'), 'desk-7');
  await user.type(field('Client secret'), 's3cret');
  await press(CHECK);
  const found = await screen.findByText(/^Works\. 74 destinations, 0.4 s\.$/);
  expect(found.closest('[role=status]')).toHaveTextContent(/cannot be seen by this key/);
  expect(screen.getByText('2 rows could not be read.')).toBeInTheDocument();
  expect(host.requests('wallet_connect')).toEqual([]);
});

test('who leaves while it connects comes back to the same form and cannot connect twice', async () => {
  let connected: (view: WalletView) => void = () => undefined;
  answer = new Promise((done) => (connected = done));
  const { unmount } = await connectPage();
  await fill();
  await press('Connect');
  unmount();
  await connectPage();
  expect(field('Client ID')).toHaveValue('desk-7');
  await press('Connect');
  expect(host.requests('wallet_connect')).toHaveLength(1);
  connected(wallet({ id: 'new' }));
  await waitFor(() => expect(go).toHaveBeenCalledWith({ name: 'wallets', id: 'new' }));
});

test('cancelling without any wallet leads back to the choice and forgets what was typed', async () => {
  const { unmount } = await connectPage();
  await fill();
  await press('Cancel');
  expect(go).toHaveBeenCalledExactlyOnceWith({ name: 'welcome' });
  unmount();
  await connectPage();
  expect(field('Client secret')).toHaveValue('');
});

test('another currency can be typed', async () => {
  await connectPage();
  await fill();
  await choose('Currency', 'Another currency…');
  await press('Connect');
  expect(field('Currency code')).toHaveFocus();
  await user.type(field('Currency code'), 'ISK');
  await press('Connect');
  await waitFor(() => expect(drafts('wallet_connect')).toHaveLength(1));
  expect(drafts('wallet_connect')[0]?.currency).toBe('ISK');
});

test('an edit shows no secret, sends none that was not typed, and asks again at a new address', async () => {
  await editPage({
    environment: 'own',
    settings: { base_url: 'https://a.example', client_id: 'x' },
  });
  expect(field('Client secret')).toHaveValue('');
  expect(field('Client secret')).toHaveAccessibleDescription(/Stored in the keychain/);
  expect(field('Address')).toHaveValue('https://a.example');
  await user.type(field('Address'), '/v2');
  refuse = { code: 'secret_needed', field: 'client_secret' };
  await press('Save changes');
  await waitFor(() => expect(field('Client secret')).toHaveFocus());
  expect(field('Client secret')).toHaveAccessibleDescription(/The address changed/);
  expect(drafts('wallet_edit')[0]?.secrets).toEqual({});
  refuse = undefined;
  await user.type(field('Client secret'), 'again');
  await press('Save changes');
  await waitFor(() => expect(screen.getByRole('button', { name: 'Edit' })).toHaveFocus());
  expect(drafts('wallet_edit')[1]?.secrets).toEqual({ client_secret: 'again' });
});

test('a switch and a choice are sent as the supplier reads them', async () => {
  await editPage();
  await user.click(screen.getByText('Advanced'));
  await user.click(screen.getByRole('switch', { name: 'ZIM itself writes to the traveller' }));
  await choose('Name of the users field', 'Older');
  await press('Save changes');
  await waitFor(() => expect(drafts('wallet_edit')).toHaveLength(1));
  expect(drafts('wallet_edit')[0]?.settings).toEqual({
    client_id: 'desk-7',
    notify: 'true',
    users_field: 'b',
  });
});
