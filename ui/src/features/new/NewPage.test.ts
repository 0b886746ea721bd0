import { screen, waitFor, within } from '@testing-library/svelte';
import { beforeEach, expect, test } from 'vitest';
import { orderAnew } from '../../buying/anew.ts';
import type { AppState, OrderView } from '../../ipc/generated/commands.ts';
import { wrongs } from '../../test/axe.ts';
import type { Answers } from '../../test/fake-host.ts';
import { NewEsim, newEsim } from './new.svelte.ts';
import { appState, failure, found, later, offer, order, plan, wallet } from './sample.ts';
import { buyButton, clean, open as openWith, page, toJapan } from './scene.ts';

const shortPlan = offer({ plan: plan({ id: 'short', days: 7 }) });
const plenty = found({
  near: [{ offer: shortPlan, reasons: [{ kind: 'days', has: 7, trip: 10 }] }],
});
const open = (answers: Answers = {}, app?: AppState) =>
  openWith({ plans_search: () => plenty, ...answers }, app);

beforeEach(clean);

test('the whole job by keyboard: country, plan, names, Ctrl and Enter', async () => {
  const { host, user } = open();
  await toJapan(user);
  screen.getByRole('radio', { name: /10 days/ }).focus();
  await user.keyboard('{Enter}');
  expect(screen.getByLabelText('Names, one per line')).toHaveFocus();
  await user.keyboard('Yuki Tanaka{Enter}محمد العلي{Control>}{Enter}{/Control}');
  await screen.findByText('Next to be sent');
  expect(host.requests('order_place')[0]).toMatchObject({
    wallet_id: 'w1',
    plan_id: 'jp3',
    price_seen: { minor: 490, currency: 'USD', exponent: 2 },
    travellers: [{ name: 'Yuki Tanaka' }, { name: 'محمد العلي' }],
    trip: { countries: ['JP'], from: null, to: null },
    repeat_meant: false,
  });
});

test('the button says what it costs and from which wallet, or why it cannot be used', async () => {
  const { user, host } = open();
  expect(buyButton()).toHaveAccessibleDescription('Choose a plan.');
  await toJapan(user);
  await user.click(screen.getByRole('radio', { name: /10 days/ }));
  expect(buyButton()).toHaveAccessibleDescription('Type at least one name.');
  await user.click(buyButton());
  await user.type(screen.getByLabelText('Names, one per line'), 'Ann{Enter}Ben');
  expect(buyButton()).toHaveAccessibleName(/^Buy 2 for 9\.80\sUSD from our ZIM wallet$/);
  await user.type(screen.getByLabelText('Names, one per line'), '{Enter}x'.repeat(9));
  expect(buyButton()).toHaveAccessibleDescription(/^11 names/);
  await user.click(buyButton());
  expect(host.requests('order_place')).toEqual([]);
});

test('two quick clicks buy once', async () => {
  const answer = later<OrderView[]>();
  const { host, user } = open({ order_place: () => answer.promise });
  await toJapan(user);
  await user.click(screen.getByRole('radio', { name: /10 days/ }));
  await user.type(screen.getByLabelText('Names, one per line'), 'Ann');
  await user.dblClick(buyButton());
  answer.give([order()]);
  await screen.findByText('Next to be sent');
  expect(host.requests('order_place')).toHaveLength(1);
});

test('bought today: nothing is sent again unless staff say so', async () => {
  const facts = { name: 'Ann', number: 'D07-000121', at: '2026-11-21T10:00:00Z' };
  const { host, go, user } = open({
    order_place: (request) => {
      if (!request.repeat_meant) throw failure('bought_today', { facts });
      return [order()];
    },
    orders_page: ({ filter }) => page(filter.kind === 'all' ? [order({ key: 'old' })] : []),
  });
  await toJapan(user);
  await user.click(screen.getByRole('radio', { name: /10 days/ }));
  await user.type(screen.getByLabelText('Names, one per line'), 'Ann');
  await user.click(buyButton());
  let dialog = await screen.findByRole('dialog', { name: 'Bought today already' });
  expect(dialog).toHaveTextContent('D07-000121');
  await user.click(within(dialog).getByRole('button', { name: 'Open that order' }));
  await waitFor(() => expect(go).toHaveBeenCalledWith({ name: 'orders', key: 'old' }));

  await user.click(buyButton());
  dialog = await screen.findByRole('dialog', { name: 'Bought today already' });
  await user.click(within(dialog).getByRole('button', { name: 'Buy again' }));
  await screen.findByText('Next to be sent');
  expect(host.requests('order_place').map(({ repeat_meant }) => repeat_meant)).toEqual([
    false,
    false,
    true,
  ]);
});

test('progress follows the orders, and Start another gives an empty form with new keys', async () => {
  let rows = [order({ state: 'sending', sending_since: new Date().toISOString() })];
  const { host, user } = open({ orders_page: () => page(rows) });
  await toJapan(user);
  await user.click(screen.getByRole('radio', { name: /10 days/ }));
  await user.type(screen.getByLabelText('Names, one per line'), 'Ann');
  await user.click(buyButton());
  await screen.findByText('Sending…');
  rows = [order({ state: 'unknown' })];
  host.stale('orders');
  await screen.findByText('Checking with ZIM. Do not buy again');
  await user.click(screen.getByRole('button', { name: 'Start another' }));
  expect(await screen.findByLabelText('Names, one per line')).toHaveValue('');
  expect(newEsim.purchase.parent).toBeUndefined();
});

test('leaving and coming back loses nothing, and neither does a reload', async () => {
  const { user, view } = open();
  await toJapan(user);
  await user.click(screen.getByRole('radio', { name: /10 days/ }));
  await user.type(screen.getByLabelText('Names, one per line'), 'Ann');
  await user.click(document.body);
  await user.keyboard('1');
  view.unmount();
  open();
  expect(screen.getByLabelText('Names, one per line')).toHaveValue('Ann');
  expect(await screen.findByRole('radio', { name: /10 days/ })).toBeChecked();
  const reloaded = new NewEsim();
  expect(reloaded.draft()).toEqual(newEsim.draft());
  expect(reloaded.check.eid_seen).toBe(true);
});

test('1, 2 and 3 tick the phone check only outside text', async () => {
  const { user } = open();
  await user.type(screen.getByLabelText('Booking'), '12');
  expect(newEsim.check).toEqual({ eid_seen: false, not_locked: false, declined: false });
  await user.click(document.body);
  await user.keyboard('13');
  expect(screen.getByLabelText(/EID/)).toBeChecked();
  expect(screen.getByLabelText(/declined/)).toBeChecked();
});

test('near misses say why; no price is shown where prices are hidden', async () => {
  const { user, view } = open({}, appState({}, true));
  await toJapan(user);
  expect(screen.getByText('covers 7 of 10 days')).toBeInTheDocument();
  await user.click(screen.getByRole('radio', { name: /10 days/ }));
  await user.type(screen.getByLabelText('Names, one per line'), 'Ann{Enter}Ben');
  expect(view.container).not.toHaveTextContent('USD');
  expect(buyButton()).toHaveAccessibleName('Buy 2 from our ZIM wallet');
});

test('a trip that nothing covers, a search that fails, a paused wallet: each says what to do', async () => {
  const { user, view } = open({ plans_search: () => found({ fits: [] }) });
  await user.type(screen.getByRole('combobox', { name: 'Where to' }), 'Jap{Enter}');
  await screen.findByText('No plan covers Japan.');
  view.unmount();
  const second = open({ plans_search: () => Promise.reject(failure('disk_full')) });
  await screen.findByRole('button', { name: 'Search again' });
  second.view.unmount();
  const third = open({}, appState({ wallets: [wallet({ paused: true })] }));
  await third.user.click(await screen.findByRole('radio', { name: /10 days/ }));
  expect(buyButton()).toHaveAccessibleDescription(/ZIM wallet is paused/);
});

test('what is already ours is given to the names, and one that somebody has is passed over', async () => {
  const owned = {
    wallet_id: 'w1',
    wallet_name: 'ZIM',
    plan: plan(),
    esims: ['e1', 'e2'].map((esim_id) => ({
      esim_id,
      iccid: null,
      bought_at: null,
      order_key: null,
    })),
  };
  const { host, user } = open({
    plans_search: () => found({ owned: [owned] }),
    kit_give: ({ esim_id }) => {
      if (esim_id === 'e1') throw failure('given_to_other');
      return { hand_over: null, clears_in: null, saved_as: null };
    },
  });
  await toJapan(user);
  await user.click(screen.getByRole('button', { name: /^Use one of these/ }));
  const dialog = await screen.findByRole('dialog');
  await user.type(within(dialog).getByLabelText(/Names/), 'Ann');
  await user.click(within(dialog).getByRole('button', { name: 'Give one of ours' }));
  await screen.findByText('Ready, from what was already ours');
  expect(host.requests('kit_give').map(({ esim_id }) => esim_id)).toEqual(['e1', 'e2']);
});

test('an order that is wanted once more fills the form, with its plan if it was not bought', async () => {
  const trip = { countries: ['JP'], from: null, to: null };
  const refused = order({ state: 'refused', traveller: 'محمد العلي', booking: 'BK-7', trip });
  expect(orderAnew(refused)).toEqual({ name: 'new' });
  const { host, user, view } = open();
  await waitFor(() =>
    expect(screen.getByRole('radio', { name: /^Choose/, checked: true })).toHaveAccessibleName(
      /3\sGB/,
    ),
  );
  expect(screen.getByLabelText('Names, one per line')).toHaveValue('محمد العلي');
  await user.click(buyButton());
  await screen.findByText('Next to be sent');
  expect(host.requests('order_place')).toMatchObject([{ booking: 'BK-7', trip }]);
  view.unmount();
  clean();
  orderAnew({ ...refused, state: 'unknown' });
  open();
  await waitFor(() => expect(screen.getByText('1 fits')).toBeInTheDocument());
  expect(newEsim.names).toBe('محمد العلي');
  expect(newEsim.chosen).toBeNull();
});

test('what was typed stands aside while an order has the form, over a reload too, and comes back', async () => {
  const { user } = open();
  await toJapan(user);
  await user.type(screen.getByLabelText('Names, one per line'), 'Ann');
  newEsim.orderAnew(order({ traveller: 'Ben' }));
  newEsim.orderAnew(order({ traveller: 'Cem' }));
  await waitFor(() => expect(screen.getByLabelText('Names, one per line')).toHaveValue('Cem'));
  newEsim.keep();
  expect(new NewEsim().aside?.names).toBe('Ann');
  await user.click(screen.getByRole('button', { name: 'Back to Ann' }));
  expect(screen.getByLabelText('Names, one per line')).toHaveValue('Ann');
  expect(newEsim.countries).toEqual(['JP']);
  expect(screen.queryByRole('button', { name: /^Back to/ })).toBeNull();
});

test('a purchase whose answer is not here keeps its form', () => {
  const form = new NewEsim();
  form.names = 'Ann';
  const attempt = { id: 'p1', content: '{}' };
  form.purchase.restore({ ...form.purchase.memory(), attempts: [attempt] });
  form.orderAnew(order());
  expect(form.names).toBe('Ann');
});

test('axe finds nothing in the form, filled and empty, and while it runs', async () => {
  const { user, view } = open();
  expect(await wrongs(view.container)).toEqual([]);
  await toJapan(user);
  await user.click(screen.getByRole('radio', { name: /10 days/ }));
  await user.type(screen.getByLabelText('Names, one per line'), 'Ann');
  expect(await wrongs(view.container)).toEqual([]);
  await user.click(buyButton());
  await screen.findByText('Next to be sent');
  expect(await wrongs(view.container)).toEqual([]);
});

test('several wallets: groups by currency, the age of each, and what was not searched', async () => {
  const inEuro = offer({
    wallet_id: 'w2',
    wallet_name: 'Groups',
    plan: plan({ id: 'eur' }),
    price: { minor: 610, currency: 'EUR', exponent: 2 },
  });
  const [source] = found().sources;
  if (!source) throw new Error('The sample has no source.');
  const recent = new Date(Date.now() - 125_000).toISOString();
  const both = found({
    fits: [inEuro, offer()],
    sources: [source, { ...source, wallet_id: 'w2', wallet_name: 'Groups', complete_at: recent }],
  });
  const paused = wallet({ id: 'w3', name: 'Cards', paused: true });
  const app = appState({ wallets: [wallet(), wallet({ id: 'w2', name: 'Groups' }), paused] });
  const { user, view } = open({ plans_search: () => both }, app);
  await toJapan(user);
  const headings = screen.getAllByRole('rowheader').map((one) => one.textContent);
  expect(headings).toEqual(['In EUR, cheapest first', 'In USD, cheapest first']);
  expect(view.container).toHaveTextContent('Paused, so not searched: Cards');
  await user.click(screen.getByRole('radio', { name: /Groups$/ }));
  expect(screen.getByRole('group', { name: 'Chosen plan' })).toHaveTextContent(
    'Wallet Groups (ZIM), prices 2 min old',
  );
  expect(await wrongs(view.container)).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'Data' }));
  expect(screen.queryByRole('rowheader')).not.toBeInTheDocument();
});
