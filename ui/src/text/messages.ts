/**
 * All words of the window, by area. English is the only language so far; a second one has the same
 * shape. Screens import their own area, so that a screen that is not open costs nothing.
 */
export { appText } from './app.ts';
export { adviceFor, fieldError, moneyWords } from './failures.ts';
export { kitText } from './kit.ts';
