import { screen, waitFor } from '@testing-library/svelte';
import { beforeEach, expect, test } from 'vitest';
import type { Offer, PlansFound } from '../../ipc/generated/commands.ts';
import { wrongs } from '../../test/axe.ts';
import { newEsim } from './new.svelte.ts';
import { appState, found, offer, plan, wallet } from './sample.ts';
import { buyButton, choose, clean, open, toJapan } from './scene.ts';
import { lotText, stockError } from '../../buying/stock.ts';

const lot = (left: number, more: Partial<Offer> = {}): Offer =>
  offer({
    wallet_id: 'w2',
    wallet_name: 'Cards',
    supplier: 'Telkor',
    plan: plan({ id: 'lot', days: 15 }),
    price: null,
    stock: { paid: true, lot: 'L1', left, expires_at: '2026-12-03T12:00:00Z' },
    per_gb: null,
    per_day: null,
    ...more,
  });
const noted = lot(12, { own_price: { minor: 320, currency: 'EUR', exponent: 2 } });
const two = (hidePrices = false) =>
  appState({ wallets: [wallet(), wallet({ id: 'w2', name: 'Cards' })] }, hidePrices);
const show = (more: Partial<PlansFound>, hidePrices = false) =>
  open({ plans_search: () => found(more) }, two(hidePrices));

beforeEach(clean);

test('what is left, and until when', () => {
  const now = Date.parse('2026-11-21T12:00:00Z');
  const at = { paid: true, lot: 'L1', left: 12, expires_at: '2026-12-03T12:00:00Z' };
  expect(lotText(at, now)).toMatch(/^12 left, lapse (3\sDec|Dec\s3)$/);
  expect(lotText({ ...at, left: 1 }, now)).toMatch(/^1 left, lapses /);
  expect(lotText({ ...at, expires_at: null }, now)).toBe('12 left');
  expect(lotText({ ...at, left: 0 }, now)).toBe('none left');
});

test('only what is in stock can be too few', () => {
  expect(stockError(offer(), 99)).toBeUndefined();
  expect(stockError(undefined, 1)).toBeUndefined();
  expect(stockError(lot(2), 2)).toBeUndefined();
  expect(stockError(lot(2), 3)).toMatch(/^Only 2 are left in stock/);
  expect(stockError(lot(0), 0)).toBe('None of these are left in stock.');
});

test('stock stands before what is bought, is taken like a plan, and costs nothing more', async () => {
  const { user, host, view } = show({ stock: [noted] });
  await toJapan(user);
  const headings = screen.getAllByRole('rowheader').map((one) => one.textContent);
  expect(headings).toEqual(['In our stock', 'In USD, cheapest first']);
  const row = screen.getAllByRole('row').find((one) => one.textContent.includes('12 left'));
  expect(row).toHaveTextContent(/already paid/);
  expect(row).toHaveTextContent(/our price 3\.20\sEUR/);
  expect(row).toHaveTextContent(/CardsTelkor|Cards Telkor/);
  await choose(user, /12 left/, 'Ann');
  expect(buyButton()).toHaveAccessibleName('Take 1 from our Cards wallet');
  expect(view.container).toHaveTextContent('Already paid: nothing more is charged.');
  expect(view.container).toHaveTextContent(/Our price 3\.20\sEUR \(own note\)/);
  expect(view.container).toHaveTextContent('In stock after this 11 of 12');
  expect(view.container).not.toHaveTextContent('In the wallet');
  expect(await wrongs(view.container)).toEqual([]);
  await user.type(screen.getByLabelText('Names, one per line'), '{Enter}Ben');
  expect(view.container).toHaveTextContent(/Our price, each 3\.20\sEUR/);
  expect(buyButton()).toHaveAccessibleName('Take 2 from our Cards wallet');
  await user.click(buyButton());
  await screen.findByText('Next to be sent');
  expect(host.requests('order_place')[0]).toMatchObject({
    wallet_id: 'w2',
    plan_id: 'lot',
    lot: 'L1',
    price_seen: null,
    onto: null,
    count: 1,
  });
});

test('a plan that is bought names no lot, though the same plan lies in stock', async () => {
  const same = lot(3, { wallet_id: 'w1', wallet_name: 'ZIM', supplier: 'ZIM', plan: plan() });
  const { user, host } = show({ stock: [same] });
  await toJapan(user);
  await choose(user, /10 days, ZIM$/, 'Ann');
  expect(screen.getAllByRole('radio', { name: /^Choose/, checked: true })).toHaveLength(1);
  expect(buyButton()).toHaveAccessibleName(/^Buy for 4\.90/);
  await user.click(buyButton());
  await screen.findByText('Next to be sent');
  expect(host.requests('order_place')[0]).toMatchObject({ lot: null, price_seen: { minor: 490 } });
});

test('more names than are left: said at the names, and nothing is sent', async () => {
  const { user, host } = show({ stock: [lot(1)] });
  await toJapan(user);
  await choose(user, /1 left/, 'Ann', 'Ben');
  const names = screen.getByLabelText('Names, one per line');
  expect(names).toHaveAccessibleDescription(/Only 1 is left in stock/);
  expect(names).toBeInvalid();
  await user.click(buyButton());
  expect(host.requests('order_place')).toEqual([]);
  await user.clear(names);
  await user.type(names, 'Ann');
  expect(names).toBeValid();
  await user.click(buyButton());
  await screen.findByText('Next to be sent');
});

test('none in stock is a near miss that says so and cannot be taken', async () => {
  const { user, host } = show({
    near: [{ offer: lot(0), reasons: [{ kind: 'none_in_stock' }] }],
  });
  await toJapan(user);
  expect(screen.getByText('None in stock')).toBeInTheDocument();
  await choose(user, /none left/, 'Ann');
  expect(buyButton()).toHaveAccessibleDescription('None of these are left in stock.');
  await user.click(buyButton());
  expect(host.requests('order_place')).toEqual([]);
});

test('stock alone is an answer, and hidden prices hide our own', async () => {
  const { user, view } = show({ stock: [noted], fits: [] }, true);
  await toJapan(user);
  expect(view.container).not.toHaveTextContent('No plan covers');
  await choose(user, /12 left/, 'Ann');
  expect(buyButton()).toHaveAccessibleName('Take 1 from our Cards wallet');
  expect(view.container).not.toHaveTextContent('EUR');
  expect(newEsim.chosen).toBe('w2/lot/L1');
});

const many = Array.from({ length: 20 }, (_, at) =>
  lot(90 - at, {
    plan: plan({ id: `z${at}`, name: `Zone ${at}` }),
    stock: { paid: true, lot: `L${at}`, left: 90 - at, expires_at: null },
  }),
);

test('many lots leave what can be bought in sight, and unfold at the first that was hidden', async () => {
  const { user, view } = show({ stock: many });
  await toJapan(user);
  expect(screen.getAllByRole('radio', { name: /left, Cards$/ })).toHaveLength(3);
  const fold = screen.getByRole('button', { name: '17 more in stock at Telkor' });
  expect(await wrongs(view.container)).toEqual([]);
  fold.focus();
  await user.keyboard('{Enter}');
  expect(screen.getAllByRole('radio', { name: /left, Cards$/ })).toHaveLength(20);
  const fourth = screen.getByRole('radio', { name: /87 left, Cards$/ });
  expect(fourth).toHaveFocus();
  expect(fourth).not.toBeChecked();
  await user.keyboard('{ArrowDown}');
  expect(screen.getByRole('radio', { name: /86 left, Cards$/ })).toBeChecked();
});

test('another trip folds the lots again, but never over the chosen one', async () => {
  const { user, host } = show({ stock: many });
  const again = async (wish: string) => {
    const asked = host.requests('plans_search').length;
    await user.click(screen.getByText(wish));
    await waitFor(() => expect(host.requests('plans_search')).toHaveLength(asked + 1));
  };
  const unfold = () => user.click(screen.getByRole('button', { name: /more in stock/ }));
  await toJapan(user);
  await unfold();
  await user.click(screen.getByRole('radio', { name: /86 left/ }));
  await again('10+');
  expect(screen.getByRole('radio', { name: /86 left/ })).toBeChecked();
  await user.click(screen.getByRole('radio', { name: /90 left/ }));
  expect(screen.getByRole('button', { name: '17 more in stock at Telkor' })).toBeInTheDocument();
  await unfold();
  await again('3+');
  expect(screen.getByRole('button', { name: '17 more in stock at Telkor' })).toBeInTheDocument();
});

test('lots that look the same say their plan’s name, and others keep it to themselves', async () => {
  const { user } = show({ stock: many, fits: [offer({ plan: plan({ name: 'Retail' }) })] });
  await toJapan(user);
  expect(screen.getByText('Zone 2')).toBeInTheDocument();
  expect(screen.getByRole('radio', { name: /Zone 2, 88 left/ })).toBeInTheDocument();
  expect(screen.queryByText('Retail')).not.toBeInTheDocument();
});

test('a price that nobody states is not said to be checked', async () => {
  const { user, view } = show({ fits: [offer({ price: null })] });
  await toJapan(user);
  await choose(user, /10 days, ZIM$/, 'Ann');
  expect(buyButton()).toHaveAccessibleName(/price not stated/);
  expect(view.container).not.toHaveTextContent('Checked again');
  expect(view.container).toHaveTextContent('ZIM states no price here.');
});
