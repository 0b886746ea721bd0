/**
 * The window in a plain browser, with a stand-in for the core: `/dev/dev.html#/esims`. Not part of the
 * build. `?theme=dark`, `?practice`, `?welcome`, `?offline`, `?one` (one wallet instead of
 * four), `?trouble` (of each wallet another), `?lots` (much stock), `?nothing-fits` (no data to add) and `?fail=<command>` change what it says.
 */
import { mount } from 'svelte';
import App from '../src/app/App.svelte';
import { setHost } from '../src/ipc/host.ts';
import type { Route, RouteName } from '../src/kit/page.ts';
import '../src/styles/tokens.css';
import '../src/styles/base.css';
import { setTheme, startTheme } from '../src/app/theme.ts';
import { fakeHost } from './host.ts';

const wishes = new URLSearchParams(location.search);
const theme = wishes.get('theme');
if (theme === 'light' || theme === 'dark') setTheme(theme);
startTheme();
setHost(fakeHost(wishes));
mount(App, { target: document.body, props: { start: fromHash(location.hash) } });

/** `#/esims/w1/e7`, `#/orders/<key>`, `#/wallets/<id>`, `#/wallets/connect`, `#/new`. */
function fromHash(hash: string): Route | undefined {
  const [name, first, second] = hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);
  switch (name as RouteName | '' | undefined) {
    case 'esims':
      return first && second
        ? { name: 'esims', selected: { wallet_id: first, esim_id: second } }
        : { name: 'esims' };
    case 'orders':
      return first ? { name: 'orders', key: first } : { name: 'orders' };
    case 'wallets':
      if (first === 'connect') return { name: 'wallets', connect: true };
      return first ? { name: 'wallets', id: first } : { name: 'wallets' };
    case 'welcome':
    case 'new':
    case 'settings':
      return { name: name as 'welcome' | 'new' | 'settings' };
    case '':
    case undefined:
      return undefined;
    default:
      throw new Error(`No screen ${name ?? ''}`);
  }
}
