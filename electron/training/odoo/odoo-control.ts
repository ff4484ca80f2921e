import type { Clock, Logger } from '../../domain/ports.ts';
import { BehaviourBoard } from '../control/behaviour-board.ts';
import { ODOO_CONTROL, type OdooControl, type OutputOf } from '../control/contract.ts';
import { ControlDesk } from '../control/control-desk.ts';
import type { Books } from './books.ts';
import { quantitiesDone } from './order.ts';
import { ODOO_BEHAVIOURS } from './switchable-behaviours.ts';
import type { TrainingOdoo } from './training-odoo.ts';

/** The control of one training Odoo. Dispose it before the Odoo: everything is switched off then. */
export interface OdooControlRoom extends AsyncDisposable {
  readonly board: BehaviourBoard<TrainingOdoo>;
  readonly desk: ControlDesk<OdooControl>;
}

/** Opens the control of a training Odoo in this process; ask it through `desk.client`. */
export function openOdooControl(
  odoo: TrainingOdoo,
  ports: { clock: Clock; logger: Logger },
): OdooControlRoom {
  const board = new BehaviourBoard(ODOO_BEHAVIOURS, odoo, odoo.seed, ports);
  const desk = new ControlDesk(ODOO_CONTROL, {
    'list-behaviours': () => board.list(),
    'switch-on': ({ name, parameters }) => board.switchOn(name, parameters),
    'switch-off': ({ name }) => board.switchOff(name),
    'all-off': () => board.allOff(),
    counters: () => ({
      calls: odoo.books.counted('call'),
      orders: odoo.books.orders().length,
      failures: odoo.books.counted('failure'),
      sessions: odoo.books.counted('session'),
    }),
    books: ({ limit }) => booksOf(odoo.books, limit),
  });
  return { board, desk, [Symbol.asyncDispose]: () => board[Symbol.asyncDispose]() };
}

function booksOf(books: Books, limit: number): OutputOf<OdooControl, 'books'> {
  const orders = books.orders();
  const states: Record<string, number> = {};
  for (const { state } of orders) states[state] = (states[state] ?? 0) + 1;
  return {
    states,
    failures: books.failures().length,
    last: orders.slice(-limit).map((order) => ({
      name: order.name,
      state: order.state,
      quantity: order.quantity,
      producedQuantity: order.producedQuantity,
      consumed: { ...quantitiesDone(order) },
    })),
  };
}
