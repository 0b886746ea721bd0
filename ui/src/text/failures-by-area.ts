import type { Code } from '../ipc/generated/commands.ts';
import type { Words } from './failures.ts';

type Area<C extends Code> = Record<C, Words>;

/** The supplier's name, or "the supplier" where the failure does not say which. */
const supplier = (facts: Record<string, string>): string => facts['supplier'] ?? 'the supplier';
/** The same at the beginning of a sentence. */
const Supplier = (facts: Record<string, string>): string => facts['supplier'] ?? 'The supplier';

/** What to do, behind the cause where it was said. */
const withCause = (cause: string | undefined, todo: string): string =>
  cause === undefined ? todo : `The cause: ${cause} ${todo}`;

export const supplierText: Area<
  | 'offline'
  | 'timed_out'
  | 'dropped'
  | 'certificate'
  | 'proxy'
  | 'redirected'
  | 'credentials'
  | 'forbidden'
  | 'not_found'
  | 'path_unfit'
  | 'refused'
  | 'funds'
  | 'too_many'
  | 'supplier_trouble'
  | 'not_json'
  | 'unreadable'
  | 'too_large'
  | 'clock_wrong'
> = {
  offline: (facts) => ({
    title: `No connection to ${supplier(facts)}.`,
    todo: 'Check the network of this computer. What is stored here can still be shown and given.',
  }),
  timed_out: (facts) => ({
    title: `${Supplier(facts)} did not answer in time.`,
    todo: 'Wait a minute and try again.',
  }),
  dropped: (facts) => ({
    title: `The connection to ${supplier(facts)} broke off.`,
    todo: 'Try again. If it happens often, check the network.',
  }),
  certificate: (facts) => ({
    title: `The certificate of ${supplier(facts)} is not trusted.`,
    todo: facts['skew_minutes']
      ? `This computer’s clock is ${facts['skew_minutes']} minutes off. Set it, then try again.`
      : 'Security software or a proxy may be reading the traffic. Ask whoever looks after this computer.',
  }),
  proxy: () => ({
    title: 'The proxy of this network refused the connection.',
    todo: 'Sign in to the proxy, or ask whoever looks after the network.',
  }),
  redirected: (facts) => ({
    title: `${Supplier(facts)} sends us to another address, and we did not follow.`,
    todo: 'Check the address of the wallet. A sign-in page of the Wi-Fi can also cause this.',
  }),
  credentials: (facts, cause) => ({
    title: `${Supplier(facts)} refused the credentials.`,
    todo: withCause(
      cause,
      'Check the key and the environment of the wallet, then type the key again.',
    ),
  }),
  forbidden: (facts, cause) => ({
    title: `${Supplier(facts)} knows this account but does not allow this.`,
    todo: withCause(cause, `Ask ${supplier(facts)} to allow it for your account.`),
  }),
  not_found: (facts) => ({
    title: `${Supplier(facts)} has no such thing, or the address does not fit.`,
    todo: 'Read the lists again. If it stays, check the address of the wallet.',
  }),
  path_unfit: (facts) => ({
    title: facts['url']
      ? `This path does not fit ${supplier(facts)}: ${facts['url']}.`
      : `A path of this wallet does not fit ${supplier(facts)}.`,
    todo: 'Edit the wallet, open Advanced, and correct the path there.',
  }),
  refused: (facts, cause) => ({
    title: `${Supplier(facts)} refused the request.`,
    todo: cause === undefined ? 'What was answered stands under Details.' : `Their words: ${cause}`,
  }),
  funds: (facts) => ({
    title: facts['missing']
      ? `The wallet at ${supplier(facts)} is ${facts['missing']} short.`
      : `There is not enough money in the wallet at ${supplier(facts)}.`,
    todo: `Top it up at ${supplier(facts)}, then buy again.`,
  }),
  too_many: (facts) => ({
    title: `${Supplier(facts)} takes no more requests for now.`,
    todo: facts['seconds']
      ? `It goes on by itself in ${facts['seconds']} seconds.`
      : 'It goes on by itself in a moment.',
  }),
  supplier_trouble: (facts) => ({
    title: `${Supplier(facts)} has trouble of its own.`,
    todo: 'Wait a few minutes and try again.',
  }),
  not_json: (facts) => ({
    title: `Not ${supplier(facts)} answered, but a web page or nothing.`,
    todo: 'Check the address of the wallet. A sign-in page of the Wi-Fi can also cause this.',
  }),
  unreadable: (facts) => ({
    title: `The answer of ${supplier(facts)} cannot be read.`,
    todo: 'Try again. If it stays, send the code below to support.',
  }),
  too_large: (facts) => ({
    title: `The answer of ${supplier(facts)} is too large.`,
    todo: 'Send the code below to support.',
  }),
  clock_wrong: (facts) => ({
    title: facts['minutes']
      ? `This computer’s clock is ${facts['minutes']} minutes off.`
      : 'This computer’s clock is wrong.',
    todo: 'Set the clock, or let the system set it, then try again.',
  }),
};

export const fieldText: Area<
  | 'field_missing'
  | 'not_https'
  | 'not_url'
  | 'field_unusable'
  | 'unknown_provider'
  | 'name_taken'
  | 'secret_needed'
> = {
  field_missing: () => ({ title: 'Please fill this in.', todo: '' }),
  not_https: () => ({ title: 'The address must begin with https://.', todo: '' }),
  not_url: () => ({
    title: 'This is not an address.',
    todo: 'It looks like https://api.example.com.',
  }),
  field_unusable: () => ({
    title: 'This cannot be used.',
    todo: 'Check it for spaces, line breaks or missing characters.',
  }),
  unknown_provider: () => ({
    title: 'This supplier is not known.',
    todo: 'Choose one of the list.',
  }),
  name_taken: () => ({
    title: 'Another wallet has this name.',
    todo: 'Choose a name that staff can tell apart.',
  }),
  secret_needed: () => ({
    title: 'The address changed.',
    todo: 'Type the key again, so that it goes only where you mean it to.',
  }),
};

export const keychainText: Area<
  | 'keychain_missing'
  | 'keychain_locked'
  | 'keychain_refused'
  | 'keychain_timed_out'
  | 'keychain_failed'
  | 'keychain_empty'
> = {
  keychain_missing: () => ({
    title: 'This computer has no keychain service.',
    todo: 'Install or start one (on Linux for example GNOME Keyring or KWallet), then try again.',
  }),
  keychain_locked: () => ({
    title: 'The keychain of this computer is locked.',
    todo: 'Unlock it, then try again.',
  }),
  keychain_refused: () => ({
    title: 'The keychain was not allowed to answer.',
    todo: 'Try again, and unlock it or allow eSIM Desk when the system asks.',
  }),
  keychain_timed_out: () => ({
    title: 'The keychain did not answer.',
    todo: 'Look for a question of the system behind this window, answer it, then try again.',
  }),
  keychain_failed: () => ({
    title: 'The keychain of this computer failed.',
    todo: 'Sign out of the computer and in again. If it stays, send the code below to support.',
  }),
  keychain_empty: (facts) => ({
    title: facts['name']
      ? `The keychain has no key for the wallet ${facts['name']}.`
      : 'The keychain has no key for this wallet.',
    todo: 'Edit the wallet and type its key again.',
  }),
};

export const windowText: Area<'bad_request' | 'unknown_command' | 'internal' | 'ipc'> = {
  bad_request: () => ({
    title: 'The window asked for something that could not be read.',
    todo: 'Close eSIM Desk and open it again. If it stays, send the code below to support.',
  }),
  unknown_command: () => ({
    title: 'The window and the program do not fit together.',
    todo: 'Install eSIM Desk again. Your records stay.',
  }),
  internal: () => ({
    title: 'eSIM Desk made a mistake of its own.',
    todo: 'Nothing that was stored is lost. Try again, and send the code below to support.',
  }),
  ipc: () => ({
    title: 'The program did not answer the window.',
    todo: 'Look whether it was done before you try again. If it stays, close eSIM Desk and open it again.',
  }),
};
