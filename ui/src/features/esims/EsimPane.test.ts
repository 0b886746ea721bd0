import { render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import type { EsimDetail, Headline } from '../../ipc/generated/commands.ts';
import { appState, kitOf } from '../../install/sample.ts';
import { forgetDrafts } from '../../kit/drafts.ts';
import { wrongs } from '../../test/axe.ts';
import { FakeHost } from '../../test/fake-host.ts';
import { wallet } from '../../test/wallet.ts';
import { headlineText } from '../../text/headline.ts';
import EsimPane from './EsimPane.svelte';
import { filters } from './filters.svelte.ts';
import { addDataPlans, esimDetail, esimRow } from './sample.ts';

function mounted(detail: EsimDetail) {
  const host = new FakeHost({
    esim_detail: () => detail,
    kit: () => kitOf(),
    add_data_plans: () => addDataPlans(),
  });
  const { wallet_id, esim_id } = detail.row;
  const props = {
    app: appState({ wallets: [wallet()] }),
    selected: { wallet_id, esim_id },
    known: detail.row,
    go: () => undefined,
    onclose: () => undefined,
  };
  return { host, user: userEvent.setup(), ...render(EsimPane, props) };
}
const can = { add_data: true, ask_network: false, reconnect: false };

beforeEach(() => {
  forgetDrafts();
  sessionStorage.clear();
  filters.tab = 'install';
});

test.each(Object.keys(headlineText) as Headline[])('%s has a badge with its word', (headline) => {
  const row = esimRow({ headline, given_at: null });
  mounted(esimDetail({ row }));
  const words = headline === 'no_information' ? 'No information from ZIM' : headlineText[headline];
  expect(screen.getByText(words)).toBeInTheDocument();
});

test('a word that nobody documented stands in the head, as the supplier’s', async () => {
  const row = esimRow({ headline: 'no_information' });
  mounted(esimDetail({ row, profile: 'unknown', profile_word: 'IN_LIMBO' }));
  expect(await screen.findByText('ZIM says: IN_LIMBO')).toBeInTheDocument();
});

test('the head says at which desk it was bought, where nobody here has it', async () => {
  const row = esimRow({
    traveller: null,
    booking: null,
    headline: 'ready_elsewhere',
    bought_elsewhere: 'B7K',
  });
  const { container } = mounted(esimDetail({ row, order_key: null }));
  expect(screen.getByRole('heading', { name: 'Bought at desk B7K' })).toBeInTheDocument();
  expect(await wrongs(container)).toEqual([]);
});

test('a card has no kit, and says so instead of asking for one', async () => {
  const row = esimRow({ headline: 'card' });
  const { host, container } = mounted(esimDetail({ row, profile: 'card' }));
  expect(screen.getByText('This is a card')).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Show' })).toBeNull();
  expect(host.requests('kit')).toEqual([]);
  expect(await wrongs(container)).toEqual([]);
});

test.each([
  [null, false],
  ['2026-11-21T12:04:00Z', true],
] as const)('stock without a plan is not given, unless it was already', async (given_at, kit) => {
  const row = esimRow({ headline: 'in_stock', given_at });
  const { host } = mounted(esimDetail({ row, profile: 'in_stock', services: [] }));
  await screen.findByRole('button', { name: 'Open order' });
  expect(screen.queryByText('In stock, without a plan') === null).toBe(kit);
  expect(host.requests('kit')).toHaveLength(kit ? 1 : 0);
});

test('data is added from the pane, where the wallet can', async () => {
  const { user } = mounted(esimDetail({ can }));
  await user.click(await screen.findByRole('button', { name: 'Add data' }));
  const dialog = await screen.findByRole('dialog', { name: 'Add data for Yuki Tanaka' });
  expect(await within(dialog).findAllByRole('radio')).toHaveLength(2);
});

test('where it cannot, nothing is offered', async () => {
  mounted(esimDetail());
  await screen.findByRole('button', { name: 'Open order' });
  expect(screen.queryByRole('button', { name: 'Add data' })).toBeNull();
});
