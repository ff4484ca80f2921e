import type { Books } from './books.ts';
import { type NamedDraft, orderDraft } from './order-factory.ts';

/** How many orders the training Odoo makes. */
export interface OrderSupply {
  /** Confirmed orders at any time; new ones are made as these are worked off. Default 25. */
  readonly stock?: number | undefined;
  /** Exactly so many at the start, and none afterwards; then `stock` does not count. */
  readonly count?: number | undefined;
}

export const DEFAULT_STOCK_ORDERS = 25;

/**
 * Makes the orders that are missing. What was made is counted in the books, so a restart neither repeats
 * an order nor makes another `count` of them.
 */
export function replenish(books: Books, seed: number, supply: OrderSupply, nowMs: number): void {
  const missing =
    supply.count === undefined
      ? (supply.stock ?? DEFAULT_STOCK_ORDERS) - confirmedOrders(books)
      : supply.count - books.counted('made');
  for (let made = 0; made < missing; made += 1) {
    books.addOrder(nextDraft(books, seed), nowMs);
    books.count('made');
  }
}

function confirmedOrders(books: Books): number {
  return books.orders().filter((order) => order.state === 'confirmed').length;
}

/** The next order of the stream whose name nobody has taken for an order of their own. */
function nextDraft(books: Books, seed: number): NamedDraft {
  for (;;) {
    const draft = orderDraft(seed, books.count('order'));
    if (books.order(draft.name) === undefined) return draft;
  }
}
