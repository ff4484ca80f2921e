import type { EpochMs, ReportFault } from '../domain/batch.ts';
import { IS_DUE, IS_HEAD_OF_ITS_ORDER } from './due-rule.ts';
import { decodeHead, type EntryHead, type HeadRow, SELECT_HEADS } from './entry-head.ts';
import type { Journal } from './journal.ts';
import {
  decodeEntry,
  decodeFault,
  type EntryRow,
  type OutboxEntry,
  type OutboxState,
  SELECT_ENTRY,
} from './outbox-entry.ts';

/** What can be asked of the outbox. All functions throw OUTBOX_... when the file fails them. */
export class OutboxReader {
  protected readonly journal: Journal;

  protected constructor(journal: Journal) {
    this.journal = journal;
  }

  /** All entries, oldest first, or those in one state; at most `limit`, -1 for all. */
  entries(state?: OutboxState, limit = -1): readonly OutboxEntry[] {
    return this.#select('WHERE e.state = coalesce(?, e.state) ORDER BY e.seq LIMIT ?', state ?? null, limit);
  }

  /**
   * The entry of an order and one load of it; without a load, the one that is next to be dealt with: its
   * oldest that Odoo has not confirmed, else its oldest.
   */
  entry(moId: string, loadId?: string | null): OutboxEntry | undefined {
    if (loadId === undefined) {
      return this.#select(`WHERE e.mo_id = ? ORDER BY e.state = 'confirmed', e.seq LIMIT 1`, moId)[0];
    }
    return this.#select(`WHERE e.mo_id = ? AND coalesce(e.load_id, '') = ?`, moId, loadId ?? '')[0];
  }

  byId(id: string): OutboxEntry | undefined {
    return this.#select('WHERE e.id = ?', id)[0];
  }

  count(state?: OutboxState): number {
    return this.journal.read('count entries', (db) => {
      const sql = 'SELECT count(*) AS n FROM entry WHERE state = coalesce(?, state)';
      return db.prepare<[string | null], { n: number }>(sql).get(state ?? null)?.n ?? 0;
    });
  }

  /** All entries without their results, oldest first: for whoever looks through all of them. */
  heads(): readonly EntryHead[] {
    return this.journal.read('read the heads of entries', (db) =>
      db
        .prepare<[], HeadRow>(SELECT_HEADS)
        .all()
        .map((row) => decodeHead(row, this.journal.file)),
    );
  }

  /** The ids of the entries in one state, oldest first. */
  ids(state: OutboxState): readonly string[] {
    return this.#ids('WHERE e.state = ? ORDER BY e.seq', state);
  }

  /** What to push now, oldest first, at most one per order: a later result waits until the earlier is confirmed. */
  dueIds(now: EpochMs, limit: number): readonly string[] {
    return this.#ids(
      `WHERE e.state = 'waiting' AND ${IS_DUE} AND ${IS_HEAD_OF_ITS_ORDER} ORDER BY e.seq LIMIT ?`,
      now,
      now,
      limit,
    );
  }

  /** When the next push is due: `now` or later; null when none is waiting. */
  nextDueAt(now: EpochMs): EpochMs | null {
    const row = this.journal.read('find the next push', (db) =>
      db
        .prepare<[number, number, number], { at: number | null }>(
          `SELECT min(CASE WHEN ${IS_DUE} THEN ? ELSE e.next_attempt_at END) AS at
            FROM entry e WHERE e.state = 'waiting' AND ${IS_HEAD_OF_ITS_ORDER}`,
        )
        .get(now, now, now),
    );
    return row?.at ?? null;
  }

  /** Why the oldest waiting result that was tried did not get through; null when none was. */
  get waitingFault(): ReportFault | null {
    const row = this.journal.read('find what keeps results waiting', (db) => {
      const sql = `SELECT id, last_fault FROM entry
        WHERE state = 'waiting' AND last_fault IS NOT NULL ORDER BY seq LIMIT 1`;
      return db.prepare<[], { id: string; last_fault: string }>(sql).get();
    });
    return row === undefined ? null : decodeFault(row.last_fault, row.id, this.journal.file);
  }

  #ids(rest: string, ...values: readonly (string | number)[]): readonly string[] {
    return this.journal.read('find entries', (db) =>
      db
        .prepare<(string | number)[], { id: string }>(`SELECT e.id FROM entry e ${rest}`)
        .all(...values)
        .map(({ id }) => id),
    );
  }

  #select(rest: string, ...values: readonly (string | number | null)[]): readonly OutboxEntry[] {
    return this.journal.read('read entries', (db) =>
      db
        .prepare<(string | number | null)[], EntryRow>(`${SELECT_ENTRY} ${rest}`)
        .all(...values)
        .map((row) => decodeEntry(row, this.journal.file)),
    );
  }
}
