import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';

/**
 * Who answers: the Rust core inside the program, a stand-in in tests and in a plain browser.
 */
export interface Host {
  /** Sends one command; rejects with whatever the host says. */
  invoke(name: string, request: object): Promise<unknown>;
  /** Hears an event; the returned function stops it. */
  listen(event: string, hear: (payload: unknown) => void): Promise<() => void>;
}

let current: Promise<Host> | undefined;

/** Puts a host in place before the first call. */
export function setHost(host: Host): void {
  current = Promise.resolve(host);
}

/** The host; the program's own unless another was put in place. */
export function host(): Promise<Host> {
  current ??= Promise.resolve().then(program);
  return current;
}

function program(): Host {
  if (!('__TAURI_INTERNALS__' in window)) {
    throw new Error('This page only works inside eSIM Desk.');
  }
  return {
    invoke: (name, request) => invoke(name, { ...request }),
    listen: (name, hear) => listen(name, ({ payload }) => hear(payload)),
  };
}
