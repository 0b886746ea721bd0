import { allEsims } from '../features/esims/query.ts';
import { askAhead } from '../ipc/ahead.ts';
import { PAGE_SIZE } from '../ipc/call.ts';

/** Asks for all that a start shows, before anything else of the page is read. */
export function askFirst(): void {
  askAhead('app_state', {}, ['app', 'wallets', 'orders', 'esims']);
  askAhead('esims_page', allEsims(0, PAGE_SIZE), ['esims', 'wallets']);
}
