import { screen } from '@testing-library/svelte';
import { beforeEach, expect, test } from 'vitest';
import type { Money, WalletBalance, WalletView } from '../../ipc/generated/commands.ts';
import { fundsOf } from '../../buying/funds.ts';
import { appState, wallet } from './sample.ts';
import { buyButton, choose, clean, open, toJapan } from './scene.ts';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const usd = (minor: number): Money => ({ minor, currency: 'USD', exponent: 2 });
const ago = (minutes: number, now = Date.now()) => new Date(now - minutes * 60_000).toISOString();
const holds = (minor: number, minutes: number, more: Partial<WalletBalance> = {}) =>
  wallet({
    abilities: {
      catalogue: true,
      orders: true,
      at_once: 1,
      balance: true,
      stock: false,
      diagnostics: false,
      reconnect: false,
    },
    balance: { amount: usd(minor), at: ago(minutes), snapshot: false, ...more },
  });

beforeEach(clean);

test('what is left, what is missing, and whether that is sure', () => {
  const at = (minor: number, minutes: number, more: Partial<WalletBalance> = {}) =>
    fundsOf(holds(minor, 0, { at: ago(minutes, NOW), ...more }), usd(490), NOW);
  expect(at(1000, 2)).toMatchObject({ after: usd(510), missing: undefined });
  expect(at(490, 2)).toMatchObject({ after: usd(0), missing: undefined });
  expect(at(400, 14)).toMatchObject({ after: undefined, missing: usd(90), certain: true });
  expect(at(400, 15)).toMatchObject({ missing: usd(90), certain: false });
  expect(at(400, 1, { snapshot: true })).toMatchObject({ missing: usd(90), certain: false });
});

test('decimals are brought together, and another currency gives no sum', () => {
  const of = (amount: Money, total: Money) =>
    fundsOf(holds(0, 0, { amount, at: ago(1, NOW) }), total, NOW);
  const dinars = { minor: 12, currency: 'KWD', exponent: 0 };
  expect(of(dinars, { minor: 1500, currency: 'KWD', exponent: 3 }).after).toEqual({
    minor: 10500,
    currency: 'KWD',
    exponent: 3,
  });
  expect(of(dinars, usd(490))).toMatchObject({ after: undefined, missing: undefined });
  expect(fundsOf(wallet(), usd(490), NOW)).toMatchObject({ balance: null, neverShown: true });
  expect(fundsOf(undefined, usd(490), NOW)).toMatchObject({ balance: null, neverShown: false });
});

async function buyFor(from: WalletView, hidePrices = false) {
  const opened = open({}, appState({ wallets: [from] }, hidePrices));
  await toJapan(opened.user);
  await choose(opened.user, /10 days/, 'Ann', 'Ben');
  return opened;
}

test('the balance before and after, with its age', async () => {
  const { view } = await buyFor(holds(5000, 2));
  expect(view.container).toHaveTextContent(/In the wallet 50\.00\sUSD 2 min old/);
  expect(view.container).toHaveTextContent(/After this 40\.20\sUSD/);
});

test('a snapshot says of when it is', async () => {
  const { view } = await buyFor(holds(5000, 0, { at: '2026-11-02T11:05:00Z', snapshot: true }));
  expect(view.container).toHaveTextContent(/In the wallet 50\.00\sUSD as of .*\d\d:\d\d/);
});

test('not shown only where the supplier never shows it', async () => {
  const first = await buyFor(wallet());
  expect(first.view.container).toHaveTextContent('In the wallet not shown by ZIM');
  first.view.unmount();
  clean();
  const { view } = await buyFor({ ...holds(0, 0), balance: null });
  expect(view.container).toHaveTextContent('In the wallet not read yet');
});

test('a fresh balance that is short stops the click and says how much is missing', async () => {
  const { user, host, view } = await buyFor(holds(500, 1));
  expect(view.container).toHaveTextContent(/After this 4\.80\sUSD missing/);
  expect(buyButton()).toHaveAccessibleDescription(/^The wallet is 4\.80\sUSD short/);
  await user.click(buyButton());
  expect(host.requests('order_place')).toEqual([]);
});

test.each([
  ['an old one', holds(500, 16)],
  ['a snapshot', holds(500, 1, { snapshot: true })],
])('%s warns, and the core decides', async (_, from) => {
  const { user, host, view } = await buyFor(from);
  expect(view.container).toHaveTextContent(/4\.80\sUSD may be missing/);
  await user.click(buyButton());
  await screen.findByText('Next to be sent');
  expect(host.requests('order_place')).toHaveLength(1);
});

test('where prices are hidden, so is what the wallet holds; that it is too little is said', async () => {
  const { view } = await buyFor(holds(500, 1), true);
  expect(view.container).not.toHaveTextContent('USD');
  expect(view.container).toHaveTextContent('In the wallet too little');
  expect(buyButton()).toHaveAccessibleDescription('The wallet holds too little. Top it up first.');
});

test('another currency: the balance stands, and no sum', async () => {
  const euros = { amount: { minor: 100, currency: 'EUR', exponent: 2 } };
  const { view } = await buyFor(holds(0, 1, euros));
  expect(view.container).toHaveTextContent(/In the wallet 1\.00\sEUR/);
  expect(view.container).toHaveTextContent('After this not reckoned, the price is in USD');
  expect(buyButton()).not.toHaveAttribute('aria-disabled');
});
