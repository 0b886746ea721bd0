import { screen } from '@testing-library/svelte';
import { beforeEach, expect, test } from 'vitest';
import type { PlansFound, WalletView } from '../../ipc/generated/commands.ts';
import { appState, found, offer, plan, wallet } from './sample.ts';
import { clean, open, toJapan } from './scene.ts';

const show = (more: Partial<PlansFound>, wallets: WalletView[] = [wallet()]) =>
  open({ plans_search: () => found(more) }, appState({ wallets }));
/** Counted without their names: making hundreds of those takes seconds. */
const radios = () => document.querySelectorAll('input[type=radio][name=plan]').length;
const rowOf = (text: string) =>
  [...document.querySelectorAll('tr')].find((one) => one.textContent.includes(text));

beforeEach(clean);

test('thousands of plans come in steps, and another trip begins with the first rows', async () => {
  const fits = Array.from({ length: 3000 }, (_, at) => offer({ plan: plan({ id: `p${at}` }) }));
  const { user } = show({ fits });
  await toJapan(user);
  expect(radios()).toBe(100);
  expect(screen.getByText('3000 fit')).toBeInTheDocument();
  await user.click(screen.getByText('Show 100 more of 2,900'));
  expect(radios()).toBe(200);
  await user.click(screen.getByText('10+'));
  await expect.poll(radios).toBe(100);
});

test('many plans in one currency do not push the others out of sight', async () => {
  const inEuro = (at: number) =>
    offer({
      plan: plan({ id: `eur${at}` }),
      price: { minor: 610 + at, currency: 'EUR', exponent: 2 },
    });
  const { user } = show({
    fits: [...Array.from({ length: 120 }, (_, at) => inEuro(at)), offer()],
  });
  await toJapan(user);
  expect(rowOf('In USD, cheapest first')?.parentElement).toHaveTextContent(/4\.90\sUSD/);
  expect(radios()).toBe(51);
  await user.click(screen.getByText('Show the other 70'));
  expect(radios()).toBe(121);
});

test('each row says whose it is, and an amount keeps its own decimals', async () => {
  const dinars = { minor: 13900, currency: 'IQD', exponent: 0 };
  const { user } = show({
    fits: [
      offer({
        wallet_name: 'Groups',
        supplier: 'eSIMfly',
        plan: plan({ id: 'iqd', networks: [{ name: 'Zain', speeds: [] }] }),
        price: dinars,
        per_gb: { ...dinars, minor: 1390 },
        per_day: null,
      }),
      offer({
        plan: plan({ id: 'none', networks: [{ name: 'KDDI', speeds: [] }] }),
        price: null,
        per_gb: null,
        per_day: null,
      }),
    ],
  });
  await toJapan(user);
  expect(rowOf('Zain')).toHaveTextContent(/13,900\sIQD ?1,390\/GB ?Groups ?eSIMfly/);
  expect(rowOf('KDDI')).toHaveTextContent(/not stated ?ZIM/);
  expect(rowOf('KDDI')).not.toHaveTextContent('0.00');
});

test('unlimited is a word with what slows it down', async () => {
  const throttling = '1 GB a day fast, then 512 kb/s';
  const { user } = show({
    fits: [offer({ plan: plan({ data: { kind: 'unlimited' }, throttling }) })],
  });
  await toJapan(user);
  expect(rowOf(throttling)).toHaveTextContent('unlimited');
});

test('reading is told in parts with what it waits for; the plans are not asked for at each step', async () => {
  const [source] = found().sources;
  if (!source) throw new Error('The sample has no source.');
  const sources = [source, { ...source, wallet_id: 'w2', wallet_name: 'Go', complete_at: null }];
  const go = wallet({
    id: 'w2',
    name: 'Go',
    supplier_short: 'eSIM Go',
    syncing: { list: 'plans', done: 340, of: 1200 },
    waiting_seconds: 12,
  });
  const { user, host, view } = show({ sources }, [wallet(), go]);
  await toJapan(user);
  expect(screen.getByText('Go: 340 of 1,200 parts of the plans read.')).toBeInTheDocument();
  expect(view.container).toHaveTextContent(/Waiting for eSIM Go, 1[12] s/);
  expect(view.container).not.toHaveTextContent('no plans read yet');
  const asked = host.requests('plans_search').length;
  host.stale('wallets');
  host.stale('plans');
  await expect.poll(() => host.requests('plans_search').length).toBe(asked + 1);
});
