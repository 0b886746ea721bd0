import type { Code, Failure, MoneyMoved } from '../ipc/generated/commands.ts';
import { amounts, saidText } from './amounts.svelte.ts';
import { fieldText, keychainText, supplierText, windowText } from './failures-by-area.ts';
import { deskText, orderText } from './failures-of-work.ts';

/** What the window says of one failure: what happened, and what to do next. */
export interface Advice {
  title: string;
  todo: string;
}

/** Words with the values that the failure names, and with the cause where somebody said it in a sentence. */
export type Words = (facts: Record<string, string>, cause?: string) => Advice;

/** Every failure there is; a new code does not compile without words. */
const ADVICE: Record<Code, Words> = {
  ...supplierText,
  ...fieldText,
  ...keychainText,
  ...deskText,
  ...orderText,
  ...windowText,
};

/** Whether money was taken, in the words that staff trust. */
export const moneyWords: Record<MoneyMoved, string> = {
  untouched: 'No money was taken.',
  spent: 'Money was taken.',
  unknown: 'It is not known yet whether money was taken. Do not buy again.',
};

/** What facts say of money. */
const AMOUNTS = ['was', 'now', 'missing', 'balance'];

/** The words for one failure. */
export function adviceFor(failure: Failure): Advice {
  const said = Object.entries(failure.facts).filter(
    ([fact]) => !(amounts.hidden && AMOUNTS.includes(fact)),
  );
  return ADVICE[failure.code](Object.fromEntries(said), causeOf(failure));
}

/** A cause longer than this is read under Details. */
const LONGEST_CAUSE = 200;

/** What was said of the cause, as a sentence; raw data and pages are none. */
function causeOf({ details }: Failure): string | undefined {
  const said = details?.trim() ?? '';
  if (said === '' || said.length > LONGEST_CAUSE || /^[[{<]/.test(said)) return undefined;
  return saidText(/[.!?]$/.test(said) ? said : `${said}.`);
}

/** The words for the field it names, if that field is the one asked about. */
export function fieldError(failure: Failure | undefined, field: string): string | undefined {
  if (failure?.field !== field) return undefined;
  const { title, todo } = adviceFor(failure);
  return `${title} ${todo}`.trim();
}
