import { call } from '../../ipc/call.ts';
import type { Failure, Settings } from '../../ipc/generated/commands.ts';
import { kept } from '../../kit/drafts.ts';
import { fieldError } from '../../text/failures.ts';
import { settingsText as text } from '../../text/settings.ts';

/** The settings that are typed; the others are chosen and saved at once. */
export type TextKey = 'agency' | 'contact' | 'guest_wifi' | 'desk';
const TEXTS: readonly TextKey[] = ['agency', 'contact', 'guest_wifi', 'desk'];
/** A pause in the typing after which the text is saved, so that closing the window loses nothing. */
const PAUSE_MS = 400;

/** What becomes of one setting. */
type Phase = 'saving' | 'saved';

/** The changes on the settings' screen; what could not be saved is still there after another screen. */
export const changes = kept(() => new Changes());

/**
 * Saves each change by itself, one after the other, each upon what the one before it left. A wrong field
 * keeps what was typed and hinders no other.
 */
export class Changes {
  /** The name that is being typed for the list of staff. */
  name = $state('');
  /** How often a change could not be saved. */
  refusals = $state(0);
  #typed = $state<Partial<Record<TextKey, string | undefined>>>({});
  #phases = $state<Partial<Record<keyof Settings, Phase | undefined>>>({});
  #failures = $state.raw<Partial<Record<keyof Settings, Failure | undefined>>>({});
  #pauses: Partial<Record<TextKey, ReturnType<typeof setTimeout>>> = {};
  #saved: Settings | undefined;
  #turn: Promise<void> = Promise.resolve();
  #waiting = 0;

  /** The newest settings there are; a save that is on its way knows better than the frame. */
  follow(settings: Settings): void {
    if (this.#waiting === 0) this.#saved = settings;
  }

  /** What stands in a field: what was typed, else what is saved. */
  textOf(key: TextKey, settings: Settings): string {
    return this.#typed[key] ?? settings[key];
  }

  type(key: TextKey, value: string): void {
    this.#typed[key] = value;
    this.#phases[key] = undefined;
    this.#forgive(key);
    clearTimeout(this.#pauses[key]);
    this.#pauses[key] = setTimeout(() => void this.#put(key), PAUSE_MS);
  }

  phase(key: keyof Settings): Phase | undefined {
    return this.#phases[key];
  }

  /** What went wrong where no field can say it. */
  get failure(): Failure | undefined {
    return Object.values(this.#failures).find((failure) => failure?.field === null);
  }

  /** The words at a field. */
  errorAt(key: keyof Settings): string | undefined {
    const failure = this.#failures[key];
    if (failure?.field !== key) return undefined;
    if (key === 'staff') return failure.code === 'name_taken' ? text.staffTaken : text.staffWrong;
    if (key === 'desk') return text.deskWrong;
    if (failure.code === 'field_unusable') return text.textTooLong;
    return fieldError(failure, key);
  }

  /** Saves a field that is left; from then on it shows what is saved. */
  async keep(key: TextKey): Promise<void> {
    const typed = this.#typed[key];
    if ((await this.#put(key)) && this.#typed[key] === typed) this.#typed[key] = undefined;
  }

  /** Saves every field that was typed and not left yet. */
  keepAll(): void {
    for (const key of TEXTS) if (!this.#failures[key]) void this.keep(key);
  }

  /** Adds the typed name to the staff. */
  async addName(): Promise<void> {
    const name = this.name;
    const saved = await this.save('staff', ({ staff }) => ({ staff: [...staff, name] }));
    if (saved && this.name === name) this.name = '';
  }

  /** Removes a name; whoever worked under it is not working any more. */
  async removeName(name: string): Promise<void> {
    await this.save('staff', ({ staff, working }) => ({
      staff: staff.filter((other) => other !== name),
      working: working === name ? null : working,
    }));
  }

  /** Saves one change upon the newest settings. Resolves to whether it is saved. */
  save(key: keyof Settings, change: (settings: Settings) => Partial<Settings>): Promise<boolean> {
    this.#waiting += 1;
    this.#phases[key] = 'saving';
    this.#forgive(key);
    const mine = this.#turn.then(() => this.#send(key, change));
    this.#turn = mine.then(() => undefined);
    return mine;
  }

  /** Saves what is typed in a field, unless nothing changed, and lets it stand. Resolves to whether it is saved. */
  async #put(key: TextKey): Promise<boolean> {
    clearTimeout(this.#pauses[key]);
    const typed = this.#typed[key];
    if (typed === undefined || !this.#saved) return false;
    return typed === this.#saved[key] || this.save(key, () => ({ [key]: typed }));
  }

  async #send(
    key: keyof Settings,
    change: (settings: Settings) => Partial<Settings>,
  ): Promise<boolean> {
    try {
      const before = this.#saved;
      if (!before) return false;
      this.#saved = await call('settings_save', { settings: { ...before, ...change(before) } });
      this.#phases[key] = 'saved';
      return true;
    } catch (failure) {
      this.#phases[key] = undefined;
      this.refusals += 1;
      this.#failures = { ...this.#failures, [key]: failure as Failure };
      return false;
    } finally {
      this.#waiting -= 1;
    }
  }

  #forgive(key: keyof Settings): void {
    this.#failures = { ...this.#failures, [key]: undefined };
  }
}
