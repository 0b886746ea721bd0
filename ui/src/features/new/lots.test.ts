import { expect, test } from 'vitest';
import { alike } from './alike.ts';
import { lotsByWallet } from './lots.ts';
import { offer, plan } from './sample.ts';

const lot = (wallet: string, at: number) =>
  offer({
    wallet_id: wallet,
    wallet_name: `Wallet ${wallet}`,
    supplier: 'Telkor',
    price: null,
    stock: { lot: `${wallet}-${at}`, left: 90 - at, paid: true, expires_at: null },
  });
const lots = (wallet: string, count: number) =>
  Array.from({ length: count }, (_, at) => lot(wallet, at));
const counts = (...asked: Parameters<typeof lotsByWallet>) =>
  lotsByWallet(...asked).map(({ whose, best, more }) => [whose, best.length, more.length]);

test('three lots of each wallet stand first, and one more is not worth a row', () => {
  expect(counts([])).toEqual([]);
  expect(counts(lots('a', 4))).toEqual([['Telkor', 4, 0]]);
  expect(counts(lots('a', 20))).toEqual([['Telkor', 3, 17]]);
  const [first] = lotsByWallet(lots('a', 20));
  expect([...(first?.best ?? []), ...(first?.more ?? [])]).toEqual(lots('a', 20));
});

test('two wallets at one supplier go by their own names, and each keeps its lots together', () => {
  const mixed = [lot('b', 0), ...lots('a', 5), lot('b', 1)];
  expect(counts(mixed)).toEqual([
    ['Wallet b', 2, 0],
    ['Wallet a', 3, 2],
  ]);
});

test('only rows that look the same need their names', () => {
  const zone = (id: string, more = {}) => offer({ plan: plan({ id, name: id }), ...more });
  const usd = { minor: 700, currency: 'USD', exponent: 2 };
  const keys = alike([
    zone('z1'),
    zone('z2'),
    zone('dearer', { price: usd }),
    zone('other', { wallet_id: 'w2' }),
    offer({ plan: plan({ id: 'place', coverage: { kind: 'local', country: 'TH' } }) }),
    lot('w1', 0),
  ]);
  expect([...keys]).toEqual(['w1/z1', 'w1/z2']);
  expect(alike([lot('a', 1), lot('a', 2)]).size).toBe(2);
});
