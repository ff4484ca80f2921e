import type { Database } from 'better-sqlite3';
import { AppError } from '../../shared/errors.ts';
import type { EpochMs, ReportFault } from '../domain/batch.ts';
import { type EventArea, type EventContent, eventKey } from '../domain/plc-event.ts';
import type { Clock, NewId } from '../domain/ports.ts';
import { LONGEST_WAIT_MS } from './backoff.ts';
import { IS_DUE } from './due-rule.ts';
import {
  decodeEvent,
  type EventEntry,
  type EventRow,
  type EventState,
  encodeContent,
} from './event-entry.ts';
import type { Journal } from './journal.ts';
import { encodeFault } from './outbox-entry.ts';

/** `entry` is the one in the journal: after 'already' the first showing of the same event. */
export interface EventCapture {
  readonly kind: 'stored' | 'already';
  readonly entry: EventEntry;
}

const MS_PER_DAY = 86_400_000;
/** A failure goes to Odoo after PostgreSQL has it; a weighing has no table there. */
const IS_REPORTABLE = `(e.area <> 'failure' OR e.stored_at IS NOT NULL)`;
/** What somebody should take note of: every failure, and every block that could not be read. */
const IS_ANNOUNCED = `(e.area = 'failure' OR e.state = 'quarantined')`;

/**
 * Equipment failures and manual weighings, in the outbox's file: each is in it before the PLC is told that
 * it was read (S3), and until long after Odoo has it. PostgreSQL and Odoo may both be away. Every change
 * is on the disk when its function returns; all throw OUTBOX_... when the file fails them.
 */
export class EventJournal {
  readonly #journal: Journal;
  readonly #ports: { readonly clock: Clock; readonly newId: NewId };
  readonly #maxEvents: number;

  constructor(journal: Journal, ports: { clock: Clock; newId: NewId }, maxEvents: number) {
    this.#journal = journal;
    this.#ports = ports;
    this.#maxEvents = maxEvents;
  }

  /**
   * Stores what a block shows, unless it is an event that the journal has: see {@link eventKey}.
   * Throws OUTBOX_FULL when the limit is reached and nothing may make room; then the PLC keeps the event.
   */
  capture(area: EventArea, content: EventContent, words: readonly number[]): EventCapture {
    const text = encodeContent(content);
    const key = eventKey(content, words);
    return this.#journal.write('capture an event', (db) => {
      const known =
        content.kind === 'failure'
          ? this.#select(`WHERE e.area = ? AND e.event_key = ?`, area, key)[0]
          : this.#latestWithKey(area, key);
      if (known !== undefined) return { kind: 'already', entry: known };
      this.#makeRoom(db);
      const id = this.#ports.newId();
      const state: EventState = content.kind === 'quarantined' ? 'quarantined' : 'waiting';
      db.prepare(
        `INSERT INTO plc_event (id, area, event_key, content, words, state, captured_at)
          VALUES (?, ?, ?, ?, ?, ?, ?)`,
      ).run(id, area, key, text, JSON.stringify(words), state, this.#ports.clock.now());
      const entry = this.byId(id);
      if (entry === undefined) throw new AppError('INTERNAL', 'an event that was just stored is not there');
      return { kind: 'stored', entry };
    });
  }

  byId(id: string): EventEntry | undefined {
    return this.#select('WHERE e.id = ?', id)[0];
  }

  /** What the area showed last. */
  latest(area: EventArea): EventEntry | undefined {
    return this.#select('WHERE e.area = ? ORDER BY e.seq DESC LIMIT 1', area)[0];
  }

  /** Events of one area and state, oldest first. */
  entries(area: EventArea, state: EventState): readonly EventEntry[] {
    return this.#select('WHERE e.area = ? AND e.state = ? ORDER BY e.seq', area, state);
  }

  /** The one of an area and state that came first. */
  oldest(area: EventArea, state: EventState): EventEntry | undefined {
    return this.#select('WHERE e.area = ? AND e.state = ? ORDER BY e.seq LIMIT 1', area, state)[0];
  }

  /** How many could not make room for a new one. */
  unreported(): number {
    return this.count() - this.count('failure', 'confirmed') - this.count('weighing', 'confirmed');
  }

  count(area?: EventArea, state?: EventState): number {
    return (
      this.#journal.read('count events', (db) => {
        const sql = `SELECT count(*) AS n FROM plc_event WHERE area = coalesce(?, area) AND state = coalesce(?, state)`;
        return db.prepare<[string | null, string | null], { n: number }>(sql).get(area ?? null, state ?? null)
          ?.n;
      }) ?? 0
    );
  }

  /** Failures that PostgreSQL does not have yet, oldest first. */
  unstored(limit: number): readonly EventEntry[] {
    return this.#select(
      `WHERE e.stored_at IS NULL AND e.area = 'failure' AND e.state <> 'quarantined' ORDER BY e.seq LIMIT ?`,
      limit,
    );
  }

  /** What nobody has taken note of yet, oldest first. */
  unnoticed(area: EventArea, limit: number): readonly EventEntry[] {
    return this.#select(
      `WHERE e.noticed_at IS NULL AND e.area = ? AND ${IS_ANNOUNCED} ORDER BY e.seq LIMIT ?`,
      area,
      limit,
    );
  }

  /** What to report now, oldest first. */
  due(area: EventArea, now: EpochMs, limit: number): readonly EventEntry[] {
    return this.#select(
      `WHERE e.area = ? AND e.state = 'waiting' AND ${IS_REPORTABLE} AND ${IS_DUE} ORDER BY e.seq LIMIT ?`,
      area,
      now,
      now,
      limit,
    );
  }

  /** When the next report is due: `now` or later; null when none is. */
  nextDueAt(area: EventArea, now: EpochMs): EpochMs | null {
    return (
      this.#journal.read('find the next report', (db) => {
        const sql = `SELECT min(CASE WHEN ${IS_DUE} THEN ? ELSE e.next_attempt_at END) AS at
        FROM plc_event e WHERE e.area = ? AND e.state = 'waiting' AND ${IS_REPORTABLE}`;
        return db
          .prepare<[number, number, number, string], { at: number | null }>(sql)
          .get(now, now, now, area)?.at;
      }) ?? null
    );
  }

  /** A later weighing of the same product for the same order, whatever became of it. */
  hasLaterWeighing(id: string): boolean {
    return this.#journal.read('look for a later weighing', (db) => {
      const sql = `SELECT 1 FROM plc_event e JOIN plc_event o ON o.area = e.area AND o.seq > e.seq
          AND o.content ->> 'moId' = e.content ->> 'moId'
          AND o.content ->> 'productTemplateId' = e.content ->> 'productTemplateId'
        WHERE e.id = ? AND e.area = 'weighing' LIMIT 1`;
      return db.prepare(sql).get(id) !== undefined;
    });
  }

  /** The flag was set and verified. */
  recordAcknowledged(id: string, at: EpochMs): void {
    this.#update(id, 'acknowledged_at = ?, acknowledgements = acknowledgements + 1', at);
  }

  /** The flag was seen set: it is acknowledged, whoever did it, and counting begins again. */
  recordHolding(id: string, at: EpochMs): void {
    this.#update(id, 'acknowledged_at = coalesce(acknowledged_at, ?), acknowledgements = 0', at);
  }

  /** PostgreSQL has it. */
  recordStored(id: string, at: EpochMs): void {
    this.#update(id, 'stored_at = coalesce(stored_at, ?)', at);
  }

  /** From now on a report of it may have reached Odoo. */
  recordSent(id: string, at: EpochMs): void {
    this.#update(id, 'sent_at = coalesce(sent_at, ?)', at);
  }

  /** A report failed and may work later. */
  recordFailure(id: string, fault: ReportFault, nextAttemptAt: EpochMs): void {
    const at = Math.min(Math.ceil(nextAttemptAt), this.#ports.clock.now() + LONGEST_WAIT_MS);
    this.#update(id, 'attempts = attempts + 1, last_fault = ?, next_attempt_at = ?', encodeFault(fault), at);
  }

  /** Odoo refused it for good: only {@link wake} brings it back. */
  park(id: string, fault: ReportFault): void {
    const assignments = `state = 'parked', attempts = attempts + 1, last_fault = ?, next_attempt_at = NULL`;
    this.#update(id, assignments, encodeFault(fault));
  }

  confirm(id: string, note: string | null, at: EpochMs): void {
    const assignments = `state = 'confirmed', confirmed_note = ?, confirmed_at = ?, last_fault = NULL, next_attempt_at = NULL`;
    this.#update(id, assignments, note, at);
  }

  markNoticed(id: string, at: EpochMs): void {
    this.#update(id, 'noticed_at = coalesce(noticed_at, ?)', at);
  }

  /** An operator's word: everything of the area that Odoo has not is tried again at once, also what it refused. */
  wake(area: EventArea): void {
    this.#journal.write('wake events', (db) => {
      db.prepare(
        `UPDATE plc_event SET state = 'waiting', next_attempt_at = NULL WHERE area = ? AND state IN ('waiting', 'parked')`,
      ).run(area);
    });
  }

  /**
   * Deletes events that Odoo has had for more than `olderThanDays`, and quarantined ones that somebody took
   * note of as long ago; what still waits is kept, however old. Returns how many went.
   */
  forgetOld(olderThanDays: number, now: EpochMs): number {
    const before = now - olderThanDays * MS_PER_DAY;
    return this.#journal.write('forget old events', (db) => {
      const sql = `DELETE FROM plc_event
        WHERE (state = 'confirmed' AND confirmed_at < ?) OR (state = 'quarantined' AND noticed_at < ?)`;
      return db.prepare(sql).run(before, before).changes;
    });
  }

  #latestWithKey(area: EventArea, key: string): EventEntry | undefined {
    const row = this.#journal.read('find the last event', (db) => {
      const sql = 'SELECT id, event_key FROM plc_event WHERE area = ? ORDER BY seq DESC LIMIT 1';
      return db.prepare<[string], { id: string; event_key: string }>(sql).get(area);
    });
    return row?.event_key === key ? this.byId(row.id) : undefined;
  }

  #makeRoom(db: Database): void {
    const excess = this.count() - this.#maxEvents + 1;
    if (excess <= 0) return;
    const forgotten = db
      .prepare(
        `DELETE FROM plc_event WHERE seq IN
          (SELECT seq FROM plc_event WHERE state = 'confirmed' ORDER BY confirmed_at, seq LIMIT ?)`,
      )
      .run(excess).changes;
    if (forgotten >= excess) return;
    throw new AppError(
      'OUTBOX_FULL',
      `the outbox ${this.#journal.file} holds ${this.#maxEvents} events that Odoo does not have`,
    );
  }

  #select(rest: string, ...values: readonly (string | number)[]): readonly EventEntry[] {
    return this.#journal.read('read events', (db) =>
      db
        .prepare<(string | number)[], EventRow>(`SELECT e.* FROM plc_event e ${rest}`)
        .all(...values)
        .map((row) => decodeEvent(row, this.#journal.file)),
    );
  }

  #update(id: string, assignments: string, ...values: readonly (string | number | null)[]): void {
    this.#journal.write('change an event', (db) => {
      db.prepare(`UPDATE plc_event SET ${assignments} WHERE id = ?`).run(...values, id);
    });
  }
}
