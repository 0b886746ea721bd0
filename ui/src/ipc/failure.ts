import type { Failure, MoneyMoved } from './generated/commands.ts';

const MONEY: readonly MoneyMoved[] = ['untouched', 'spent', 'unknown'];

/** Whether a rejection has the shape that the core gives its failures. */
export function isFailure(value: unknown): value is Failure {
  if (typeof value !== 'object' || value === null) return false;
  const { code, money, reference } = value as Partial<Record<keyof Failure, unknown>>;
  return (
    typeof code === 'string' &&
    typeof reference === 'string' &&
    MONEY.some((moved) => moved === money)
  );
}

/**
 * What a rejection means. A host that answers with something else (a denied permission is plain text)
 * is code `ipc`: whether a write reached the core is then not known, and nothing here may guess.
 */
export function asFailure(rejection: unknown, kind: 'read' | 'write'): Failure {
  if (isFailure(rejection)) return rejection;
  const details = rejection instanceof Error ? rejection.message : String(rejection);
  const money = kind === 'read' ? 'untouched' : 'unknown';
  return { code: 'ipc', money, field: null, reference: 'WINDOW', details, facts: {} };
}
