import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { takeOne, takeSeveral } from '../../buying/anew.ts';
import { plan } from '../../buying/sample.ts';
import type { Failure, OrderView } from '../../ipc/generated/commands.ts';
import { appState } from '../../install/sample.ts';
import type { Route } from '../../kit/page.ts';
import { wrongs } from '../../test/axe.ts';
import { FakeHost, type Answers } from '../../test/fake-host.ts';
import { drafts } from './drafts.ts';
import { filters } from './filters.svelte.ts';
import OrdersPage from './OrdersPage.svelte';
import { candidate, items, orderPage, orderView } from './sample.ts';

const lost: Failure = {
  code: 'offline',
  money: 'untouched',
  field: null,
  reference: 'ZIM-7F3A',
  details: null,
  facts: { supplier: 'ZIM' },
};

function mounted(order: OrderView, more: Answers = {}, key: string | undefined = order.key) {
  const went: Route[] = [];
  const other = orderView({ key: 'k2', number: 'D07-000124', traveller: 'Kenji Tanaka' });
  const host = new FakeHost({
    orders_page: () => orderPage([order, other]),
    order_detail: () => ({
      order,
      events: [{ at: order.created_at, event: 'intent', note: null, staff: 'Anna' }],
    }),
    order_send: () => order,
    order_withdraw: () => order,
    order_look: () => order,
    order_settle: () => order,
    ...more,
  });
  const part = render(OrdersPage, {
    app: appState(),
    route: key ? { name: 'orders', key } : { name: 'orders' },
    go: (to: Route) => went.push(to),
  });
  return { host, went, user: userEvent.setup(), ...part };
}
const pane = () => within(screen.getByRole('complementary', { name: 'Order' }));

beforeEach(() => {
  filters.clear();
  drafts.clear();
});

test('the journal shows who, what and how it stands, and opens beside the list', async () => {
  const { user, went } = mounted(orderView({ state: 'unknown' }), {}, '');
  const row = await screen.findByText('Yuki Tanaka');
  expect(screen.getByText('Checking. Do not buy again')).toBeInTheDocument();
  expect(screen.getByTestId('count')).toHaveTextContent('2 orders');
  await user.click(row);
  expect(went).toEqual([{ name: 'orders', key: 'k1' }]);
});

test('filters and search reach the core', async () => {
  const { host, user } = mounted(orderView(), {}, '');
  await user.click(await screen.findByRole('button', { name: /Needs somebody/ }));
  await user.type(screen.getByRole('searchbox', { name: 'Search orders' }), 'BK-2');
  await waitFor(() =>
    expect(host.requests('orders_page').at(-1)).toMatchObject({
      filter: { kind: 'waiting' },
      text: 'BK-2',
    }),
  );
});

test('an intent of an earlier run is sent only when it is pressed', async () => {
  const { host, user } = mounted(
    orderView({ state: 'intent', needs_confirmation: true, sending_since: null }),
  );
  await pane().findByText('Written down, but not sent');
  expect(host.requests('order_send')).toEqual([]);
  await user.click(pane().getByRole('button', { name: 'Buy now' }));
  expect(host.requests('order_send')[0]).toMatchObject({ key: 'k1' });
});

test('a failed action is said where it was pressed, with money', async () => {
  const { user } = mounted(orderView({ state: 'unknown' }), {
    order_look: () => {
      throw lost;
    },
  });
  await user.click(await pane().findByRole('button', { name: 'Look now' }));
  expect(await pane().findByRole('alert')).toHaveTextContent('No connection to ZIM.');
});

test('a candidate is adopted with a reason, and not without', async () => {
  const { host, user } = mounted(orderView({ state: 'unknown', candidates: [candidate(3)] }));
  const adopt = await pane().findByRole('button', { name: 'This one is ours' });
  await user.click(adopt);
  expect(host.requests('order_settle')).toEqual([]);
  await user.type(pane().getByRole('textbox', { name: 'Why' }), 'seen in the portal');
  await user.click(adopt);
  expect(host.requests('order_settle')[0]).toMatchObject({
    key: 'k1',
    decision: { kind: 'adopt', index: 3 },
    reason: 'seen in the portal',
  });
});

test('of several candidates one must be chosen', async () => {
  const { host, user } = mounted(
    orderView({ state: 'unknown', candidates: [candidate(0), candidate(4)] }),
  );
  await user.type(await pane().findByRole('textbox', { name: 'Why' }), 'seen in the portal');
  const adopt = pane().getByRole('button', { name: 'This one is ours' });
  await user.click(adopt);
  expect(host.requests('order_settle')).toEqual([]);
  await user.click(pane().getByRole('radio', { name: /012344/ }));
  await user.click(adopt);
  expect(host.requests('order_settle')[0]).toMatchObject({ decision: { kind: 'adopt', index: 4 } });
});

test('deciding and leaving it keep the focus where it was pressed', async () => {
  const { user } = mounted(orderView({ state: 'unknown' }));
  await user.click(await pane().findByRole('button', { name: 'Decide yourself' }));
  expect(pane().getByRole('textbox', { name: 'Why' })).toHaveFocus();
  await user.click(pane().getByRole('button', { name: 'Cancel' }));
  expect(pane().getByRole('button', { name: 'Decide yourself' })).toHaveFocus();
});

test('a reason that could not be stored is still there, also after leaving', async () => {
  const order = orderView({ state: 'unknown' });
  const broken: Answers = {
    order_settle: () => {
      throw { ...lost, code: 'disk_full' };
    },
  };
  const { user, unmount } = mounted(order, broken);
  await user.click(await pane().findByRole('button', { name: 'Decide yourself' }));
  await user.type(pane().getByRole('textbox', { name: 'Why' }), 'not in the portal');
  await user.click(pane().getByRole('button', { name: 'It was not bought' }));
  expect(await pane().findByText('The disk is full.')).toBeInTheDocument();
  expect(pane().getByRole('textbox', { name: 'Why' })).toHaveValue('not in the portal');
  unmount();
  mounted(order, broken);
  await user.click(await pane().findByRole('button', { name: 'Decide yourself' }));
  expect(pane().getByRole('textbox', { name: 'Why' })).toHaveValue('not in the portal');
});

test('a bought order leads to its eSIM and to the others of its purchase', async () => {
  const esim = { esim_id: 'e7', iccid: '8948010000000012345', kit_ready: true };
  const { user, went } = mounted(orderView({ esim }));
  await user.click(await pane().findByRole('button', { name: 'Open its eSIM' }));
  await user.click(await pane().findByRole('button', { name: 'Kenji Tanaka' }));
  expect(went).toEqual([
    { name: 'esims', selected: { wallet_id: 'w1', esim_id: 'e7' } },
    { name: 'orders', key: 'k2' },
  ]);
});

test('buying prices stay hidden from customers', async () => {
  new FakeHost({
    orders_page: () => orderPage([orderView()]),
    order_detail: () => ({ order: orderView(), events: [] }),
  });
  const app = appState();
  render(OrdersPage, {
    app: { ...app, settings: { ...app.settings, hide_buying_prices: true } },
    route: { name: 'orders', key: 'k1' },
    go: () => undefined,
  });
  await pane().findByText('D07-000123');
  expect(document.body.textContent).not.toContain('4.90');
});

test('an order of several shows each of them, the failed ones first, and opens those that are done', async () => {
  const order = orderView({
    state: 'partly_fulfilled',
    traveller: 'Group Rome May',
    from_stock: true,
    already_paid: true,
    price_seen: null,
    count: 5,
    items: items(3, 2),
  });
  const { user, went, container } = mounted(order);
  const section = within(await pane().findByRole('region', { name: '5 eSIMs' }));
  expect(section.getByRole('progressbar')).toHaveAttribute(
    'aria-valuetext',
    '3 of 5 done, 2 failed',
  );
  const rows = section.getAllByRole('listitem');
  expect(rows).toHaveLength(5);
  expect(rows[0]).toHaveTextContent('failed: SIM is locked');
  expect(rows[1]).toHaveTextContent('failed, no reason given');
  await user.click(section.getByRole('button', { name: /1001$/ }));
  await user.click(pane().getByRole('button', { name: 'Order the failed ones anew' }));
  expect(went).toEqual([
    { name: 'esims', selected: { wallet_id: 'w1', esim_id: 'e1' } },
    { name: 'wallets', id: 'w1' },
  ]);
  expect(takeSeveral('w2')).toBeUndefined();
  expect(takeSeveral('w1')).toMatchObject({ traveller: 'Group Rome May', count: 5 });
  expect(pane().getByText('From stock, nothing charged')).toBeInTheDocument();
  expect(screen.getByText('5 eSIMs · BK-20418')).toBeInTheDocument();
  expect(await wrongs(container)).toEqual([]);
});

test('of many the first are shown, and all when asked', async () => {
  const { user } = mounted(orderView({ state: 'accepted', count: 30, items: items(20, 0, 10) }));
  const section = within(await pane().findByRole('region', { name: '30 eSIMs' }));
  expect(section.getAllByRole('listitem')).toHaveLength(12);
  await user.click(section.getByRole('button', { name: 'Show all 30' }));
  expect(section.getAllByRole('listitem')).toHaveLength(30);
  expect(section.getByText('20 of 30 done, 10 still to come')).toBeInTheDocument();
});

test('several that were refused are chosen again at their wallet', async () => {
  const { user, went } = mounted(
    orderView({ state: 'refused', count: 25, from_stock: true, already_paid: true }),
  );
  await user.click(await pane().findByRole('button', { name: 'Choose again' }));
  expect(went).toEqual([{ name: 'wallets', id: 'w1' }]);
});

test('one that failed is chosen again for its traveller, and added data at its eSIM', async () => {
  const { user, went, unmount } = mounted(orderView({ state: 'refused' }));
  await user.click(await pane().findByRole('button', { name: 'Choose again' }));
  expect(went).toEqual([{ name: 'new' }]);
  expect(takeOne()).toMatchObject({ key: 'k1', traveller: 'Yuki Tanaka' });
  expect(takeOne()).toBeUndefined();
  unmount();
  const esim = { esim_id: 'e7', iccid: null, kit_ready: true };
  const data = mounted(orderView({ state: 'refused', adds_data: true, esim }));
  await data.user.click(await pane().findByRole('button', { name: 'Choose again' }));
  expect(data.went).toEqual([{ name: 'esims', selected: { wallet_id: 'w1', esim_id: 'e7' } }]);
});

test('the supplier’s name of the plan is told, which may be all that tells two zones apart', async () => {
  const zone = orderView({ plan: plan({ name: 'Zone 2, groups' }) });
  mounted(zone);
  expect(await pane().findByText('Plan at ZIM')).toBeInTheDocument();
  expect(pane().getByText('Zone 2, groups')).toBeInTheDocument();
});

test('added data names the eSIM and leads to it', async () => {
  const esim = { esim_id: 'e7', iccid: '8948010000000012345', kit_ready: true };
  const { user, went } = mounted(orderView({ adds_data: true, esim }));
  await user.click(await pane().findByRole('button', { name: '…012345' }));
  expect(went).toEqual([{ name: 'esims', selected: { wallet_id: 'w1', esim_id: 'e7' } }]);
  expect(screen.getByText('adds data to …012345 · BK-20418')).toBeInTheDocument();
});

test('what was sent again says that it is bought once, and looks that told nothing stand in one line', async () => {
  const order = orderView({ state: 'unknown' });
  const event = (name: string, note: string | null = null) => ({
    at: order.created_at,
    event: name,
    note,
    staff: null,
  });
  mounted(order, {
    order_detail: () => ({
      order,
      events: [
        event('sending'),
        event('looked'),
        event('looked'),
        event('looked'),
        event('replayed'),
        event('looked', 'The supplier works on it.'),
      ],
    }),
  });
  const replayed = await pane().findByText(/^Sent again under the same key/);
  expect(replayed).toHaveTextContent('it is bought at most once');
  const looks = pane().getAllByText(/^Looked up at the supplier/);
  expect(looks.map((one) => one.textContent.trim())).toEqual([
    'Looked up at the supplier 3 times',
    'Looked up at the supplier',
  ]);
  expect(pane().getByText('The supplier works on it.')).toBeInTheDocument();
});

test('an empty journal says what will be here', async () => {
  mounted(orderView(), { orders_page: () => orderPage([]) }, '');
  expect(await screen.findByText('No orders yet')).toBeInTheDocument();
});

test('axe finds nothing', async () => {
  const { container } = mounted(
    orderView({ state: 'unknown', candidates: [candidate(0), candidate(4)] }),
  );
  await pane().findByText('What happened, step by step');
  expect(await wrongs(container)).toEqual([]);
});
