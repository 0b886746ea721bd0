import type {
  Abilities,
  Failure,
  ListAge,
  ProviderForm,
  WalletDraft,
  WalletView,
} from '../../src/ipc/generated/commands.ts';
import { failure, type Answers } from '../host.ts';
import { forms } from './forms.ts';
import { ago } from './time.ts';

const wishes = new URLSearchParams(location.search);

/** The suppliers that the stand-in has: `?one` leaves the first. */
const suppliers = wishes.has('one') ? forms.slice(0, 1) : forms;
const zim = forms[0] as ProviderForm;

const lists = (minutes: number, factor: number): ListAge[] => [
  { list: 'esims', complete_at: ago(minutes), rows: 1284 * factor, skipped: 0, failure: null },
  { list: 'services', complete_at: ago(minutes), rows: 1391 * factor, skipped: 1, failure: null },
  { list: 'plans', complete_at: ago(90 * minutes), rows: 2210 * factor, skipped: 0, failure: null },
  { list: 'destinations', complete_at: ago(90 * minutes), rows: 168, skipped: 0, failure: null },
];

function walletAt(supplier: ProviderForm, id: string, more: Partial<WalletView>): WalletView {
  return {
    id,
    provider: supplier.provider,
    supplier: supplier.name,
    supplier_short: supplier.short_name,
    name: supplier.short_name,
    environment: 'production',
    environment_label: 'Production',
    currency: 'USD',
    settings: {},
    sharing: 'others',
    paused: false,
    disconnected: false,
    abilities: CAN,
    cannot: supplier.cannot,
    trouble: null,
    lists: lists(2, 1),
    syncing: null,
    esims: 321,
    open_orders: 0,
    usual_seconds: 20,
    balance: null,
    waiting_seconds: null,
    ...more,
  };
}

const CAN: Abilities = {
  catalogue: true,
  orders: true,
  at_once: 1,
  balance: false,
  stock: false,
  diagnostics: false,
  reconnect: false,
};
/** Sells nothing: what it has is in stock, and one order may take many of it. */
const STOCK_ONLY: Abilities = {
  catalogue: false,
  orders: true,
  at_once: 100,
  balance: true,
  stock: true,
  diagnostics: true,
  reconnect: true,
};
const stockLists = (minutes: number): ListAge[] => [
  ...lists(minutes, 1).slice(0, 2),
  { list: 'stock', complete_at: ago(30 * minutes), rows: 4, skipped: 0, failure: null },
];
const holds = (
  minor: number,
  currency: string,
  exponent: number,
  minutes: number,
  snapshot = false,
): Partial<WalletView> => ({
  balance: { amount: { minor, currency, exponent }, at: ago(minutes), snapshot },
});

/** What each supplier's wallet is like: three currencies, and names as long as staff make them. */
const USUAL: Partial<WalletView>[] = [
  { open_orders: 1 },
  {
    name: 'Kreuzfahrt-Gruppen und Studienreisen Süddeutschland (zweites Konto)',
    sharing: 'only_us',
    lists: lists(7, 3),
    usual_seconds: 3,
    abilities: { ...CAN, balance: true },
    ...holds(1290, 'USD', 2, 2),
  },
  {
    name: 'رحلات النور',
    currency: 'IQD',
    lists: lists(3, 1),
    usual_seconds: 240,
    abilities: { ...CAN, balance: true },
    ...holds(12500, 'IQD', 0, 40),
  },
  {
    name: 'Schulklassen, Karten im Schrank',
    currency: 'EUR',
    environment: 'own',
    environment_label: 'Own address',
    settings: { base_url: 'https://reseller.a-very-long-host-name.example.com/api/v2' },
    lists: stockLists(1),
    abilities: STOCK_ONLY,
    ...holds(45000, 'EUR', 2, 155, true),
  },
];

const stale = (ages: ListAge[], minutes: number, why: Failure): ListAge[] =>
  ages.map((list) => ({ ...list, complete_at: ago(minutes), failure: why }));

/** What `?trouble` makes of them. */
const TROUBLE: Partial<WalletView>[] = [
  {
    lists: stale(lists(2, 1), 62, failure('keychain_locked')),
    trouble: failure('keychain_locked'),
    abilities: null,
  },
  {
    lists: stale(lists(7, 3), 190, failure('credentials', { facts: { supplier: 'eSIM Go' } })),
    trouble: failure('credentials', {
      facts: { supplier: 'eSIM Go' },
      details: '401 from /organisation',
    }),
    abilities: null,
    usual_seconds: null,
  },
  { paused: true },
  {
    syncing: { list: 'esims', done: 340, of: 1284 },
    lists: lists(1, 1).map((list) => ({ ...list, complete_at: null, rows: 0, skipped: 0 })),
    esims: 0,
  },
];

/** What `?reading` makes of the second: its plans are read for the first time, by the supplier's limits. */
const READING: Partial<WalletView> = {
  syncing: { list: 'plans', done: 34, of: 120 },
  waiting_seconds: 12,
  lists: lists(7, 3).map((list) => ({ ...list, complete_at: null, rows: 0 })),
};

/** All that are connected, one for each supplier. */
export const wallets: WalletView[] = suppliers.map((supplier, at) =>
  walletAt(supplier, `w${at + 1}`, {
    ...USUAL[at],
    ...(wishes.has('trouble') ? TROUBLE[at] : {}),
    ...(wishes.has('reading') && at === 1 ? READING : {}),
  }),
);

/** Takes turns among the wallets, as they are at the start. */
export function walletFor(index: number): WalletView {
  return TURNS[index % TURNS.length] as WalletView;
}
const TURNS = [...wallets];

function change(id: string, more: Partial<WalletView>): WalletView {
  const at = wallets.findIndex((one) => one.id === id);
  const known = wallets[at];
  if (!known) throw failure('wallet_not_found');
  wallets[at] = { ...known, ...more };
  return wallets[at];
}

function of(draft: WalletDraft): Partial<WalletView> {
  const { environment, currency, settings, secrets } = draft;
  const supplier = forms.find(({ provider }) => provider === draft.provider) ?? zim;
  const label = supplier.environments.find(({ key }) => key === environment)?.label ?? environment;
  if ([...Object.values(settings), ...Object.values(secrets)].includes('wrong')) {
    throw failure('credentials', { facts: { supplier: supplier.short_name } });
  }
  if (settings['base_url']?.startsWith('http:')) throw failure('not_https', { field: 'base_url' });
  return {
    environment,
    environment_label: label,
    currency,
    settings,
    name: draft.name || supplier.short_name,
    sharing: draft.sharing ?? 'others',
  };
}

const slowly = () => new Promise((done) => setTimeout(done, 700));

export const answers: Answers = {
  wallets: () => wallets,
  wallet_forms: () => ({
    forms: [...suppliers],
    currencies: ['USD', 'EUR', 'GBP', 'JPY', 'CHF'],
  }),
  wallet_check: async ({ draft }) => {
    await slowly();
    of(draft);
    const warnings = [failure('clock_wrong', { facts: { minutes: '7' } })];
    const sells = draft.provider !== 'telkor';
    const balance = sells ? null : { minor: 45000, currency: draft.currency, exponent: 2 };
    return {
      destinations: sells ? 74 : null,
      balance,
      sees_orders: true,
      milliseconds: 412,
      warnings,
    };
  },
  wallet_connect: async ({ draft, request_id }, { stale: say, wishes: now }) => {
    await slowly();
    const supplier = forms.find(({ provider }) => provider === draft.provider) ?? zim;
    const made = walletAt(supplier, request_id, of(draft));
    now.delete('welcome');
    wallets.push(made);
    say('wallets');
    return made;
  },
  wallet_edit: async ({ wallet_id, draft }, { stale: say }) => {
    await slowly();
    const changed = change(wallet_id, of(draft));
    say('wallets');
    return changed;
  },
  wallet_pause: ({ wallet_id }, { stale: say }) => {
    say('wallets');
    return change(wallet_id, { paused: true });
  },
  wallet_resume: ({ wallet_id }, { stale: say }) => {
    say('wallets');
    return change(wallet_id, { paused: false });
  },
  wallet_disconnect: ({ wallet_id }, { stale: say }) => {
    const gone = change(wallet_id, { disconnected: true });
    if (gone.open_orders > 0) throw failure('wallet_has_open_orders');
    wallets.splice(wallets.indexOf(gone), 1);
    say('wallets');
    return gone;
  },
};
