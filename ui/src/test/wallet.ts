import type {
  Abilities,
  Failure,
  Field,
  ListName,
  OwnPrice,
  ProviderForm,
  WalletView,
} from '../ipc/generated/commands.ts';

/** A failure that took no money; a test says what it is. */
export function failure(more: Partial<Failure>): Failure {
  return {
    code: 'timed_out',
    money: 'untouched',
    field: null,
    reference: 'ZIM-1',
    details: null,
    facts: { supplier: 'ZIM' },
    ...more,
  };
}

const NAMES: readonly ListName[] = ['esims', 'services', 'plans', 'destinations'];

/** A wallet that sells plans one by one; a test says what else it can. */
export function abilities(more: Partial<Abilities> = {}): Abilities {
  return {
    catalogue: true,
    orders: true,
    at_once: 1,
    balance: false,
    stock: false,
    diagnostics: false,
    reconnect: false,
    ...more,
  };
}

/** A lot of the stock that nobody noted a price for. */
export function lot(plan: string, left: number): OwnPrice {
  return {
    plan: {
      id: plan,
      name: `Plan ${plan}`,
      coverage: { kind: 'local', country: 'IT' },
      data: { kind: 'bytes', bytes: 3 * 2 ** 30 },
      throttling: null,
      calls: null,
      texts: null,
      days: 10,
      start: 'first_use',
      features: [],
      networks: [],
      prices: [],
    },
    lot: `lot-${plan}`,
    left,
    price: null,
  };
}

/** A wallet that works; a test says what is different. */
export function wallet(more: Partial<WalletView> = {}): WalletView {
  return {
    id: 'w1',
    provider: 'zim',
    supplier: 'ZIM Connections',
    supplier_short: 'ZIM',
    name: 'ZIM',
    environment: 'production',
    environment_label: 'Production',
    currency: 'USD',
    settings: { client_id: 'desk-7' },
    sharing: 'others',
    paused: false,
    disconnected: false,
    abilities: abilities(),
    cannot: ['ZIM does not show the balance.'],
    trouble: null,
    lists: NAMES.map((list) => ({
      list,
      complete_at: '2026-11-21T12:02:00Z',
      rows: 5,
      skipped: 0,
      failure: null,
    })),
    syncing: null,
    esims: 5,
    open_orders: 0,
    usual_seconds: 20,
    balance: null,
    waiting_seconds: null,
    ...more,
  };
}

/** A text field that must be filled in; a test says what is different. */
export const field = (key: string, label: string, more: Partial<Field> = {}): Field => ({
  key,
  label,
  help: '',
  kind: { kind: 'text' },
  advanced: false,
  required: true,
  default: '',
  only_in: '',
  ...more,
});

/** What every supplier's form ends with. */
export const desksField = field('desks', 'Desks that share this account', {
  help: '1 to 99.',
  advanced: true,
  required: false,
  default: '1',
});

/** A supplier's form with a field of each kind. */
export const supplierForm: ProviderForm = {
  provider: 'zim',
  name: 'ZIM Connections',
  short_name: 'ZIM',
  environments: [
    { key: 'production', label: 'Production', base_url: 'https://zim.example' },
    { key: 'own', label: 'Own address', base_url: '' },
  ],
  fields: [
    field('base_url', 'Address', { kind: { kind: 'url' }, only_in: 'own' }),
    field('client_id', 'Client ID'),
    field('client_secret', 'Client secret', { kind: { kind: 'secret' }, help: 'In the keychain.' }),
    field('scope', 'Scope', { advanced: true, required: false, default: 'account/write' }),
    field('users_field', 'Name of the users field', {
      kind: {
        kind: 'choice',
        options: [
          ['a', 'Newer'],
          ['b', 'Older'],
        ],
      },
      advanced: true,
      required: false,
      default: 'a',
    }),
    field('notify', 'ZIM itself writes to the traveller', {
      kind: { kind: 'switch' },
      advanced: true,
      required: false,
      default: 'false',
    }),
    desksField,
  ],
  cannot: [],
};
