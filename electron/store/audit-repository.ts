import { type Kysely, type Selectable, sql } from 'kysely';
import type { EpochMs } from '../domain/batch.ts';
import { timestampOf } from './column-values.ts';
import type { CommandAuditTable, Schema } from './schema.ts';
import { storeCall } from './store-call.ts';

export type AuditOutcome = 'started' | 'done' | 'refused' | 'failed';

/** A command as it begins. */
export interface AuditBegin {
  readonly id: string;
  readonly at: EpochMs;
  readonly actor: string;
  readonly station: string;
  readonly command: string;
  readonly moId: string | null;
  readonly input: unknown;
  readonly reason: string | null;
}

/** How it ended. */
export interface AuditEnd {
  readonly endedAt: EpochMs;
  readonly outcome: Exclude<AuditOutcome, 'started'>;
  readonly before: unknown;
  readonly after: unknown;
  readonly code: string | null;
  readonly message: string | null;
}

export interface AuditEntry extends AuditBegin, Omit<AuditEnd, 'outcome' | 'endedAt'> {
  readonly endedAt: EpochMs | null;
  readonly outcome: AuditOutcome;
}

const PAGE_LIMIT_ROWS = 1000;

/** What was done by hand. Every call throws STORE_UNAVAILABLE when the database cannot be used. */
export class AuditRepository {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  /** Returns when the row is committed. */
  begin(entry: AuditBegin): Promise<void> {
    return storeCall(async () => {
      await this.#db
        .insertInto('command_audit')
        .values({
          id: entry.id,
          at: timestampOf(entry.at),
          actor: entry.actor.slice(0, 128),
          station: entry.station.slice(0, 128),
          command: entry.command,
          mo_id: entry.moId,
          input: JSON.stringify(entry.input),
          reason: entry.reason,
          outcome: 'started',
        })
        .execute();
    });
  }

  end(id: string, end: AuditEnd): Promise<void> {
    return storeCall(async () => {
      await this.#db
        .updateTable('command_audit')
        .set({
          ended_at: timestampOf(end.endedAt),
          outcome: end.outcome,
          before: JSON.stringify(end.before ?? null),
          after: JSON.stringify(end.after ?? null),
          code: end.code,
          message: end.message,
        })
        .where('id', '=', id)
        .execute();
    });
  }

  /** One page, newest first; all commands, or those on one order. */
  list(page: { limit: number; offset: number; moId?: string }): Promise<{
    readonly total: number;
    readonly entries: readonly AuditEntry[];
  }> {
    return storeCall(async () => {
      const chosen = this.#db
        .selectFrom('command_audit')
        .$if(page.moId !== undefined, (query) => query.where('mo_id', '=', page.moId ?? ''));
      const counted = await chosen.select(sql<number>`count(*)::int`.as('rows')).executeTakeFirstOrThrow();
      const rows = await chosen
        .selectAll()
        .orderBy('at', 'desc')
        .orderBy('id')
        .limit(Math.min(page.limit, PAGE_LIMIT_ROWS))
        .offset(page.offset)
        .execute();
      return { total: counted.rows, entries: rows.map(entryOf) };
    });
  }
}

function entryOf(row: Selectable<CommandAuditTable>): AuditEntry {
  return {
    id: row.id,
    at: row.at,
    endedAt: row.ended_at,
    actor: row.actor,
    station: row.station,
    command: row.command,
    moId: row.mo_id,
    input: row.input,
    before: row.before,
    after: row.after,
    reason: row.reason,
    outcome: outcomeOf(row.outcome),
    code: row.code,
    message: row.message,
  };
}

function outcomeOf(text: string): AuditOutcome {
  return text === 'done' || text === 'refused' || text === 'failed' ? text : 'started';
}
