import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import type { EsimPage, EsimQuery, Failure } from '../../ipc/generated/commands.ts';
import { appState, kitOf } from '../../install/sample.ts';
import type { Route } from '../../kit/page.ts';
import { wrongs } from '../../test/axe.ts';
import { FakeHost, type Answers } from '../../test/fake-host.ts';
import { failure as failureOf, wallet } from '../../test/wallet.ts';
// Read here, so that no test waits for it.
import './EsimPane.svelte';
import EsimsPage from './EsimsPage.svelte';
import { filters } from './filters.svelte.ts';
import { esimDetail, esimPage, esimRow } from './sample.ts';

const offline: Failure = {
  code: 'offline',
  money: 'untouched',
  field: null,
  reference: 'ZIM-7F3A',
  details: null,
  facts: { supplier: 'ZIM' },
};
const rows = [
  esimRow(),
  esimRow({ esim_id: 'e2', traveller: null, booking: null, headline: 'ready_not_given' }),
  esimRow({ esim_id: 'e3', traveller: 'محمد العلي', unconfirmed: true }),
];

function mounted(more: Answers = {}, route: Extract<Route, { name: 'esims' }> = { name: 'esims' }) {
  const went: Route[] = [];
  const host = new FakeHost({
    esims_page: () => esimPage(rows, { total: 3 }),
    esim_detail: () => esimDetail(),
    esim_refresh: () => esimDetail(),
    kit: () => kitOf(),
    kit_give: () => ({ hand_over: null, clears_in: null, saved_as: null }),
    ...more,
  });
  const props = { app: appState({ wallets: [] }), route, go: (to: Route) => went.push(to) };
  return { host, went, props, user: userEvent.setup(), ...render(EsimsPage, props) };
}
const asked = (host: FakeHost) => host.requests('esims_page').at(-1) as unknown as EsimQuery;
const open = { name: 'esims', selected: { wallet_id: 'w1', esim_id: 'e1' } } as const;

beforeEach(() => {
  filters.clear();
  filters.sort = undefined;
  filters.tab = 'install';
  document.title = 'eSIM Desk';
});

test('rows show what staff look for, and the count says of how many', async () => {
  mounted();
  expect(await screen.findByText('Yuki Tanaka')).toBeInTheDocument();
  expect(screen.getByTestId('count')).toHaveTextContent('3 of 1,284');
  expect(screen.getByText('no name')).toBeInTheDocument();
  expect(screen.getByText('Probably yours: check')).toBeInTheDocument();
  expect(screen.getByRole('button', { name: /Not given/ })).toHaveTextContent('14');
});

test('in the traveller’s place stands where another desk bought it', async () => {
  const theirs = { traveller: null, booking: null, bought_elsewhere: 'B7K' };
  mounted({
    esims_page: () =>
      esimPage([esimRow({ ...theirs, headline: 'ready_elsewhere', unconfirmed: true })]),
  });
  expect(await screen.findByText('Bought at desk B7K')).toBeInTheDocument();
  expect(screen.getAllByText('Ready, at another desk')).toHaveLength(2);
  expect(screen.queryByText('no name')).toBeNull();
  expect(screen.queryByText('Probably yours: check')).toBeNull();
});

test('the window is named only when the rows are on the screen', async () => {
  let release: (page: EsimPage) => void = () => undefined;
  mounted({ esims_page: () => new Promise<EsimPage>((done) => (release = done)) });
  await waitFor(() => expect(screen.getByRole('grid')).toBeInTheDocument());
  expect(document.title).toBe('eSIM Desk');
  await waitFor(() => {
    release(esimPage(rows));
    expect(document.title).toBe('eSIMs · eSIM Desk');
  });
});

test('search, filters and chips reach the core', async () => {
  const { host, user } = mounted();
  await screen.findByText('Yuki Tanaka');
  await user.type(screen.getByRole('searchbox', { name: 'Search eSIMs' }), ' tan ');
  filters.headline = 'in_use_online';
  await user.click(screen.getByRole('button', { name: /Ending soon/ }));
  await waitFor(() =>
    expect(asked(host)).toMatchObject({
      text: 'tan',
      headline: 'in_use_online',
      ending_soon: true,
      not_given: false,
      sort: 'recent',
      offset: 0,
    }),
  );
});

test('every status can be chosen, and only those', () => {
  mounted();
  const status = screen.getByRole('combobox', { name: 'Status' });
  expect(within(status).getAllByRole('option')).toHaveLength(20);
  filters.headline = 'nonsense';
  expect(filters.query(0, 50).headline).toBeNull();
});

test('a wallet that is gone narrows the list no longer', async () => {
  filters.wallet = 'gone';
  const { host } = mounted();
  await waitFor(() => expect(asked(host)).toMatchObject({ wallet_id: null }));
});

test('a heading sorts', async () => {
  const { host, user } = mounted();
  await screen.findByText('Yuki Tanaka');
  await user.click(screen.getByRole('button', { name: 'Status' }));
  await waitFor(() => expect(asked(host)).toMatchObject({ sort: 'status', descending: false }));
  await user.click(screen.getByRole('button', { name: 'Status' }));
  await waitFor(() => expect(asked(host)).toMatchObject({ sort: 'status', descending: true }));
});

test('choosing a row opens it beside the list', async () => {
  const { went, user } = mounted();
  await user.click(await screen.findByText('Yuki Tanaka'));
  expect(went).toEqual([open]);
});

test('the pane shows the kit first; its other parts are one click away', async () => {
  const { user, went } = mounted({}, open);
  const pane = await screen.findByRole('complementary', { name: 'eSIM' });
  expect(await within(pane).findByRole('button', { name: 'Show' })).toBeInTheDocument();
  await user.click(within(pane).getByRole('tab', { name: 'Right now' }));
  expect(await within(pane).findByText('Not on a phone yet')).toBeInTheDocument();
  expect(within(pane).getByText('ZIM says: RELEASED')).toBeInTheDocument();
  await user.click(within(pane).getByRole('tab', { name: 'History' }));
  await user.click(within(pane).getByRole('button', { name: 'Order D07-000123' }));
  expect(went).toEqual([{ name: 'orders', key: 'k1' }]);
  await user.click(within(pane).getByRole('tab', { name: 'Supplier’s data' }));
  expect(within(pane).getByText(/"status": "RELEASED"/)).toBeInTheDocument();
});

test('asking the supplier that cannot be reached says so at its button', async () => {
  const { user } = mounted(
    {
      esim_refresh: () => {
        throw offline;
      },
    },
    open,
  );
  await user.click(await screen.findByRole('tab', { name: 'Right now' }));
  await user.click(await screen.findByRole('button', { name: 'Ask ZIM now' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('No connection to ZIM.');
  expect(screen.getByText('Not on a phone yet')).toBeInTheDocument();
});

test('support is given what it needs without a hand-over', async () => {
  const { host, user } = mounted({}, open);
  await user.click(await screen.findByRole('tab', { name: 'Right now' }));
  await user.click(await screen.findByRole('button', { name: 'Copy for supplier support' }));
  expect(host.requests('kit_give')[0]).toMatchObject({
    action: { kind: 'copy', part: 'for_support' },
    reason: null,
  });
});

test('the answer about the eSIM before never stands under the next one’s name', async () => {
  filters.tab = 'now';
  const { rerender, props } = mounted(
    {
      esim_detail: ({ esim_id }) =>
        esim_id === 'e1' ? esimDetail() : new Promise<never>(() => undefined),
    },
    open,
  );
  await screen.findByText('Not on a phone yet');
  await rerender({
    ...props,
    route: { name: 'esims', selected: { wallet_id: 'w1', esim_id: 'e2' } },
  });
  await waitFor(() => expect(screen.queryByText('Not on a phone yet')).toBeNull());
});

test('nothing matches: the filters can be cleared in one click', async () => {
  const { user } = mounted({ esims_page: () => esimPage([], { total: 0 }) });
  await screen.findByText('No wallet connected');
  await user.click(screen.getByRole('button', { name: /Not given/ }));
  await user.click(await screen.findByRole('button', { name: 'Clear search and filters' }));
  expect(filters.narrow).toBe(false);
});

test('a search that stopped early says so', async () => {
  mounted({ esims_page: () => esimPage(rows, { total: 5000, capped: true }) });
  expect(await screen.findByText(/^The first 5,000 that match/)).toBeInTheDocument();
});

test('a failed list says what happened and can be asked again', async () => {
  let broken = true;
  const { user } = mounted({
    esims_page: () => {
      if (broken) throw { ...offline, code: 'internal' };
      return esimPage(rows);
    },
  });
  expect(await screen.findByRole('alert')).toHaveTextContent('made a mistake of its own');
  broken = false;
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('Yuki Tanaka')).toBeInTheDocument();
});

test('offline says since when and that kits still work', async () => {
  const { rerender, props } = mounted();
  const lists = {
    oldest_at: '2026-11-21T10:00:00Z',
    offline_since: '2026-11-21T10:42:00Z',
    syncing: false,
  };
  await rerender({ ...props, app: appState({ lists }) });
  expect(screen.getByText(/^Offline since/)).toBeInTheDocument();
});

test.each([
  ['install', 'Show'],
  ['now', 'Ask ZIM now'],
  ['history', 'Order D07-000123'],
  ['raw', 'Copy'],
] as const)('axe finds nothing with the part %s open', async (tab, button) => {
  filters.tab = tab;
  const { container } = mounted({}, open);
  await screen.findByRole('button', { name: button });
  expect(await wrongs(container)).toEqual([]);
});

test('wallets that could not be read are told in one notice, and one of them by its cause', async () => {
  const { rerender, props, went, user } = mounted();
  const failing = (id: string, name: string) => {
    const lists = wallet().lists.map((list) => ({
      ...list,
      failure: failureOf({ code: 'credentials' }),
    }));
    return wallet({ id, name, lists });
  };
  const two = [failing('w1', 'Groups'), failing('w2', 'Cards'), wallet({ id: 'w3' })];
  await rerender({ ...props, app: appState({ wallets: two }) });
  expect(screen.getByText('2 wallets: their eSIMs could not be read again')).toBeInTheDocument();
  const names = screen.getByText('Groups', { selector: 'bdi' }).closest('p');
  expect(names).toHaveTextContent(/^Groups .+ old, Cards .+ old$/);
  await user.click(screen.getByRole('button', { name: 'Open Wallets' }));
  await rerender({ ...props, app: appState({ wallets: two.slice(1) }) });
  expect(screen.getByText('Cards: the list could not be read again')).toBeInTheDocument();
  expect(screen.getByText(/ZIM refused the credentials/)).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Open wallet' }));
  expect(went).toEqual([{ name: 'wallets' }, { name: 'wallets', id: 'w2' }]);
});
