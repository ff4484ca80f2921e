import { AppError } from '../../shared/errors.ts';
import type { Slot } from '../../shared/units.ts';
import type { EpochMs } from '../domain/batch.ts';
import type { Journal } from './journal.ts';

/** One order in one slot, put there by one load; null for a batch found in an adopted database. */
export interface SlotKey {
  readonly loadId: string | null;
  readonly slot: Slot;
  readonly moId: string;
}

/** What was seen and done for one {@link SlotKey}; true also after a crash and while PostgreSQL is away. */
export interface SlotFacts {
  /** First time that both status flags were 0 after the load: the evidence that this batch ran. */
  readonly runningSeenAt: EpochMs | null;
  /** When its result was captured: from then on the slot's flag is all that is still to be done there. */
  readonly endedAt: EpochMs | null;
  /** The last time that the READ flag was set and verified. */
  readonly acknowledgedAt: EpochMs | null;
  readonly acknowledgements: number;
  /** The READ flag was seen 0 after the last acknowledgement. */
  readonly zeroSeenSince: boolean;
}

/** An order that has ended in a slot whose READ flag was never acknowledged. */
export interface UnacknowledgedSlot extends SlotKey {
  readonly runningSeenAt: EpochMs | null;
}

interface FactRow {
  readonly running_seen_at: number | null;
  readonly ended_at: number | null;
  readonly acknowledged_at: number | null;
  readonly acknowledgements: number;
  readonly zero_seen_since: number;
}

const NOTHING_KNOWN: SlotFacts = {
  runningSeenAt: null,
  endedAt: null,
  acknowledgedAt: null,
  acknowledgements: 0,
  zeroSeenSince: false,
};

const KEY = `mo_id = ? AND slot = ? AND coalesce(load_id, '') = coalesce(?, '')`;
/** So many unacknowledged slots are looked at in one go: more than the largest PLC memory has, many times over. */
const UNACKNOWLEDGED_LIMIT_ROWS = 100;
const MS_PER_DAY = 86_400_000;

function nameOf({ loadId, slot, moId }: SlotKey): string {
  return JSON.stringify([loadId, slot, moId]);
}

/**
 * Durable facts per load, slot and order, in the outbox's file. Each is asked about at every read of the
 * PLC, so a fact that is known already costs no write.
 */
export class SlotFactBook {
  readonly #journal: Journal;
  readonly #maxSlotFacts: number;
  /** Endings that this process has recorded and that are not archived yet. */
  readonly #endedByUs = new Set<string>();

  constructor(journal: Journal, maxSlotFacts: number) {
    this.#journal = journal;
    this.#maxSlotFacts = maxSlotFacts;
  }

  factsOf(key: SlotKey): SlotFacts {
    const row = this.#journal.read('read slot facts', (db) =>
      db
        .prepare<[string, number, string | null], FactRow>(
          `SELECT running_seen_at, ended_at, acknowledged_at, acknowledgements, zero_seen_since FROM slot_fact WHERE ${KEY}`,
        )
        .get(key.moId, key.slot, key.loadId),
    );
    if (row === undefined) return NOTHING_KNOWN;
    return {
      runningSeenAt: row.running_seen_at,
      endedAt: row.ended_at,
      acknowledgedAt: row.acknowledged_at,
      acknowledgements: row.acknowledgements,
      zeroSeenSince: row.zero_seen_since === 1,
    };
  }

  /** The newest load of this order that ended in this slot, also after it left outbox and database; else null. */
  endedIn(slot: Slot, moId: string): SlotKey | null {
    const row = this.#journal.read('find an ended order', (db) =>
      db
        .prepare<[string, number], { load_id: string | null }>(
          `SELECT load_id FROM slot_fact WHERE mo_id = ? AND slot = ? AND ended_at IS NOT NULL
            ORDER BY seq DESC LIMIT 1`,
        )
        .get(moId, slot),
    );
    return row === undefined ? null : { loadId: row.load_id, slot, moId };
  }

  /**
   * True when an earlier process recorded an ending and died before anything followed from it, as in the middle
   * of a cancellation. To be asked of a batch that is still in the queue, and of which nobody holds a result.
   */
  isAbandonedEnding(key: SlotKey): boolean {
    if (this.#endedByUs.has(nameOf(key))) return false;
    return this.#journal.read('look for an abandoned ending', (db) => {
      const sql = `SELECT 1 FROM slot_fact WHERE ${KEY} AND ended_at IS NOT NULL AND archived_at IS NULL`;
      return db.prepare(sql).get(key.moId, key.slot, key.loadId) !== undefined;
    });
  }

  /** The order has not ended after all; what else is known of it stays. */
  forgetEnding(key: SlotKey): void {
    this.#endedByUs.delete(nameOf(key));
    this.#change(key, 'ended_at = NULL', []);
  }

  /** True while some order has ended whose READ flag was never acknowledged and is not given up. */
  hasUnacknowledged(): boolean {
    return this.unacknowledged(1).length > 0;
  }

  /** The orders that have ended, whose READ flag was never acknowledged and is not given up; oldest first. */
  unacknowledged(limit: number = UNACKNOWLEDGED_LIMIT_ROWS): readonly UnacknowledgedSlot[] {
    type Row = Pick<FactRow, 'running_seen_at'> & { load_id: string | null; slot: Slot; mo_id: string };
    const rows = this.#journal.read('look for unacknowledged slots', (db) =>
      db
        .prepare<[number], Row>(
          `SELECT load_id, slot, mo_id, running_seen_at FROM slot_fact
            WHERE ended_at IS NOT NULL AND acknowledgements = 0 AND given_up_at IS NULL ORDER BY seq LIMIT ?`,
        )
        .all(limit),
    );
    return rows.map((row) => ({
      loadId: row.load_id,
      slot: row.slot,
      moId: row.mo_id,
      runningSeenAt: row.running_seen_at,
    }));
  }

  /** The order was seen with both status flags 0. The first time counts. */
  recordRunning(key: SlotKey, at: EpochMs): void {
    if (this.factsOf(key).runningSeenAt !== null) return;
    this.#change(key, 'running_seen_at = coalesce(running_seen_at, ?)', [at]);
  }

  /** Its result is in the outbox. The first time counts. The outbox calls this in the capture's own transaction. */
  recordEnded(key: SlotKey, at: EpochMs): void {
    this.#endedByUs.add(nameOf(key));
    this.#change(key, 'ended_at = coalesce(ended_at, ?)', [at]);
  }

  /** The READ flag was set and verified (or found set): from here on, 0 must be seen before the next time. */
  recordAcknowledged(key: SlotKey, at: EpochMs): void {
    this.#change(key, 'acknowledged_at = ?, acknowledgements = acknowledgements + 1, zero_seen_since = 0', [
      at,
    ]);
  }

  /** The slot shows something else: its flag is not waited for any more. What is known of the order stays. */
  giveUp(key: SlotKey, at: EpochMs): void {
    this.#change(key, 'given_up_at = coalesce(given_up_at, ?)', [at]);
  }

  /** The READ flag was seen 0. Before the first acknowledgement this says nothing and is not kept. */
  recordZeroSeen(key: SlotKey): void {
    const facts = this.factsOf(key);
    if (facts.acknowledgements === 0 || facts.zeroSeenSince) return;
    this.#change(key, 'zero_seen_since = 1', []);
  }

  /** An operator resets the batch: how it ended, and what was acknowledged of it, no longer counts. */
  forget(key: SlotKey): void {
    this.#endedByUs.delete(nameOf(key));
    this.#journal.write('forget slot facts', (db) => {
      db.prepare(`DELETE FROM slot_fact WHERE ${KEY}`).run(key.moId, key.slot, key.loadId);
    });
  }

  /** The batch is in the history: its facts may be forgotten later. */
  markArchived(key: SlotKey, at: EpochMs): void {
    this.#journal.write('mark slot facts archived', (db) => {
      db.prepare(`UPDATE slot_fact SET archived_at = coalesce(archived_at, ?) WHERE ${KEY}`).run(
        at,
        key.moId,
        key.slot,
        key.loadId,
      );
    });
    this.#endedByUs.delete(nameOf(key));
  }

  /** Deletes the facts of batches archived more than `olderThanDays` days before `now`; returns how many. */
  forgetArchived(olderThanDays: number, now: EpochMs): number {
    return this.#journal.write('forget slot facts', (db) => {
      const before = now - olderThanDays * MS_PER_DAY;
      return db.prepare('DELETE FROM slot_fact WHERE archived_at < ?').run(before).changes;
    });
  }

  #change(key: SlotKey, assignments: string, values: readonly EpochMs[]): void {
    this.#journal.write('record a slot fact', (db) => {
      const update = db.prepare(`UPDATE slot_fact SET ${assignments} WHERE ${KEY}`);
      const keyValues = [key.moId, key.slot, key.loadId];
      if (update.run(...values, ...keyValues).changes > 0) return;
      this.#makeRoom(db);
      db.prepare('INSERT INTO slot_fact (mo_id, slot, load_id) VALUES (?, ?, ?)').run(...keyValues);
      update.run(...values, ...keyValues);
    });
  }

  /** At the limit the facts archived longest ago go; those of batches still in the PLC never do. */
  #makeRoom(db: Parameters<Parameters<Journal['write']>[1]>[0]): void {
    const count = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM slot_fact').get()?.n ?? 0;
    if (count < this.#maxSlotFacts) return;
    const forgotten = db
      .prepare(
        `DELETE FROM slot_fact WHERE seq IN
          (SELECT seq FROM slot_fact WHERE archived_at IS NOT NULL ORDER BY archived_at, seq LIMIT ?)`,
      )
      .run(count - this.#maxSlotFacts + 1).changes;
    if (forgotten > count - this.#maxSlotFacts) return;
    throw new AppError(
      'OUTBOX_FULL',
      `the outbox ${this.#journal.file} holds facts of ${count} batches that are not archived (limit ${this.#maxSlotFacts})`,
    );
  }
}
