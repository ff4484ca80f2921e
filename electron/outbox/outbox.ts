import { AppError } from '../../shared/errors.ts';
import type { BatchResult, EpochMs, ReportFault, ReportProgress } from '../domain/batch.ts';
import type { Clock, NewId } from '../domain/ports.ts';
import { LONGEST_WAIT_MS } from './backoff.ts';
import { IS_DUE } from './due-rule.ts';
import { verifyEvents } from './event-entry.ts';
import { EventJournal } from './event-journal.ts';
import { Journal } from './journal.ts';
import {
  type Capture,
  type EntryChange,
  encodeFault,
  encodeResult,
  type OutboxEntry,
  type OutboxState,
  verifyEntries,
} from './outbox-entry.ts';
import { DEFAULT_OUTBOX_LIMITS, type OutboxLimits } from './outbox-limits.ts';
import { OutboxReader } from './outbox-reader.ts';
import { SlotFactBook } from './slot-facts.ts';

export interface OutboxPorts {
  readonly clock: Clock;
  readonly newId: NewId;
}

const UNCONFIRMED: readonly OutboxState[] = ['waiting', 'parked', 'held'];

/**
 * The journal of batch results that stand between the PLC and the history. A result is in it from the moment
 * it was read until Odoo has confirmed it and its history row is committed; PostgreSQL and Odoo may both be
 * away meanwhile. Every change is on the disk when its function returns. All functions throw
 * OUTBOX_UNAVAILABLE, OUTBOX_FULL (disk full) or OUTBOX_CORRUPT when the file fails them.
 */
export class Outbox extends OutboxReader implements Disposable {
  readonly slotFacts: SlotFactBook;
  readonly events: EventJournal;
  readonly limits: OutboxLimits;
  readonly #ports: OutboxPorts;

  private constructor(journal: Journal, ports: OutboxPorts, limits: OutboxLimits) {
    super(journal);
    this.#ports = ports;
    this.limits = limits;
    this.slotFacts = new SlotFactBook(journal, limits.maxSlotFacts);
    this.events = new EventJournal(journal, ports, limits.maxEvents);
  }

  /** Opens or creates the file. Throws OUTBOX_CORRUPT (the file is left as it is) or OUTBOX_UNAVAILABLE. */
  static open(file: string, ports: OutboxPorts, limits: OutboxLimits = DEFAULT_OUTBOX_LIMITS): Outbox {
    const journal = Journal.open(file, (db) => {
      verifyEntries(db, file);
      verifyEvents(db, file);
    });
    return new Outbox(journal, ports, limits);
  }

  close(): void {
    this.journal.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /**
   * Stores a result, and that its slot has ended, in one transaction. The first result of an order and load
   * wins and is never overwritten. One with a question is held at once, and so is one with a `hold` reason.
   * Throws OUTBOX_FULL at the limit.
   */
  capture(result: BatchResult, options: { readonly hold?: string | null } = {}): Capture {
    const text = encodeResult(result);
    const holdReason = options.hold ?? result.question;
    return this.journal.write('capture a result', (db) => {
      const first = this.entry(result.moId, result.loadId);
      if (first !== undefined) return { kind: 'already', result: first.result };
      const full = this.count() >= this.limits.maxEntries;
      if (full)
        throw new AppError('OUTBOX_FULL', `${this.journal.file} holds ${this.limits.maxEntries} results`);
      const { clock, newId } = this.#ports;
      db.prepare(
        `INSERT INTO entry (id, mo_id, load_id, result_id, result, state, hold_reason, captured_at, state_since)
          VALUES (@id, @moId, @loadId, @resultId, @text, @state, @holdReason, @now, @now)`,
      ).run({
        id: newId(),
        moId: result.moId,
        loadId: result.loadId,
        resultId: result.resultId,
        text,
        state: holdReason === null ? 'waiting' : 'held',
        holdReason,
        now: clock.now(),
      });
      this.slotFacts.recordEnded(result, clock.now());
      return { kind: 'stored', result };
    });
  }

  /** What earlier attempts already did. `record` throws NOT_FOUND once the entry was removed: the report must stop. */
  progressOf(entryId: string): ReportProgress {
    return {
      has: (step) =>
        this.journal.read('look for a step', (db) => {
          const sql = 'SELECT 1 FROM entry_step WHERE entry_id = ? AND step = ?';
          return db.prepare(sql).get(entryId, step) !== undefined;
        }),
      record: (step) => {
        this.journal.write('record a step', (db) => {
          const entry = db.prepare('SELECT 1 FROM entry WHERE id = ?').get(entryId);
          if (entry === undefined) throw new AppError('NOT_FOUND', `outbox entry ${entryId} is gone`);
          db.prepare(
            'INSERT INTO entry_step (entry_id, step, recorded_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
          ).run(entryId, step, this.#ports.clock.now());
        });
      },
    };
  }

  /** A push failed and may work later. Counts on a parked or held entry too, without changing its state. */
  recordFailure(id: string, fault: ReportFault, nextAttemptAt: EpochMs): EntryChange {
    const at = Math.min(Math.ceil(nextAttemptAt), this.#ports.clock.now() + LONGEST_WAIT_MS);
    return this.#update(
      id,
      UNCONFIRMED,
      `attempts = attempts + 1, last_fault = ?, next_attempt_at = CASE state WHEN 'waiting' THEN ? END`,
      [encodeFault(fault), at],
    );
  }

  /**
   * No result gets through at present: every due one is given the same cause and time, without an attempt
   * being counted. Returns how many.
   */
  postponeDue(now: EpochMs, fault: ReportFault, nextAttemptAt: EpochMs): number {
    const at = Math.min(Math.ceil(nextAttemptAt), this.#ports.clock.now() + LONGEST_WAIT_MS);
    return this.journal.write('postpone due entries', (db) =>
      db
        .prepare(
          `UPDATE entry AS e SET last_fault = ?, next_attempt_at = ? WHERE e.state = 'waiting' AND ${IS_DUE}`,
        )
        .run(encodeFault(fault), at, now, now),
    ).changes;
  }

  /** A push failed for good: only {@link release} or {@link wakeAll} brings it back. */
  park(id: string, fault: ReportFault): EntryChange {
    return this.#bring(
      id,
      'parked',
      `attempts = attempts + 1, last_fault = ?, next_attempt_at = NULL, hold_reason = NULL`,
      [encodeFault(fault)],
    );
  }

  /** Keeps an entry from being pushed until it is released. */
  hold(id: string, reason: string): EntryChange {
    return this.#bring(id, 'held', `hold_reason = ?, next_attempt_at = NULL`, [reason]);
  }

  /** Undoes a {@link hold}: the entry is again what it was when it was read. */
  restore({
    id,
    state,
    holdReason,
    stateSince,
    attempts,
    lastFault,
    nextAttemptAt,
  }: OutboxEntry): EntryChange {
    return this.#update(
      id,
      UNCONFIRMED,
      'state = ?, hold_reason = ?, state_since = ?, attempts = ?, last_fault = ?, next_attempt_at = ?',
      [
        state,
        holdReason,
        stateSince,
        attempts,
        lastFault === null ? null : encodeFault(lastFault),
        nextAttemptAt,
      ],
    );
  }

  /** An operator's word: a held or parked entry is pushed again, a waiting one at once. */
  release(id: string): EntryChange {
    return this.#bring(id, 'waiting', `hold_reason = NULL, next_attempt_at = NULL`, []);
  }

  /** Odoo has it. Once confirmed, nothing but {@link remove} changes the entry. */
  confirm(id: string, note: string | null, at: EpochMs): EntryChange {
    return this.#bring(
      id,
      'confirmed',
      `confirmed_note = ?, confirmed_at = ?, last_fault = NULL, next_attempt_at = NULL,
        hold_reason = NULL`,
      [note, at],
    );
  }

  /** A confirmed entry's history row could not be committed: shown with its cause until it is. */
  recordArchiveFault(id: string, fault: ReportFault): EntryChange {
    return this.#update(id, ['confirmed'], 'last_fault = ?', [encodeFault(fault)]);
  }

  /**
   * Takes an entry out, after its history row is committed. As 'archived' only a confirmed one goes; an
   * operator's cancellation that is in the history takes out any ('cancelled').
   */
  remove(id: string, why: 'archived' | 'cancelled' = 'archived'): EntryChange {
    return this.journal.write('remove an entry', (db) => {
      const state = db
        .prepare<[string], { state: OutboxState }>('SELECT state FROM entry WHERE id = ?')
        .get(id);
      if (state === undefined) return 'gone';
      if (why === 'archived' && state.state !== 'confirmed') return 'refused';
      db.prepare('DELETE FROM entry WHERE id = ?').run(id);
      return 'changed';
    });
  }

  /** Makes every waiting entry due, parked and held ones excepted. Returns how many were not due before. */
  wakeTransient(now: EpochMs): number {
    return this.wakeAll(now, { parkedToo: false });
  }

  /** Makes every waiting entry due and, if asked, puts the parked ones back to waiting. Returns how many changed. */
  wakeAll(now: EpochMs, options: { readonly parkedToo: boolean }): number {
    return this.journal.write('wake entries', (db) => {
      const parked = options.parkedToo
        ? db.prepare(`UPDATE entry SET state = 'waiting', state_since = ? WHERE state = 'parked'`).run(now)
            .changes
        : 0;
      const woken = db
        .prepare(`UPDATE entry SET next_attempt_at = NULL WHERE state = 'waiting' AND next_attempt_at > ?`)
        .run(now).changes;
      return parked + woken;
    });
  }

  /** Brings an entry that Odoo has not into a state; one that is in it already keeps its time. */
  #bring(
    id: string,
    state: OutboxState,
    assignments: string,
    values: readonly (string | number | null)[],
  ): EntryChange {
    return this.#update(
      id,
      UNCONFIRMED,
      `state_since = CASE state WHEN ? THEN state_since ELSE ? END, state = ?, ${assignments}`,
      [state, this.#ports.clock.now(), state, ...values],
    );
  }

  #update(
    id: string,
    from: readonly OutboxState[],
    assignments: string,
    values: readonly (string | number | null)[],
  ): EntryChange {
    return this.journal.write('change an entry', (db) => {
      const row = db
        .prepare<[string], { state: OutboxState }>('SELECT state FROM entry WHERE id = ?')
        .get(id);
      if (row === undefined) return 'gone';
      if (!from.includes(row.state)) return 'refused';
      db.prepare(`UPDATE entry SET ${assignments} WHERE id = ?`).run(...values, id);
      return 'changed';
    });
  }
}
