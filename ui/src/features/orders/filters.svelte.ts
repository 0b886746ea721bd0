import type { OrderFilter, OrderQuery } from '../../ipc/generated/commands.ts';

export type WhichOrders = 'all' | 'open' | 'waiting';

/** What the journal is asked for. It outlives the screen, so that going away and back loses nothing. */
export class OrderFilters {
  which = $state<WhichOrders>('all');
  text = $state('');

  get narrow(): boolean {
    return this.which !== 'all' || this.text.trim() !== '';
  }

  clear(): void {
    this.which = 'all';
    this.text = '';
  }

  /** The question for some rows. */
  query(offset: number, limit: number): OrderQuery {
    const filter: OrderFilter = { kind: this.which };
    return { filter, text: this.text.trim(), offset, limit };
  }
}

/** The filters of the one journal there is. */
export const filters = new OrderFilters();
