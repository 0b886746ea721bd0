/** What was asked about one eSIM in the phone network: it goes on while staff look at something else. */
import { action } from '../../ipc/action.svelte.ts';
import type { EsimRef } from '../../ipc/generated/commands.ts';
import { kept } from '../../kit/drafts.ts';
import { keyOf } from './words.ts';

export class Asks {
  readonly network = action('esim_network');
  readonly reconnect = action('esim_reconnect');
  /** When reconnecting was last asked for, in milliseconds. */
  reconnectedAt = $state<number | undefined>();
  readonly #esim: EsimRef;

  constructor(esim: EsimRef) {
    this.#esim = esim;
  }

  /** Asks the supplier where it is; true when it answered. */
  async where(): Promise<boolean> {
    return (await this.network.run(this.#esim)) !== undefined;
  }

  /** Connects it anew; true when the supplier took it. */
  async connectAnew(): Promise<boolean> {
    const done = await this.reconnect.run(this.#esim);
    if (done) this.reconnectedAt = Date.now();
    return done !== undefined;
  }
}

const all = kept(() => new Map<string, Asks>());

/** What was asked about one eSIM. */
export function asksOf(esim: EsimRef): Asks {
  const key = keyOf(esim);
  const known = all().get(key);
  if (known) return known;
  const made = new Asks({ wallet_id: esim.wallet_id, esim_id: esim.esim_id });
  all().set(key, made);
  return made;
}
