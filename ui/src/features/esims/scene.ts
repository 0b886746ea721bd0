/** The part that adds data, mounted over a core that a test scripts. */
import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import type {
  AddDataPlans,
  AppState,
  OrderView,
  WalletView,
} from '../../ipc/generated/commands.ts';
import { forgetDrafts } from '../../kit/drafts.ts';
import type { Route } from '../../kit/page.ts';
import { appState } from '../../test/app-state.ts';
import { FakeHost, type Answers } from '../../test/fake-host.ts';
import { wallet } from '../../test/wallet.ts';
import AddData from './AddData.svelte';
import { addDataPlans, addition, esimRow, orderPage } from './sample.ts';

interface Wish {
  answers?: Answers;
  plans?: AddDataPlans;
  order?: OrderView;
  wallets?: WalletView[];
  app?: Partial<AppState>;
  hidePrices?: boolean;
}

export function mounted(wish: Wish = {}) {
  const went: Route[] = [];
  const state = { order: wish.order ?? addition() };
  const host = new FakeHost({
    add_data_plans: () => wish.plans ?? addDataPlans(),
    order_place: () => [state.order],
    orders_page: () => orderPage([state.order]),
    order_withdraw: () => ({ ...state.order, state: 'withdrawn' }),
    ...wish.answers,
  });
  const base = appState({ wallets: wish.wallets ?? [wallet()], ...wish.app });
  const settings = { ...base.settings, hide_buying_prices: wish.hidePrices ?? false };
  const props = { app: { ...base, settings }, row: esimRow(), go: (to: Route) => went.push(to) };
  /** The journal says something else of the order. */
  const becomes = (more: Partial<OrderView>) => {
    state.order = { ...state.order, ...more };
    host.stale('orders');
  };
  return { host, went, becomes, props, user: userEvent.setup(), ...render(AddData, props) };
}
export type Mounted = ReturnType<typeof mounted>;

export const dialog = () => screen.getByRole('dialog', { name: 'Add data for Yuki Tanaka' });
export const button = (name: string | RegExp) => screen.findByRole('button', { name });

export async function opened(wish: Wish = {}): Promise<Mounted> {
  const all = mounted(wish);
  await all.user.click(screen.getByRole('button', { name: 'Add data' }));
  return all;
}

/** Chooses what costs 4.90 and presses the button. */
export async function bought(wish: Wish = {}): Promise<Mounted> {
  const all = await opened(wish);
  await all.user.click(await screen.findByRole('radio', { name: /4\.90/ }));
  await all.user.click(await button(/^Add 5\sGB for 4\.90\sUSD from our ZIM wallet$/));
  return all;
}

/** Nothing of the test before. */
export function clean(): void {
  forgetDrafts();
  sessionStorage.clear();
}
