import type { KitPart } from '../ipc/generated/commands.ts';

/** The secret of ours that is on the clipboard now, as far as the window knows. */
class Held {
  /** Which kit and which part of it; `undefined` when nothing of ours will be cleared. */
  secret = $state.raw<{ kit: string; part: KitPart; until: number } | undefined>();

  /** A secret was copied and will be cleared. */
  holds(kit: string, part: KitPart, seconds: number): void {
    this.secret = { kit, part, until: Date.now() + seconds * 1000 };
  }

  /** The core cleared it, or staff keep it: nothing more will happen to it. */
  ended(): void {
    this.secret = undefined;
  }

  /** Something that is no secret was copied over it. */
  replaced(): void {
    this.secret = undefined;
  }
}

/** One clipboard, one countdown. */
export const clipboard = new Held();
