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
    field('path_sims', 'Path of the SIM list', 'Braces stand for the id.', { default: '/sims' }),
  ],
  cannot: [
    'Telkor states no prices.',
    'Telkor sells no new eSIMs: an order takes one from your stock.',
  ],
};

/** What each supplier asks for. */
export const forms: readonly ProviderForm[] = [zim, esimGo, esimfly, telkor];
