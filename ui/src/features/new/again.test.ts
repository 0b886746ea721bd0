import { screen, waitFor, within } from '@testing-library/svelte';
import { beforeEach, expect, test } from 'vitest';
import { wayOn } from '../../buying/stopped.ts';
import type { AppState, OrderView } from '../../ipc/generated/commands.ts';
import { wrongs } from '../../test/axe.ts';
import type { Answers } from '../../test/fake-host.ts';
import { formOf, NewEsim, newEsim } from './new.svelte.ts';
import { appState, failure, found, later, offer, order, plan, wallet } from './sample.ts';
import { buyButton, choose, clean, open, page, toJapan } from './scene.ts';

const kit = { esim_id: 'e1', iccid: null, kit_ready: true };
const names = () => screen.findByLabelText('Names, one per line');
const button = (name: string | RegExp) => screen.findByRole('button', { name });

/** A purchase for these orders, bought by clicking; `becomes` says what the journal has of it then. */
async function bought(orders: OrderView[], answers: Answers = {}, app?: AppState) {
  let rows = orders;
  const all = open({ order_place: () => rows, orders_page: () => page(rows), ...answers }, app);
  await toJapan(all.user);
  await choose(all.user, /10 days/, ...orders.map(({ traveller }) => traveller));
  await all.user.click(buyButton());
  await screen.findByRole('list', { name: 'Orders of this purchase' });
  const becomes = (more: (row: OrderView) => Partial<OrderView>) => {
    rows = rows.map((row) => ({ ...row, ...more(row) }));
    all.host.stale('orders');
  };
  /** The button, the shortcut or the palette's line. */
  const newEsimAgain = () => all.view.rerender({ route: { name: 'new' } });
  return { ...all, becomes, newEsimAgain };
}

beforeEach(clean);

test('a new eSIM is asked for: kits that are ready make room for the form', async () => {
  const { becomes, newEsimAgain } = await bought([order({ state: 'sending' })]);
  await newEsimAgain();
  expect(await screen.findByText('Sending…')).toBeInTheDocument();
  becomes(() => ({ state: 'unknown' }));
  await screen.findByText(/^Checking with ZIM/);
  await newEsimAgain();
  expect(screen.getByText(/^Checking with ZIM/)).toBeInTheDocument();
  becomes(() => ({ state: 'fulfilled', esim: kit }));
  await screen.findByText('Ready');
  await newEsimAgain();
  expect(await names()).toHaveValue('');
  expect(await button(/^Show the purchase for/)).toBeInTheDocument();
  await waitFor(() => expect(screen.getByRole('combobox', { name: 'Where to' })).toHaveFocus());
});

test('the last customer’s kit is not seen while it is found out that it may go', async () => {
  const { view, becomes } = await bought([order({ state: 'sending' })]);
  becomes(() => ({ state: 'fulfilled', esim: kit }));
  await screen.findByText('Ready');
  view.unmount();
  const answer = later<ReturnType<typeof page>>();
  open({ orders_page: () => answer.promise });
  expect(screen.queryByRole('region', { name: 'Install kit' })).toBeNull();
  answer.give(page([order({ state: 'fulfilled', esim: kit })]));
  expect(await names()).toHaveValue('');
});

test('the purchase that made room is one click away, over a reload too, until another is bought', async () => {
  const ready = order({ state: 'fulfilled', esim: kit });
  const { newEsimAgain, user } = await bought([ready]);
  await screen.findByText('Ready');
  await newEsimAgain();
  await user.type(await names(), 'Ann');
  newEsim.keep();
  expect(new NewEsim().last).toMatchObject({ traveller: ready.traveller, others: 0 });
  await user.click(await button(/^Show the purchase for/));
  await screen.findByText('Ready');
  await user.click(await button('Start another'));
  expect(await names()).toHaveValue('Ann');
  expect(screen.queryByRole('button', { name: /^Show the purchase for/ })).toBeNull();
});

test('after a reload the purchase is shown where it was left, and only then makes room', async () => {
  await bought([order({ state: 'fulfilled', esim: kit })]);
  newEsim.keep();
  const reloaded = new NewEsim();
  await reloaded.begin();
  expect(reloaded.phase).toBe('outcome');
  await reloaded.begin();
  expect(reloaded.phase).toBe('form');
});

test('practice and real work each keep their form, and neither sees the other’s', async () => {
  const { user, view } = open();
  await toJapan(user);
  await user.type(await names(), 'Ann');
  view.unmount();
  const practice = appState({ practice: true });
  const second = open({}, practice);
  expect(await names()).toHaveValue('');
  await second.user.type(await names(), 'Nobody');
  second.view.unmount();
  open();
  expect(await names()).toHaveValue('Ann');
  expect(newEsim.countries).toEqual(['JP']);
  newEsim.keep();
  expect([new NewEsim().names, new NewEsim(true).names]).toEqual(['Ann', 'Nobody']);
  formOf(true).reset();
});

const busy = appState({ wallets: [wallet({ open_orders: 1 })] });
const refused = order({ traveller: 'Ben', parent: 'p2', state: 'refused', booking: 'B-1' });

test('what was typed behind a purchase of the journal stands aside for who got nothing', async () => {
  const { user } = open({ orders_page: () => page([refused]) }, busy);
  await toJapan(user);
  await user.type(await names(), 'Dora');
  await user.click(await button(/^Show the purchase for Ben/));
  await user.click(await button('Change and buy again'));
  expect(await names()).toHaveValue('Ben');
  await waitFor(async () => expect(await names()).toHaveFocus());
  await user.click(await button('Back to Dora'));
  expect(await names()).toHaveValue('Dora');
  await waitFor(async () => expect(await names()).toHaveFocus());
});

test('the same for an order that is chosen again from there', async () => {
  const { user } = open({ orders_page: () => page([refused]) }, busy);
  await user.type(await names(), 'Dora');
  await user.click(await button(/^Show the purchase for Ben/));
  await button('Change and buy again');
  newEsim.orderAnew(refused);
  expect(newEsim).toMatchObject({ names: 'Ben', aside: { names: 'Dora' } });
  newEsim.startAnother();
  newEsim.purchase.follow('p2');
  newEsim.reset();
  newEsim.purchase.follow('p2');
  newEsim.orderAnew(refused);
  expect(newEsim.aside).toBeUndefined();
});

test('whoever got none of ours is bought for with the same trip and booking', async () => {
  const esims = ['e1', 'e2'].map((esim_id) => ({
    esim_id,
    iccid: null,
    bought_at: null,
    order_key: null,
  }));
  const owned = { wallet_id: 'w1', wallet_name: 'ZIM', plan: plan(), esims };
  let ours = [owned];
  const { user, host, view } = open({
    plans_search: () => found({ owned: ours }),
    kit_give: ({ esim_id }) => {
      ours = [];
      host.stale('esims');
      if (esim_id === 'e2') throw failure('given_to_other');
      return { hand_over: null, clears_in: null, saved_as: null };
    },
  });
  await toJapan(user);
  await choose(user, /10 days/, 'Ann', 'Ben');
  await user.type(screen.getByLabelText('Booking'), 'B-7');
  await user.click(await button(/^Use one of these/));
  const dialog = await screen.findByRole('dialog');
  await user.click(within(dialog).getByRole('button', { name: 'Give 2 of ours' }));
  await waitFor(() =>
    expect(within(dialog).getByLabelText(/Names/)).toHaveAccessibleDescription(/None is left/),
  );
  expect(dialog).toHaveTextContent('None of these is left.');
  expect(dialog).not.toHaveTextContent('type why');
  await user.click(within(dialog).getByRole('button', { name: 'Cancel' }));
  expect(await screen.findByText('Ben has none yet')).toBeInTheDocument();
  expect(screen.getByText('The kit of Ann stays in eSIMs.')).toBeInTheDocument();
  expect(await wrongs(view.container)).toEqual([]);
  await view.rerender({ route: { name: 'new' } });
  await user.click(await button('Buy for the others'));
  expect(await names()).toHaveValue('Ben');
  expect(newEsim).toMatchObject({ countries: ['JP'], booking: 'B-7', given: [] });
  expect(newEsim.chosen).not.toBeNull();
});

test('plans of another trip are neither shown nor bought after a search that failed', async () => {
  let answers = true;
  const next = later<never>();
  const { user, host } = open({
    plans_search: ({ countries }) => {
      if (countries.length === 1) return found();
      return answers
        ? found({ fits: [offer(), offer({ plan: plan({ id: 'it' }) })] })
        : next.promise;
    },
  });
  await toJapan(user);
  await choose(user, /10 days/, 'Ann');
  expect(buyButton()).not.toHaveAccessibleDescription();
  answers = false;
  await user.type(screen.getByRole('combobox', { name: 'Where to' }), 'Ital{Enter}');
  await waitFor(() => expect(buyButton()).toHaveAccessibleDescription('Searching…'));
  await user.click(buyButton());
  await user.keyboard('{Control>}{Enter}{/Control}');
  next.fail(failure('internal'));
  const again = await button('Search again');
  expect(screen.queryByRole('table')).toBeNull();
  expect(buyButton()).toHaveAccessibleDescription('Choose a plan.');
  expect(screen.queryByText(/no longer in this list/)).toBeNull();
  await user.click(buyButton());
  expect(host.requests('order_place')).toEqual([]);
  answers = true;
  await user.click(again);
  expect(await screen.findByText('2 fit')).toBeInTheDocument();
});

test('plans of this trip stay when only a repeated search failed, and it can be repeated', async () => {
  let works = true;
  const { user, host } = open({
    plans_search: () => (works ? found() : Promise.reject(failure('internal'))),
  });
  await toJapan(user);
  works = false;
  host.stale('plans');
  const again = await button('Search again');
  expect(screen.getByRole('table')).toBeInTheDocument();
  works = true;
  await user.click(again);
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Search again' })).toBeNull());
});

test('an order that was stopped can be bought from here, as from its own pane', async () => {
  const { user, host } = await bought(
    [order({ failure: failure('balance_short', { facts: { missing: '3.00 USD' } }) })],
    { order_send: () => order({ state: 'sending' }) },
  );
  expect(screen.queryByRole('button', { name: 'Choose again' })).toBeNull();
  await user.click(await button('Buy now'));
  expect(host.requests('order_send')).toMatchObject([{ key: 'k1' }]);
});

test('after a price rise those who got nothing are chosen for again, once theirs are withdrawn', async () => {
  let refuses = true;
  const rose = failure('price_rose', { facts: { was: '4.90 USD', now: '5.10 USD' } });
  const rows = [
    order({ key: 'a', traveller: 'Ann', failure: rose }),
    order({ key: 'b', traveller: 'Ben', state: 'refused', failure: failure('refused') }),
    order({ key: 'c', traveller: 'Cem', state: 'fulfilled', esim: kit }),
  ];
  const { user, host, view } = await bought(rows, {
    order_withdraw: () => {
      if (refuses) throw failure('wrong_state');
      return order({ state: 'withdrawn' });
    },
  });
  expect(screen.queryByRole('button', { name: 'Buy now' })).toBeNull();
  expect(await wrongs(view.container)).toEqual([]);
  await user.click(await button('Choose again'));
  expect(await screen.findByText('The order has moved on meanwhile.')).toBeInTheDocument();
  refuses = false;
  await user.click(await button('Choose again'));
  expect(await names()).toHaveValue('Ann\nBen');
  expect(host.requests('order_withdraw').map(({ key }) => key)).toEqual(['a', 'a']);
});

test('a stopped order is bought or chosen again by what stopped it', () => {
  expect(wayOn(order())).toBeUndefined();
  expect(wayOn(order({ state: 'refused', failure: failure('price_rose') }))).toBeUndefined();
  expect(wayOn(order({ needs_confirmation: true }))).toBe('send');
  expect(wayOn(order({ failure: failure('wallet_paused') }))).toBe('send');
  expect(wayOn(order({ failure: failure('plan_gone') }))).toBe('again');
});
