import type {
  Failure,
  ListAge,
  ProviderForm,
  WalletDraft,
  WalletView,
} from '../../src/ipc/generated/commands.ts';
import { failure, type Answers } from '../host.ts';
import { ago, wallet, wallets } from './app.ts';

const field = (key: string, label: string, help: string, more = {}) => ({
  key,
  label,
  help,
  kind: { kind: 'text' as const },
  advanced: true,
  required: false,
  default: '',
  only_in: '',
  ...more,
});

const zim: ProviderForm = {
  provider: 'zim',
  name: 'ZIM Connections',
  short_name: 'ZIM',
  environments: [
    { key: 'production', label: 'Production', base_url: 'https://zim.example' },
    { key: 'sandbox', label: 'Sandbox', base_url: 'https://dev.zim.example' },
    { key: 'own', label: 'Own address', base_url: '' },
  ],
  fields: [
    field('base_url', 'Address', 'Begins with https://.', {
      kind: { kind: 'url' },
      advanced: false,
      required: true,
      only_in: 'own',
    }),
    field('client_id', 'Client ID', 'From ZIM, with the secret.', {
      advanced: false,
      required: true,
    }),
    field('client_secret', 'Client secret', 'Kept in this computer’s keychain.', {
      kind: { kind: 'secret' },
      advanced: false,
      required: true,
    }),
    field('scope', 'Scope', 'Leave it unless your account manager named another.', {
      default: 'account/write',
    }),
    field('users', 'Users', 'The user_ ids orders are for, with commas; usually empty.'),
    field('users_field', 'Name of the users field', 'Only matters if users are filled in.', {
      kind: {
        kind: 'choice',
        options: [
          ['usersIDs', 'usersIDs (newer)'],
          ['userNanoIDs', 'userNanoIDs (older)'],
        ],
      },
      default: 'usersIDs',
    }),
    field(
      'notify_recipient',
      'ZIM itself writes to the traveller',
      'Off: only you hand the eSIM over.',
      {
        kind: { kind: 'switch' },
        default: 'false',
      },
    ),
  ],
  cannot: [],
};

const stale = (lists: ListAge[], minutes: number, why: Failure): ListAge[] =>
  lists.map((list) => ({ ...list, complete_at: ago(minutes), failure: why }));

wallets.push(
  {
    ...wallet,
    id: 'w2',
    name: 'Kreuzfahrt-Gruppen und Studienreisen Süddeutschland (zweites Konto)',
    environment: 'own',
    environment_label: 'Own address',
    currency: 'EUR',
    settings: { base_url: 'https://reseller.a-very-long-host-name.example.com/api/v2' },
    sharing: 'only_us',
    lists: stale(wallet.lists, 190, failure('credentials')),
    trouble: failure('credentials', { details: '401 from /oauth2/token' }),
    abilities: null,
    usual_seconds: null,
    open_orders: 0,
  },
  {
    ...wallet,
    id: 'w3',
    name: 'رحلات النور',
    environment: 'sandbox',
    environment_label: 'Sandbox',
    paused: true,
    esims: 12,
    open_orders: 0,
  },
  {
    ...wallet,
    id: 'w4',
    name: 'ZIM 2',
    syncing: { list: 'esims', done: 340, of: 1284 },
    lists: wallet.lists.map((list) => ({ ...list, complete_at: null, rows: 0, skipped: 0 })),
    esims: 0,
    open_orders: 0,
    usual_seconds: 300,
  },
  {
    ...wallet,
    id: 'w5',
    name: 'ZIM old key',
    trouble: failure('keychain_locked'),
    abilities: null,
  },
);

function change(id: string, more: Partial<WalletView>): WalletView {
  const at = wallets.findIndex((one) => one.id === id);
  const known = wallets[at];
  if (!known) throw failure('wallet_not_found');
  wallets[at] = { ...known, ...more };
  return wallets[at];
}

function of(draft: WalletDraft): Partial<WalletView> {
  const { environment, currency, settings } = draft;
  const label = zim.environments.find(({ key }) => key === environment)?.label ?? environment;
  if (settings['client_id'] === 'wrong') throw failure('credentials');
  if (settings['base_url']?.startsWith('http:')) throw failure('not_https', { field: 'base_url' });
  return {
    environment,
    environment_label: label,
    currency,
    settings,
    name: draft.name || 'ZIM',
    sharing: draft.sharing ?? 'others',
  };
}

const slowly = () => new Promise((done) => setTimeout(done, 700));

export const answers: Answers = {
  wallets: () => wallets,
  wallet_forms: () => ({ forms: [zim], currencies: ['USD', 'EUR', 'GBP', 'JPY', 'CHF'] }),
  wallet_check: async ({ draft }) => {
    await slowly();
    of(draft);
    const warnings = [failure('clock_wrong', { facts: { minutes: '7' } })];
    return { destinations: 74, sees_orders: true, milliseconds: 412, warnings };
  },
  wallet_connect: async ({ draft, request_id }, { stale: say, wishes }) => {
    await slowly();
    const made = { ...wallet, ...of(draft), id: request_id };
    wishes.delete('welcome');
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
