import type { Component } from 'svelte';
import type { AppState, Found, Settings as AppSettings } from '../ipc/generated/commands.ts';
import { Esim, Folder, List, Plus, Refresh, Screen, Settings, Wallet } from '../kit/icons.ts';
import type { Route } from '../kit/page.ts';
import { appText } from '../text/app.ts';

/** One line of the palette. */
export interface Entry {
  id: string;
  group: string;
  title: string;
  subtitle?: string;
  icon: Component<Record<string, unknown>>;
  run: () => void;
}

interface Doing {
  app: AppState;
  go: (route: Route) => void;
  syncNow: () => Promise<void>;
  openFolder: () => Promise<void>;
  theme: (theme: AppSettings['theme']) => Promise<void>;
}

/** Everything that can be done from anywhere. */
export function actionsFor({ app, go, syncNow, openFolder, theme }: Doing): Entry[] {
  const to = (title: string, icon: Entry['icon'], route: Route): Entry =>
    act(title, icon, () => go(route));
  const themes = [
    ['light', appText.themeLight],
    ['dark', appText.themeDark],
    ['system', appText.themeSystem],
  ] as const;
  return [
    to(appText.newEsim, Plus, { name: 'new' }),
    to(appText.esims, Esim, { name: 'esims' }),
    to(appText.orders, List, { name: 'orders' }),
    to(appText.wallets, Wallet, { name: 'wallets' }),
    to(appText.settings, Settings, { name: 'settings' }),
    to(appText.connectWallet, Plus, { name: 'wallets', connect: true }),
    ...(app.wallets.length > 0 ? [act(appText.syncNow, Refresh, () => void syncNow())] : []),
    ...themes
      .filter(([name]) => name !== app.settings.theme)
      .map(([name, title]) => act(title, Screen, () => void theme(name))),
    act(appText.dataFolder, Folder, () => void openFolder()),
  ];
}

function act(title: string, icon: Entry['icon'], run: () => void): Entry {
  return { id: `do-${title}`, group: appText.paletteActions, title, icon, run };
}

/** The actions whose words begin with every word that was typed. */
export function matchingActions(actions: Entry[], typed: string): Entry[] {
  const words = typed.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return actions.filter(({ title }) => {
    const own = title.toLocaleLowerCase().split(/\s+/);
    return words.every((word) => own.some((one) => one.startsWith(word)));
  });
}

/** What the core found, as lines that lead there. */
export function asEntries(found: readonly Found[], go: (route: Route) => void): Entry[] {
  return found.map((hit) => {
    const { title, subtitle } = hit;
    const group = appText.paletteFound;
    switch (hit.kind) {
      case 'esim': {
        const selected = { wallet_id: hit.wallet_id, esim_id: hit.esim_id };
        const id = `esim-${hit.wallet_id}-${hit.esim_id}`;
        return {
          id,
          group,
          title,
          subtitle,
          icon: Esim,
          run: () => go({ name: 'esims', selected }),
        };
      }
      case 'order': {
        const { key } = hit;
        return {
          id: key,
          group,
          title,
          subtitle,
          icon: List,
          run: () => go({ name: 'orders', key }),
        };
      }
    }
  });
}
