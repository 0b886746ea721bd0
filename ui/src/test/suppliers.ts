import type { Environment, ProviderForm } from '../ipc/generated/commands.ts';
import { desksField, field, supplierForm } from './wallet.ts';

const environments: Environment[] = [
  { key: 'production', label: 'Production', base_url: 'https://supplier.example' },
  { key: 'own', label: 'Own address', base_url: '' },
];
const address = field('base_url', 'Address', { kind: { kind: 'url' }, only_in: 'own' });
const secret = { kind: 'secret' } as const;
const path = (key: string, label: string, usual: string) =>
  field(key, label, {
    help: 'Braces stand for the id.',
    advanced: true,
    required: false,
    default: usual,
  });

/** Asks for one secret alone. */
export const esimGoForm: ProviderForm = {
  provider: 'esim_go',
  name: 'eSIM Go',
  short_name: 'eSIM Go',
  environments,
  fields: [
    address,
    field('api_key', 'API key', { kind: secret }),
    field('profile_id', 'Branding profile', { advanced: true, required: false }),
    desksField,
  ],
  cannot: [],
};

/** Has no advanced field of its own and only one environment. */
export const esimflyForm: ProviderForm = {
  provider: 'esimfly',
  name: 'eSIMfly Business',
  short_name: 'eSIMfly',
  environments: environments.slice(0, 1),
  fields: [
    field('access_code', 'Access code'),
    field('secret_key', 'Secret key', { kind: secret }),
    desksField,
  ],
  cannot: [],
};

/** Shares the keys of its fields with ZIM, and has many advanced ones. */
export const telkorForm: ProviderForm = {
  provider: 'telkor',
  name: 'OMAX Telecom Telkor',
  short_name: 'Telkor',
  environments,
  fields: [
    address,
    field('client_id', 'Client ID'),
    field('client_secret', 'Client secret', { kind: secret }),
    field('auth_header', 'Header of the token', {
      advanced: true,
      required: false,
      default: 'Authorization',
    }),
    path('path_sims', 'Path: SIMs', '/sims'),
    path('path_tasks', 'Path: tasks', '/tasks'),
    desksField,
  ],
  cannot: [],
};

/** Four suppliers that ask for different things. */
export const fourForms: ProviderForm[] = [supplierForm, esimGoForm, esimflyForm, telkorForm];
