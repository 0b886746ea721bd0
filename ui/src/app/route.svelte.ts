import type { Route } from '../kit/page.ts';

/** Where the user is, in memory only: a reload begins where the program begins. */
export class Router {
  route = $state.raw<Route>({ name: 'esims' });

  constructor(start?: Route) {
    if (start) this.route = start;
  }

  go = (route: Route): void => {
    this.route = route;
  };
}
