import type { AppState } from '../ipc/generated/commands.ts';

/** A place in the program, with what is open there. */
export type Route =
  | { name: 'welcome' }
  | { name: 'new' }
  | { name: 'esims'; selected?: { wallet_id: string; esim_id: string } }
  | { name: 'orders'; key?: string }
  | { name: 'wallets'; id?: string; connect?: boolean }
  | { name: 'settings' };

export type RouteName = Route['name'];

/** What every screen is given. */
export interface PageProps<N extends RouteName = RouteName> {
  /** Where the user is; what is open there changes with it. */
  route: Extract<Route, { name: N }>;
  /** Goes somewhere else, or opens something here. */
  go: (route: Route) => void;
  /** The state of the program, always fresh. */
  app: AppState;
}
