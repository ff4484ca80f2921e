import { type Kysely, type Selectable, sql } from 'kysely';
import type { EpochMs } from '../domain/batch.ts';
import { nullableTimestampOf, timestampOf, timestampParameter } from './column-values.ts';
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

export interface AuditFilter {
  readonly limit: number;
  readonly offset: number;
  readonly moId?: string | undefined;
  readonly actor?: string | undefined;
  readonly command?: string | undefined;
  readonly outcome?: AuditOutcome | undefined;
  /** At or after. */
  readonly from?: EpochMs | undefined;
  /** Before. */
  readonly to?: EpochMs | undefined;
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
        .values({ ...beginRow(entry), outcome: 'started' })
        .execute();
    });
  }

  /** Stores commands as they were begun and ended; one that is there already is skipped. */
  insert(entries: readonly AuditEntry[]): Promise<void> {
    if (entries.length === 0) return Promise.resolve();
    return storeCall(async () => {
      await this.#db
        .insertInto('command_audit')
        .values(entries.map((entry) => ({ ...beginRow(entry), ...endRow(entry), outcome: entry.outcome })))
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
    });
  }

  end(id: string, end: AuditEnd): Promise<void> {
    return storeCall(async () => {
      await this.#db
        .updateTable('command_audit')
        .set({ ...endRow(end), outcome: end.outcome })
        .where('id', '=', id)
        .execute();
    });
  }

  /** One page, newest first, of the commands that fit every given filter. */
  list(page: AuditFilter): Promise<{
    readonly total: number;
    readonly entries: readonly AuditEntry[];
  }> {
    return storeCall(async () => {
      const { moId, actor, command, outcome, from, to } = page;
      const chosen = this.#db
        .selectFrom('command_audit')
        .$if(moId !== undefined, (query) => query.where('mo_id', '=', moId ?? ''))
        .$if(actor !== undefined, (query) => query.where('actor', '=', actor ?? ''))
        .$if(command !== undefined, (query) => query.where('command', '=', command ?? ''))
        .$if(outcome !== undefined, (query) => query.where('outcome', '=', outcome ?? ''))
        .$if(from !== undefined, (query) => query.where('at', '>=', timestampParameter(from ?? 0)))
        .$if(to !== undefined, (query) => query.where('at', '<', timestampParameter(to ?? 0)));
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

function beginRow(entry: AuditBegin) {
  return {
    id: entry.id,
    at: timestampOf(entry.at),
    actor: entry.actor.slice(0, 128),
    station: entry.station.slice(0, 128),
    command: entry.command,
    mo_id: entry.moId,
    input: JSON.stringify(entry.input),
    reason: entry.reason,
  };
}

function endRow(end: Pick<AuditEntry, 'endedAt' | 'before' | 'after' | 'code' | 'message'>) {
  return {
    ended_at: nullableTimestampOf(end.endedAt),
    before: JSON.stringify(end.before ?? null),
    after: JSON.stringify(end.after ?? null),
    code: end.code,
    message: end.message,
  };
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
