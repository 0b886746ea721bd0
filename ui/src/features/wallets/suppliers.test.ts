import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Failure, WalletDraft, WalletView } from '../../ipc/generated/commands.ts';
import { forgetDrafts } from '../../kit/drafts.ts';
import { appState } from '../../test/app-state.ts';
import { wrongs } from '../../test/axe.ts';
import { choose } from '../../test/choose.ts';
import { FakeHost } from '../../test/fake-host.ts';
import { fourForms } from '../../test/suppliers.ts';
import { failure, wallet } from '../../test/wallet.ts';
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
  await screen.findByRole('radiogroup', { name: 'Supplier' });
  return view;
};
const field = (name: string) => screen.getByLabelText(name);
const supplier = (name: string) => screen.getByRole('radio', { name });
const take = (name: string) => user.click(supplier(name));
const press = (name: string) => user.click(screen.getByRole('button', { name }));
const drafts = () => host.requests('wallet_connect').map((one) => one['draft'] as WalletDraft);

beforeEach(() => {
  go.mockReset();
  refuse = undefined;
  answer = undefined;
  host = new FakeHost({
    wallet_forms: () => ({ forms: fourForms, currencies: ['USD', 'EUR'] }),
    wallet_connect: () => {
      if (refuse) throw failure(refuse);
      return answer ?? wallet({ id: 'new' });
    },
  });
});
afterEach(() => forgetDrafts());

test('asks first which supplier it is, and presumes none', async () => {
  const { container } = await connectPage();
  const choice = screen.getByRole('radiogroup', { name: 'Supplier' });
  const names = within(choice).getAllByRole('radio');
  expect(names.map((one) => one.closest('label')?.textContent.trim())).toEqual([
    'ZIM Connections',
    'eSIM Go',
    'eSIMfly Business',
    'OMAX Telecom Telkor',
  ]);
  expect(within(choice).queryByRole('radio', { checked: true })).not.toBeInTheDocument();
  expect(names[0]).toHaveFocus();
  expect(screen.queryByRole('button', { name: 'Connect' })).not.toBeInTheDocument();
  expect(await wrongs(container)).toEqual([]);
});

test('shows the form of the chosen supplier, and leaves the focus at the choice', async () => {
  const { container } = await connectPage();
  await user.keyboard('{ArrowDown}');
  expect(supplier('eSIM Go')).toBeChecked();
  expect(supplier('eSIM Go')).toHaveFocus();
  expect(field('API key')).toHaveAttribute('type', 'password');
  expect(screen.queryByLabelText('Client ID')).not.toBeInTheDocument();
  expect(field('Environment')).toHaveAccessibleDescription('Production buys for real money.');
  expect(await wrongs(container)).toEqual([]);
  await user.keyboard('{ArrowDown}');
  expect(field('Access code')).toBeInTheDocument();
  await user.keyboard('{ArrowDown}');
  await user.click(screen.getByText('Advanced'));
  const paths = screen.getByRole('group', { name: 'Braces stand for the id.' });
  expect(within(paths).getByLabelText('Path: SIMs')).toHaveValue('/sims');
  expect(within(paths).getAllByRole('textbox')).toHaveLength(2);
  expect(await wrongs(container)).toEqual([]);
});

test('a look at another supplier loses nothing, and takes along what both ask for', async () => {
  await connectPage();
  await take('ZIM Connections');
  await user.type(field('Client ID'), 'zim-id');
  await user.type(field('Client secret'), 'zim-secret');
  await user.type(field('Name'), 'Groups');
  await choose('Currency', 'EUR');
  await user.click(field('Only this desk'));
  await take('OMAX Telecom Telkor');
  expect(field('Client ID')).toHaveValue('');
  expect(field('Client secret')).toHaveValue('');
  expect(field('Name')).toHaveValue('Groups');
  expect(field('Currency')).toHaveValue('EUR');
  expect(field('Only this desk')).not.toBeChecked();
  await user.clear(field('Name'));
  await user.type(field('Name'), 'Cards');
  await take('ZIM Connections');
  expect(field('Client ID')).toHaveValue('zim-id');
  expect(field('Client secret')).toHaveValue('zim-secret');
  expect(field('Only this desk')).toBeChecked();
  expect(field('Name')).toHaveValue('Cards');
});

test('another currency that was typed goes along', async () => {
  await connectPage();
  await take('eSIM Go');
  await choose('Currency', 'Another currency…');
  await user.type(field('Currency code'), 'ISK');
  await take('eSIMfly Business');
  expect(field('Currency code')).toHaveValue('ISK');
});

test('sends only what was typed for the chosen supplier', async () => {
  await connectPage();
  await take('ZIM Connections');
  await user.type(field('Client secret'), 'zim-secret');
  await take('eSIMfly Business');
  await user.type(field('Access code'), 'esf_1');
  await user.type(field('Secret key'), 'sk_1');
  await user.click(field('Others too: another desk, or the supplier’s portal'));
  await user.click(screen.getByText('Advanced'));
  await user.clear(field('Desks that share this account'));
  await user.type(field('Desks that share this account'), '7');
  await press('Connect');
  await waitFor(() => expect(go).toHaveBeenCalledExactlyOnceWith({ name: 'wallets', id: 'new' }));
  expect(drafts()).toEqual([
    {
      provider: 'esimfly',
      environment: 'production',
      name: '',
      currency: 'USD',
      sharing: 'others',
      settings: { access_code: 'esf_1', desks: '7' },
      secrets: { secret_key: 'sk_1' },
    },
  ]);
});

test('a refusal loses nothing of any supplier and stands where it belongs', async () => {
  await connectPage();
  await take('ZIM Connections');
  await user.type(field('Client secret'), 'zim-secret');
  await take('eSIM Go');
  await user.type(field('API key'), 'key');
  await user.type(field('Name'), 'Groups');
  await user.click(field('Only this desk'));
  refuse = { code: 'name_taken', field: 'name' };
  await press('Connect');
  await waitFor(() => expect(field('Name')).toHaveFocus());
  expect(field('Name')).toBeInvalid();
  expect(field('API key')).toHaveValue('key');
  await take('ZIM Connections');
  expect(field('Client secret')).toHaveValue('zim-secret');
  expect(field('Name')).toHaveValue('Groups');
  await take('eSIM Go');
  expect(field('API key')).toHaveValue('key');
  refuse = undefined;
  await user.type(field('Name'), ' 2');
  await press('Connect');
  await waitFor(() => expect(drafts()).toHaveLength(2));
  expect(drafts()[1]).toMatchObject({ provider: 'esim_go', name: 'Groups 2' });
});

test('a path that does not fit is named, and stands under Advanced', async () => {
  await connectPage();
  await take('OMAX Telecom Telkor');
  await user.type(field('Client ID'), 'id');
  await user.type(field('Client secret'), 'secret');
  await user.click(field('Only this desk'));
  refuse = { code: 'path_unfit', facts: { supplier: 'Telkor', url: 'https://t.example/sims' } };
  await press('Connect');
  const alert = await screen.findByRole('alert');
  expect(alert).toHaveTextContent('This path does not fit Telkor: https://t.example/sims.');
  expect(alert).toHaveTextContent('open Advanced, and correct the path there');
});

test('the supplier stays while it connects, and coming back finds it', async () => {
  let connected: (view: WalletView) => void = () => undefined;
  answer = new Promise((done) => (connected = done));
  const { unmount } = await connectPage();
  await take('eSIM Go');
  await user.type(field('API key'), 'key');
  await user.click(field('Only this desk'));
  await press('Connect');
  unmount();
  await connectPage();
  expect(supplier('eSIM Go')).toBeChecked();
  expect(supplier('ZIM Connections')).toBeDisabled();
  expect(field('API key')).toHaveValue('key');
  connected(wallet({ id: 'new' }));
  await waitFor(() => expect(go).toHaveBeenCalledWith({ name: 'wallets', id: 'new' }));
});

test('giving up forgets what was typed for every supplier', async () => {
  const { unmount } = await connectPage();
  await take('ZIM Connections');
  await user.type(field('Client secret'), 'zim-secret');
  await take('eSIM Go');
  await user.type(field('API key'), 'key');
  await press('Cancel');
  expect(go).toHaveBeenCalledExactlyOnceWith({ name: 'welcome' });
  unmount();
  await connectPage();
  expect(screen.queryByRole('radio', { checked: true, name: 'eSIM Go' })).not.toBeInTheDocument();
  await take('eSIM Go');
  expect(field('API key')).toHaveValue('');
  await take('ZIM Connections');
  expect(field('Client secret')).toHaveValue('');
});

test('can be given up before a supplier is chosen', async () => {
  await connectPage();
  await press('Cancel');
  expect(go).toHaveBeenCalledExactlyOnceWith({ name: 'welcome' });
});
