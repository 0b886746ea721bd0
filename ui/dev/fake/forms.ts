import type {
  Environment,
  Field,
  FieldKind,
  ProviderForm,
} from '../../src/ipc/generated/commands.ts';

const field = (key: string, label: string, help: string, more: Partial<Field> = {}): Field => ({
  key,
  label,
  help,
  kind: { kind: 'text' },
  advanced: true,
  required: false,
  default: '',
  only_in: '',
  ...more,
});
const asked = (
  key: string,
  label: string,
  help: string,
  kind: FieldKind = { kind: 'text' },
): Field => field(key, label, help, { kind, advanced: false, required: true });
const secret = { kind: 'secret' } as const;
const own: Field = {
  ...asked('base_url', 'Address', 'Begins with https://.', { kind: 'url' }),
  only_in: 'own',
};

const production: Environment = {
  key: 'production',
  label: 'Production',
  base_url: 'https://supplier.example',
};
const elsewhere: Environment = { key: 'own', label: 'Own address', base_url: '' };
const sandbox: Environment = {
  key: 'sandbox',
  label: 'Sandbox',
  base_url: 'https://dev.supplier.example',
};

const zim: ProviderForm = {
  provider: 'zim',
  name: 'ZIM Connections',
  short_name: 'ZIM',
  environments: [production, sandbox, elsewhere],
  fields: [
    own,
    asked('client_id', 'Client ID', 'From ZIM, with the secret.'),
    asked('client_secret', 'Client secret', 'Kept in this computer’s keychain.', secret),
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
      { kind: { kind: 'switch' }, default: 'false' },
    ),
  ],
  cannot: ['ZIM does not show the balance.', 'ZIM takes nothing back once it is bought.'],
};

const esimGo: ProviderForm = {
  provider: 'esim_go',
  name: 'eSIM Go',
  short_name: 'eSIM Go',
  environments: [production, elsewhere],
  fields: [
    own,
    asked('api_key', 'API key', 'From Account Settings, API Details.', secret),
    field('profile_id', 'Branding profile', 'Empty takes the account’s first.'),
  ],
  cannot: ['Money is paid in at the portal of eSIM Go, from 1,000 USD up.'],
};

const esimfly: ProviderForm = {
  provider: 'esimfly',
  name: 'eSIMfly Business',
  short_name: 'eSIMfly',
  environments: [production, elsewhere],
  fields: [
    own,
    asked('access_code', 'Access code', 'Begins with esf_.'),
    asked('secret_key', 'Secret key', 'Begins with sk_.', secret),
  ],
  cannot: ['eSIMfly does not say when it measured the use.'],
};

const desks = field(
  'desks',
  'Desks that share this account',
  '1 to 99. Each desk takes its part of the requests that the supplier allows.',
  { default: '1' },
);

const PATH_HELP = 'Braces stand for the id. Change it if Telkor’s documents name another path.';
const PATHS = [
  ['path_sims', 'Path: SIMs', '/sims'],
  ['path_provision', 'Path: provision links', '/sims/bulk-provision'],
  ['path_sim', 'Path: one SIM', '/sims/{sim_id}'],
  ['path_installation', 'Path: installation', '/sims/{sim_id}/esim-installation'],
  ['path_refresh', 'Path: refresh a SIM', '/sims/{sim_id}/refresh'],
  ['path_tasks', 'Path: tasks', '/tasks'],
  ['path_task', 'Path: one task', '/tasks/{task_id}'],
  ['path_task_items', 'Path: items of a task', '/tasks/{task_id}/items'],
  ['path_links', 'Path: links', '/links'],
  ['path_link', 'Path: one link', '/links/{link_id}'],
  ['path_activations', 'Path: activations of a link', '/links/{link_id}/activations'],
  ['path_suspend', 'Path: suspend a link', '/links/{link_id}/suspend'],
  ['path_resume', 'Path: resume a link', '/links/{link_id}/resume'],
  ['path_plans', 'Path: plans', '/plans'],
  ['path_plan', 'Path: one plan', '/plans/{plan_id}'],
  ['path_coverages', 'Path: coverages', '/coverages'],
  ['path_organization', 'Path: organisation', '/organization'],
  ['path_balance', 'Path: balance', '/organization/balance'],
  ['path_costs', 'Path: monthly cost', '/organization/costs'],
] as const;

const telkor: ProviderForm = {
  provider: 'telkor',
  name: 'OMAX Telecom Telkor',
  short_name: 'Telkor',
  environments: [production, elsewhere],
  fields: [
    own,
    asked('client_id', 'Client ID', 'From OMAX Telecom, with the secret.'),
    asked('client_secret', 'Client secret', 'Kept in this computer’s keychain.', secret),
    field('auth_header', 'Header of the token', 'Usually Authorization.', {
      default: 'Authorization',
    }),
    field('auth_scheme', 'Word before the token', 'Usually Bearer; empty is none.', {
      default: 'Bearer',
    }),
    field('megabytes', 'One MB of a plan', 'Leave it unless Telkor says otherwise.', {
      kind: {
        kind: 'choice',
        options: [
          ['binary', '1,048,576 bytes'],
          ['decimal', '1,000,000 bytes'],
        ],
      },
      default: 'binary',
    }),
    ...PATHS.map(([key, label, usual]) => field(key, label, PATH_HELP, { default: usual })),
  ],
  cannot: [
    'Telkor states no prices; keep your buying price per plan here.',
    'Telkor sells no new eSIMs; an order takes one from your stock and puts a plan on it.',
    'The balance is a snapshot that Telkor renews about every three hours.',
  ],
};

/** What each supplier asks for. */
export const forms: readonly ProviderForm[] = [zim, esimGo, esimfly, telkor].map((form) => ({
  ...form,
  fields: [...form.fields, desks],
}));
