import { SvelteMap } from 'svelte/reactivity';
import { action } from '../../ipc/action.svelte.ts';
import type {
  Failure,
  Field,
  ProviderForm,
  Sharing,
  WalletChecked,
  WalletDraft,
  WalletView,
} from '../../ipc/generated/commands.ts';
import { kept } from '../../kit/drafts.ts';
import { fieldError } from '../../text/failures.ts';
import { fieldText } from '../../text/failures-by-area.ts';
import { walletsText as text } from '../../text/wallets.ts';

type Purpose = 'check' | 'save';

/**
 * The forms that are open, by the wallet that is edited. Ask for them while a component starts: a map that a
 * derived value makes for itself is not watched by it.
 */
export const edits = kept(() => new SvelteMap<string, WalletForm>());

/** Opens a wallet for editing. */
export function edit(wallet: WalletView, supplier: ProviderForm): void {
  const open = edits();
  const form = new WalletForm(supplier, wallet.currency, wallet.id, () => open.delete(wallet.id));
  form.environment = wallet.environment;
  form.name = wallet.name;
  form.sharing = wallet.sharing;
  Object.assign(form.settings, wallet.settings);
  open.set(wallet.id, form);
}

/**
 * What is typed to connect or edit one wallet. It outlives the screen, and so do its running actions: who
 * leaves while it connects and comes back cannot start a second time. Secrets leave with the form.
 */
export class WalletForm {
  /** The wallet that is edited; `null` for a new one. */
  readonly walletId: string | null;
  readonly supplier: ProviderForm;
  environment = $state('');
  name = $state('');
  currency = $state('');
  sharing = $state<Sharing | null>(null);
  settings = $state<Record<string, string>>({});
  secrets = $state<Record<string, string>>({});
  /** What the last check found. */
  checked = $state.raw<WalletChecked | undefined>();
  /** The wallet, once it is connected or saved. */
  saved = $state.raw<WalletView | undefined>();
  #wrong = $state.raw<Record<string, { value: string; words: string }>>({});
  #failure = $state.raw<Failure | undefined>();
  readonly #check = action('wallet_check');
  readonly #connect = action('wallet_connect');
  readonly #edit = action('wallet_edit');

  readonly #close: () => void;

  /** `close` takes the form off the screens. */
  constructor(
    supplier: ProviderForm,
    currency: string,
    walletId: string | null,
    close: () => void,
  ) {
    this.supplier = supplier;
    this.walletId = walletId;
    this.#close = close;
    this.currency = currency;
    this.environment = supplier.environments[0]?.key ?? '';
    for (const field of supplier.fields) {
      (field.kind.kind === 'secret' ? this.secrets : this.settings)[field.key] = field.default;
    }
  }

  get checking(): boolean {
    return this.#check.busy;
  }

  get saving(): boolean {
    return this.#connect.busy || this.#edit.busy;
  }

  /** What failed and stands at no field. */
  get failure(): Failure | undefined {
    const at = this.#failure?.field ?? null;
    return at !== null && this.#places().includes(at) ? undefined : this.#failure;
  }

  /** The fields that this environment asks for. */
  fields(advanced: boolean): Field[] {
    return this.supplier.fields.filter(
      (field) =>
        field.advanced === advanced && (field.only_in === '' || field.only_in === this.environment),
    );
  }

  /** What is wrong at a field, until something else is typed there. */
  errorAt(key: string): string | undefined {
    const wrong = this.#wrong[key];
    return wrong && wrong.value === this.#valueOf(key) ? wrong.words : undefined;
  }

  /** The first wrong field, in the order of the screen. */
  firstWrong(): string | undefined {
    return this.#places().find((key) => this.errorAt(key) !== undefined);
  }

  /** Tries the connection without saving anything. */
  async check(): Promise<void> {
    this.checked = undefined;
    if (!this.#complete('check')) return;
    const reply = await this.#check.run({ wallet_id: this.walletId, draft: this.draft() });
    this.#heard(this.#check.error);
    this.checked = reply;
  }

  /** Connects or saves; the form and its secrets are forgotten when it worked. */
  async save(): Promise<WalletView | undefined> {
    if (!this.#complete('save')) return undefined;
    const draft = this.draft();
    const saved =
      this.walletId === null
        ? await this.#connect.run({ draft })
        : await this.#edit.run({ wallet_id: this.walletId, draft });
    this.#heard(this.walletId === null ? this.#connect.error : this.#edit.error);
    if (saved) this.forget();
    this.saved = saved;
    return saved;
  }

  /** Closes the form and forgets what was typed. */
  forget(): void {
    this.secrets = {};
    this.#close();
  }

  /** What is sent: defaults are left out, so that a better default of a later version counts. */
  draft(): WalletDraft {
    const settings: Record<string, string> = {};
    const secrets: Record<string, string> = {};
    for (const field of [...this.fields(false), ...this.fields(true)]) {
      const value = this.#valueOf(field.key);
      if (field.kind.kind === 'secret') {
        if (value !== '') secrets[field.key] = value;
      } else if (value !== field.default) settings[field.key] = value;
    }
    const { environment, name, currency, sharing } = this;
    return {
      provider: this.supplier.provider,
      environment,
      name,
      currency,
      sharing,
      settings,
      secrets,
    };
  }

  /** Marks everything that is still to be filled in; the core judges the rest. */
  #complete(purpose: Purpose): boolean {
    const empty = [...this.fields(false), ...this.fields(true)].filter(
      ({ key, kind, required }) =>
        required &&
        !(kind.kind === 'secret' && this.walletId !== null) &&
        this.#valueOf(key).trim() === '',
    );
    const { title } = fieldText.field_missing({});
    const wrong: Record<string, { value: string; words: string }> = {};
    for (const { key } of empty) wrong[key] = { value: this.#valueOf(key), words: title };
    if (this.currency.trim() === '') wrong['currency'] = { value: this.currency, words: title };
    if (purpose === 'save' && this.sharing === null) {
      wrong['sharing'] = { value: '', words: text.sharingMissing };
    }
    this.#wrong = wrong;
    this.#failure = undefined;
    return Object.keys(wrong).length === 0;
  }

  #heard(failure: Failure | undefined): void {
    this.#failure = failure;
    const field = failure?.field ?? null;
    const words = field === null ? undefined : fieldError(failure, field);
    if (field !== null && words) this.#wrong = { [field]: { value: this.#valueOf(field), words } };
  }

  #places(): string[] {
    const keys = (advanced: boolean) => this.fields(advanced).map(({ key }) => key);
    return ['environment', ...keys(false), 'currency', 'name', 'sharing', ...keys(true)];
  }

  #valueOf(key: string): string {
    if (key === 'environment') return this.environment;
    if (key === 'currency') return this.currency;
    if (key === 'name') return this.name;
    if (key === 'sharing') return this.sharing ?? '';
    return this.settings[key] ?? this.secrets[key] ?? '';
  }
}
