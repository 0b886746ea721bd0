import type { Component } from 'svelte';
import EsimsPage from '../features/esims/EsimsPage.svelte';
import type { PageProps, RouteName } from '../kit/page.ts';

/** Each screen is read when it is first opened, but the one that a start shows: it comes with the frame. */
const LOADERS = {
  welcome: () => import('../features/welcome/WelcomePage.svelte'),
  new: () => import('../features/new/NewPage.svelte'),
  esims: () => Promise.resolve({ default: EsimsPage }),
  orders: () => import('../features/orders/OrdersPage.svelte'),
  wallets: () => import('../features/wallets/WalletsPage.svelte'),
  settings: () => import('../features/settings/SettingsPage.svelte'),
} satisfies { [N in RouteName]: () => Promise<{ default: Component<PageProps<N>> }> };

export type AnyScreen = Component<PageProps>;

/** The component of a screen; the loaders' types say that it takes this screen's route. */
export async function screen(name: RouteName): Promise<AnyScreen> {
  return (await LOADERS[name]()).default as unknown as AnyScreen;
}
