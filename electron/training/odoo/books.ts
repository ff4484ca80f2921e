import type { z } from 'zod';
import { AppError, messageOf } from '../../../shared/errors.ts';
import type { Cancel } from '../../domain/ports.ts';
import { BooksFile, type EntryKind } from './books-file.ts';
import { type DraftOrder, makeOrder } from './draft-order.ts';
import { type Call, callSchema, type FailureReport, failureSchema } from './journal.ts';
import { parseJson } from './json-value.ts';
import { isOpen, type Order, type OrderState, orderSchema, quantitiesDone } from './order.ts';

/** At the limit the oldest closed order is forgotten; open ones never are. */
export const MAX_CLOSED_ORDERS = 10_000;
/** At the limit the oldest report is forgotten. */
export const MAX_FAILURE_REPORTS = 10_000;
/** At the limit the oldest call is forgotten. */
export const MAX_JOURNAL_CALLS = 2_000;
/** At the limit the oldest session ends: its owner must log in again. */
export const MAX_SESSIONS = 100;

/**
 * What the training Odoo knows: orders with their moves, sessions, failure reports and a journal of the
 * calls. In memory, and in a file when one is given, so that a restarted process goes on with the same books.
 */
export class Books implements Disposable {
  readonly #file: BooksFile | null;
  readonly #orders = new Map<string, Order>();
  readonly #sessions = new Set<string>();
  readonly #failures = new Map<number, FailureReport>();
  readonly #calls = new Map<number, Call>();
  readonly #counters = new Map<string, number>();
  readonly #listeners = new Set<(call: Call) => void>();

  private constructor(file: BooksFile | null) {
    this.#file = file;
  }

  /**
   * Opens books; without a path they live in memory only. A second process may open the file of a running
   * training Odoo to look: it sees the books as they are at that moment.
   * Throws AppError TRAINING_BOOKS_UNUSABLE.
   */
  static open(path: string | null = null): Books {
    if (path === null) return new Books(null);
    const file = BooksFile.open(path);
    try {
      const books = new Books(file);
      books.#load(file);
      return books;
    } catch (thrown) {
      file[Symbol.dispose]();
      throw thrown;
    }
  }

  /** Every order, oldest first. */
  orders(): readonly Order[] {
    return [...this.#orders.values()];
  }

  order(name: string): Order | undefined {
    return this.#orders.get(name);
  }

  /** The calls so far, oldest first, at most {@link MAX_JOURNAL_CALLS}. */
  calls(): readonly Call[] {
    return [...this.#calls.values()];
  }

  /** The failure reports so far, oldest first. */
  failures(): readonly FailureReport[] {
    return [...this.#failures.values()];
  }

  /**
   * The quantity done per equipment code, e.g. { silo101: 41.25, lq114: 40 }, in the order's unit; 0 for an
   * equipment that nothing was booked on. Throws AppError NOT_FOUND for an unknown order.
   */
  finalQuantities(name: string): Readonly<Record<string, number>> {
    return quantitiesDone(this.#known(name));
  }

  /** Calls `listener` after each call was journalled. It must not throw. */
  onCall(listener: (call: Call) => void): Cancel {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Adds an order of the caller's making. Throws AppError BAD_REQUEST when the name is taken. */
  addOrder(draft: DraftOrder, nowMs: number): Order {
    return this.transaction(() => {
      const name = draft.name ?? this.#freeName();
      if (this.#orders.has(name)) throw new AppError('BAD_REQUEST', `the training Odoo already has ${name}`);
      const order = makeOrder(draft, name, () => this.count('record'), nowMs);
      this.save(order);
      return order;
    });
  }

  /** Replaces an order, and forgets the oldest closed one beyond the limit. */
  save(order: Order): void {
    this.#orders.set(order.name, order);
    this.#file?.save('order', order.name, JSON.stringify(order));
    if (isOpen(order) || this.#orders.size <= MAX_CLOSED_ORDERS) return;
    const closed = this.orders().filter((each) => !isOpen(each));
    for (const old of closed.slice(0, Math.max(0, closed.length - MAX_CLOSED_ORDERS))) this.remove(old.name);
  }

  /** Deletes an order, as somebody may do in Odoo. */
  remove(name: string): void {
    this.#orders.delete(name);
    this.#file?.remove('order', name);
  }

  /** Changes an order's state, as somebody may do in Odoo. Throws AppError NOT_FOUND. */
  setState(name: string, state: OrderState): void {
    this.save({ ...this.#known(name), state });
  }

  /** Takes an equipment away from an order's lines, as somebody may do in Odoo. Throws AppError NOT_FOUND. */
  unlinkEquipment(name: string, equipmentCode: string): void {
    const order = this.#known(name);
    const moves = order.moves.map((move) =>
      move.equipment?.code === equipmentCode ? { ...move, equipment: null } : move,
    );
    this.save({ ...order, moves });
  }

  openSession(id: string): void {
    this.#sessions.add(id);
    this.#file?.save('session', id, 'true');
    const [oldest] = this.#sessions;
    if (this.#sessions.size > MAX_SESSIONS && oldest !== undefined) this.#endSession(oldest);
  }

  hasSession(id: string): boolean {
    return this.#sessions.has(id);
  }

  /** Ends every session, as a restarted Odoo with a new session store does. */
  endSessions(): void {
    for (const id of [...this.#sessions]) this.#endSession(id);
  }

  /** Files a failure report; the same failure twice makes two records. */
  addFailure(report: Omit<FailureReport, 'id'>): FailureReport {
    const failure = { id: this.count('failure'), ...report };
    this.#append('failure', this.#failures, failure.id, failure, MAX_FAILURE_REPORTS);
    return failure;
  }

  /** Journals a call. */
  record(call: Omit<Call, 'number'>): void {
    const numbered = { number: this.count('call'), ...call };
    this.#append('call', this.#calls, numbered.number, numbered, MAX_JOURNAL_CALLS);
    for (const listener of this.#listeners) listener(numbered);
  }

  /** How far a counter has come; 0 when it was never used. */
  counted(counter: string): number {
    return this.#counters.get(counter) ?? 0;
  }

  /** The next number of a counter, from 1. No number is given twice, not even after a restart. */
  count(counter: string): number {
    const next = this.counted(counter) + 1;
    this.#counters.set(counter, next);
    this.#file?.save('counter', counter, String(next));
    return next;
  }

  /** Runs `work` so that the file has all of its changes or none. */
  transaction<T>(work: () => T): T {
    return this.#file === null ? work() : this.#file.transaction(work);
  }

  [Symbol.dispose](): void {
    this.#file?.[Symbol.dispose]();
  }

  #known(name: string): Order {
    const order = this.#orders.get(name);
    if (order === undefined) throw new AppError('NOT_FOUND', `the training Odoo has no ${name}`);
    return order;
  }

  #freeName(): string {
    for (;;) {
      const name = `WH/MO/${String(this.count('order')).padStart(5, '0')}`;
      if (!this.#orders.has(name)) return name;
    }
  }

  #endSession(id: string): void {
    this.#sessions.delete(id);
    this.#file?.remove('session', id);
  }

  #append<T>(kind: EntryKind, rows: Map<number, T>, id: number, row: T, limit: number): void {
    rows.set(id, row);
    this.#file?.save(kind, String(id), JSON.stringify(row));
    const [oldest] = rows.keys();
    if (rows.size <= limit || oldest === undefined) return;
    rows.delete(oldest);
    this.#file?.remove(kind, String(oldest));
  }

  #load(file: BooksFile): void {
    for (const order of rowsOf(file, 'order', orderSchema)) this.#orders.set(order.name, order);
    for (const failure of rowsOf(file, 'failure', failureSchema)) this.#failures.set(failure.id, failure);
    for (const call of rowsOf(file, 'call', callSchema)) this.#calls.set(call.number, call);
    for (const { id } of file.entries('session')) this.#sessions.add(id);
    for (const { id, body } of file.entries('counter')) this.#counters.set(id, Number(body));
  }
}

/** The rows of one kind, checked: a file from another program must not become orders. */
function rowsOf<T>(file: BooksFile, kind: EntryKind, schema: z.ZodType<T>): T[] {
  return file.entries(kind).map(({ id, body }) => {
    const row = schema.safeParse(parseJson(body));
    if (row.success) return row.data;
    throw new AppError(
      'TRAINING_BOOKS_UNUSABLE',
      `${kind} ${id} in the training books: ${messageOf(row.error)}`,
    );
  });
}
