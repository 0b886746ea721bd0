import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type {
  Abilities,
  Failure,
  OrderPlace,
  OrderView,
  OwnPrice,
  WalletView,
} from '../../ipc/generated/commands.ts';
import { orderAnew } from '../../buying/anew.ts';
import { items, order, plan } from '../../buying/sample.ts';
import { forgetDrafts } from '../../kit/drafts.ts';
import { appState } from '../../test/app-state.ts';
import { wrongs } from '../../test/axe.ts';
import { choose } from '../../test/choose.ts';
import { FakeHost } from '../../test/fake-host.ts';
import { abilities, failure, lot, wallet } from '../../test/wallet.ts';
import WalletsPage from './WalletsPage.svelte';

let host: FakeHost;
let lots: OwnPrice[];
let refuse: Partial<Failure> | undefined;
let lose: boolean;
const go = vi.fn();
const user = userEvent.setup();

const stock: Partial<Abilities> = { catalogue: false, stock: true, at_once: 100 };
const open = (more: Partial<WalletView> = {}, hide = false) => {
  const app = appState({ wallets: [wallet({ abilities: abilities(stock), ...more })] });
  app.settings.hide_buying_prices = hide;
  return render(WalletsPage, { app, route: { name: 'wallets' }, go });
};
const press = (name: string | RegExp) => user.click(screen.getByRole('button', { name }));
const table = () => screen.findByRole('table', { name: 'What you pay' });
const amount = (plan: string) => screen.getByRole('textbox', { name: new RegExp(`one ${plan}`) });
const dialog = () => within(screen.getByRole('dialog'));
const placed = () => host.requests('order_place') as unknown as OrderPlace[];

beforeEach(() => {
  go.mockReset();
  refuse = undefined;
  lose = false;
  lots = [lot('eu10', 42), lot('jp5', 180), lot('us1', 0)];
  host = new FakeHost({
    wallet_forms: () => ({ forms: [], currencies: ['USD'] }),
    own_prices: () => lots,
    own_price_save: ({ plan_id, amount: typed }) => {
      if (refuse) throw failure(refuse);
      const price = { minor: Number(typed.replace(/[.,]/, '')), currency: 'USD', exponent: 2 };
      lots = lots.map((one) => (one.plan.id === plan_id ? { ...one, price } : one));
      return lots;
    },
    order_place: () => {
      if (lose) throw new Error('the window was reloaded');
      if (refuse) throw failure(refuse);
      return [{ key: 'k7' } as OrderView];
    },
  });
});
afterEach(() => forgetDrafts());

test('own prices are noted where the supplier states none, each when its field is left', async () => {
  const { container } = open();
  const row = within(await table()).getByRole('row', { name: /^Plan eu10/ });
  expect(within(row).getByText('42')).toBeInTheDocument();
  await user.type(amount('Plan eu10'), '3,20');
  await user.tab();
  expect(await within(row).findByText('Saved')).toBeInTheDocument();
  expect(amount('Plan eu10')).toHaveValue('3.20');
  expect(host.requests('own_price_save')).toMatchObject([
    { wallet_id: 'w1', plan_id: 'eu10', amount: '3,20' },
  ]);
  await user.click(amount('Plan eu10'));
  await user.tab();
  expect(host.requests('own_price_save')).toHaveLength(1);
  expect(await wrongs(container)).toEqual([]);
});

test('a wrong amount is refused at its field and stays, also after another screen', async () => {
  const { unmount } = open();
  await table();
  refuse = { code: 'field_unusable', field: 'amount' };
  await user.type(amount('Plan jp5'), 'three');
  await user.tab();
  await waitFor(() => expect(amount('Plan jp5')).toBeInvalid());
  expect(amount('Plan jp5')).toHaveAccessibleDescription(/Not an amount\. Type it like 3\.20/);
  unmount();
  open();
  await table();
  expect(amount('Plan jp5')).toHaveValue('three');
  await user.type(amount('Plan jp5'), '!');
  expect(amount('Plan jp5')).toBeValid();
});

test('what cannot be saved for another cause is said, and stays typed', async () => {
  open();
  await table();
  refuse = { code: 'disk_full' };
  await user.type(amount('Plan jp5'), '4');
  await user.tab();
  expect(await screen.findByRole('alert')).toHaveTextContent('The disk is full.');
  expect(amount('Plan jp5')).toHaveValue('4');
});

test('several lots of one plan have one price', async () => {
  lots = [lot('eu10', 2), { ...lot('eu10', 5), lot: 'second' }];
  open();
  const rows = within(await table()).getAllByRole('row');
  expect(rows).toHaveLength(2);
  expect(rows[1]).toHaveTextContent(/7/);
});

test('of many plans the first are shown, and all when asked', async () => {
  lots = Array.from({ length: 25 }, (_, at) => lot(`p${at}`, 5));
  open();
  expect(within(await table()).getAllByRole('textbox')).toHaveLength(10);
  await press('Show all 25 plans');
  expect(within(await table()).getAllByRole('textbox')).toHaveLength(25);
  expect(amount('Plan p10')).toHaveFocus();
});

test('own prices stay hidden from customers and from wallets that state prices', async () => {
  const { unmount } = open({}, true);
  await waitFor(() => expect(host.requests('own_prices')).toHaveLength(1));
  expect(screen.queryByRole('heading', { name: 'What you pay' })).not.toBeInTheDocument();
  unmount();
  open({ abilities: abilities({ stock: true, at_once: 1 }) });
  expect(screen.queryByRole('heading', { name: 'What you pay' })).not.toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Prepare several' })).not.toBeInTheDocument();
  expect(host.requests('own_prices')).toHaveLength(1);
});

const fill = async (count: string, purpose = 'Group Rome May') => {
  await press('Prepare several');
  await choose('Plan', 'Plan eu10 · 42 left · Italy · 3\u00a0GB · 10 days');
  await user.type(dialog().getByLabelText('How many'), count);
  await user.type(dialog().getByLabelText('What they are for'), purpose);
};

test('several are one order out of the lot, and its progress opens', async () => {
  const { container } = open();
  await table();
  await fill('25');
  expect(dialog().getByLabelText('How many')).toHaveAccessibleDescription(
    '1 to 42: so many are left.',
  );
  expect(screen.getByRole('dialog')).not.toHaveTextContent('us1');
  expect(await wrongs(container)).toEqual([]);
  await press('Prepare 25 eSIMs');
  await waitFor(() => expect(go).toHaveBeenCalledExactlyOnceWith({ name: 'orders', key: 'k7' }));
  const [request] = placed();
  expect(request).toMatchObject({
    wallet_id: 'w1',
    plan_id: 'eu10',
    lot: 'lot-eu10',
    count: 25,
    price_seen: null,
    onto: null,
    repeat_meant: false,
  });
  expect(request?.travellers).toEqual([
    { key: expect.stringMatching(/^[0-9a-f-]{36}$/) as string, name: 'Group Rome May' },
  ]);
});

test('the failed ones of an order stand ready in the form, once', async () => {
  const failed = items(3, 2);
  lots = [lot('eu10', 1), { ...lot('eu10', 9), lot: 'fuller' }, lot('jp5', 180)];
  const few = order({
    count: 5,
    items: failed,
    traveller: 'Gruppe محمد',
    plan: plan({ id: 'eu10' }),
  });
  expect(orderAnew(few)).toEqual({ name: 'wallets', id: 'w1' });
  const { unmount } = open();
  await screen.findByRole('dialog');
  await screen.findByLabelText('How many');
  await press('Prepare 2 eSIMs');
  await waitFor(() => expect(go).toHaveBeenCalledOnce());
  expect(placed()).toMatchObject([
    { lot: 'fuller', count: 2, travellers: [{ name: 'Gruppe محمد' }] },
  ]);
  unmount();
  open();
  await table();
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
});

const anew = () =>
  orderAnew(order({ count: 5, items: items(3, 2), traveller: 'Rome', plan: plan({ id: 'jp5' }) }));

test.each([
  ['Cancel', 0],
  ['Prepare 2 eSIMs', 1],
])('what was typed comes back after an order took the form: %s', async (button, orders) => {
  const { unmount } = open();
  await table();
  await fill('25');
  await press('Cancel');
  unmount();
  anew();
  open();
  const name = await screen.findByLabelText('What they are for');
  expect(name).toHaveValue('Rome');
  expect(screen.getByRole('dialog')).toHaveTextContent(/What you had typed comes back/);
  await press(button);
  await waitFor(() => expect(go).toHaveBeenCalledTimes(orders));
  await press('Prepare several');
  expect(dialog().getByLabelText('What they are for')).toHaveValue('Group Rome May');
  expect(dialog().getByLabelText('How many')).toHaveValue('25');
  expect(screen.getByRole('dialog')).not.toHaveTextContent(/comes back/);
});

test('a form whose answer was lost is not replaced, and keeps its key', async () => {
  const { unmount } = open();
  await table();
  await fill('25');
  lose = true;
  await press('Prepare 25 eSIMs');
  await dialog().findByText(/not known yet whether money/);
  await press('Cancel');
  unmount();
  anew();
  open();
  const name = await screen.findByLabelText('What they are for');
  expect(name).toHaveValue('Group Rome May');
  expect(screen.getByRole('dialog')).toHaveTextContent(/is not answered yet/);
  lose = false;
  await press('Prepare 25 eSIMs');
  await waitFor(() => expect(go).toHaveBeenCalledOnce());
  expect(placed()[1]).toEqual(placed()[0]);
});

test('nothing is promised of what a supplier without prices charges', async () => {
  open();
  await table();
  await press('Prepare several');
  expect(screen.getByRole('dialog')).toHaveTextContent(/What it charges stands on its own bill/);
  expect(screen.getByRole('dialog')).not.toHaveTextContent(/Nothing is charged/);
});

test('everything that is missing is marked at once, and nothing is sent', async () => {
  open();
  await table();
  await press('Prepare several');
  await press('Prepare');
  expect(dialog().getByLabelText('Plan')).toHaveFocus();
  expect(dialog().getByLabelText('Plan')).toBeInvalid();
  expect(dialog().getByLabelText('How many')).toHaveAccessibleDescription(/from 1 to 100/);
  expect(dialog().getByLabelText('What they are for')).toHaveAccessibleDescription(/Please say/);
  expect(placed()).toEqual([]);
});

test.each(['0', '43', '2.5', 'many'])('%s of 42 is refused at its field', async (count) => {
  open();
  await table();
  await fill(count);
  await press(/^Prepare( \d+ eSIMs)?$/);
  expect(dialog().getByLabelText('How many')).toHaveFocus();
  expect(dialog().getByLabelText('How many')).toHaveAccessibleDescription(
    /Type a number from 1 to 42/,
  );
  expect(placed()).toEqual([]);
});

test('no more than one order may hold', async () => {
  open();
  await table();
  await press('Prepare several');
  await choose('Plan', 'Plan jp5 · 180 left · Italy · 3\u00a0GB · 10 days');
  expect(dialog().getByLabelText('How many')).toHaveAccessibleDescription('1 to 100 in one order.');
});

test('after a lost answer the same order is repeated under its own id and key', async () => {
  open();
  await table();
  await fill('25');
  lose = true;
  await press('Prepare 25 eSIMs');
  expect(await dialog().findByText(/not known yet whether money/)).toBeInTheDocument();
  lose = false;
  await press('Prepare 25 eSIMs');
  await waitFor(() => expect(go).toHaveBeenCalledOnce());
  expect(placed()[1]).toEqual(placed()[0]);
  await press('Prepare several');
  expect(dialog().getByLabelText('How many')).toHaveValue('');
});

test('what the core refuses stands at its field; the same of today asks first', async () => {
  open();
  await table();
  await fill('25');
  refuse = { code: 'too_many_at_once', field: 'count', facts: { most: '20' } };
  await press('Prepare 25 eSIMs');
  const count = dialog().getByLabelText('How many');
  await waitFor(() => expect(count).toHaveAccessibleDescription(/holds at most 20 eSIMs/));
  expect(count).toHaveFocus();
  refuse = { code: 'bought_today', field: 'travellers', facts: { name: 'Group Rome May' } };
  await press('Prepare 25 eSIMs');
  const alert = await dialog().findByRole('alert');
  expect(alert).toHaveTextContent('No money was taken.');
  refuse = undefined;
  await press('Prepare once more all the same');
  await waitFor(() => expect(go).toHaveBeenCalledExactlyOnceWith({ name: 'orders', key: 'k7' }));
  expect(placed().map(({ repeat_meant }) => repeat_meant)).toEqual([false, false, true]);
});

test('a key that stands for something else leads to the journal and begins anew', async () => {
  open();
  await table();
  await fill('25');
  refuse = { code: 'key_reused' };
  await press('Prepare 25 eSIMs');
  await user.click(await dialog().findByRole('button', { name: 'See orders' }));
  expect(go).toHaveBeenCalledExactlyOnceWith({ name: 'orders' });
  refuse = undefined;
  await fill('25');
  await press('Prepare 25 eSIMs');
  await waitFor(() => expect(placed()).toHaveLength(2));
  expect(placed()[1]?.travellers[0]?.key).not.toBe(placed()[0]?.travellers[0]?.key);
});

test('what was typed is there after a look elsewhere', async () => {
  open();
  await table();
  await fill('25');
  await press('Cancel');
  await press('Prepare several');
  expect(dialog().getByLabelText('What they are for')).toHaveValue('Group Rome May');
});

test('without anything left it says what to do, and a paused wallet prepares nothing', async () => {
  lots = [lot('us1', 0)];
  const { unmount } = open();
  await table();
  await press('Prepare several');
  expect(screen.getByRole('dialog')).toHaveTextContent('No plan has eSIMs left in stock.');
  expect(dialog().queryByRole('button', { name: 'Prepare' })).not.toBeInTheDocument();
  unmount();
  open({ paused: true });
  await table();
  await press('Prepare several');
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
});
