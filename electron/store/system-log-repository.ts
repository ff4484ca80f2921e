import type { Insertable, Kysely } from 'kysely';
import { sql } from 'kysely';
import type { EpochMs } from '../domain/batch.ts';
import { timestampOf, timestampParameter } from './column-values.ts';
import type { Schema, SystemLogTable } from './schema.ts';
import { storeCall } from './store-call.ts';

export interface SystemLogLine {
  /** Made by the caller, so that lines of an insert with unknown outcome may come again. */
  readonly id: string;
  readonly timestamp: EpochMs;
  readonly level: string;
  readonly module: string;
  readonly message: string;
  readonly batchNo: string | null;
  readonly moId: string | null;
}

/** PostgreSQL takes at most 65 535 parameters in one statement; a line has seven. */
const LINES_PER_STATEMENT = 5000;
/** Lengths of the plant's columns, in characters. */
const LIMIT_CHARS = { level: 16, module: 255, batch_no: 64, mo_id: 64 } as const;

export interface SystemLogFilter {
  readonly limit: number;
  readonly offset: number;
  readonly task?: number | undefined;
  readonly level?: string | undefined;
  readonly module?: string | undefined;
  readonly moId?: string | undefined;
  /** At or after. */
  readonly from?: EpochMs | undefined;
  /** Before. */
  readonly to?: EpochMs | undefined;
  /** Part of the message, in whatever case. */
  readonly text?: string | undefined;
}

/** Lines that one statement removes: a small part of what the server may take for a statement. */
export const LINES_PER_DELETE = 5000;

/** Where a line is in the order of the log. */
interface LinePlace {
  readonly at: string;
  readonly id: string;
}

/** A longer page is cut to this many lines. */
const PAGE_LIMIT_LINES = 1000;

/** The plant's log table. Every call throws STORE_UNAVAILABLE when the database cannot be used. */
export class SystemLogRepository {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  /**
   * Stores all lines or none; in one statement up to {@link LINES_PER_STATEMENT} lines. Text that a column
   * cannot take (too long, NUL characters) is cut or marked: a log line is never refused. A line whose id
   * is there already is skipped.
   */
  insert(lines: readonly SystemLogLine[]): Promise<void> {
    if (lines.length === 0) return Promise.resolve();
    const rows = lines.map(rowOf);
    return storeCall(() =>
      this.#db.transaction().execute(async (trx) => {
        for (let from = 0; from < rows.length; from += LINES_PER_STATEMENT) {
          await trx
            .insertInto('system_log')
            .values(rows.slice(from, from + LINES_PER_STATEMENT))
            .onConflict((conflict) => conflict.doNothing())
            .execute();
        }
      }),
    );
  }

  /** One page, newest first, of the lines that fit every given filter. */
  list(
    filter: SystemLogFilter,
  ): Promise<{ readonly total: number; readonly lines: readonly SystemLogLine[] }> {
    return storeCall(async () => {
      const { task, level, module, moId, from, to, text } = filter;
      const chosen = this.#db
        .selectFrom('system_log')
        .$if(task !== undefined, (query) => query.where('message', 'like', `[TASK ${task}]%`))
        .$if(level !== undefined, (query) => query.where('level', '=', level ?? ''))
        .$if(module !== undefined, (query) => query.where('module', '=', module ?? ''))
        .$if(moId !== undefined, (query) => query.where('mo_id', '=', moId ?? ''))
        .$if(from !== undefined, (query) => query.where('timestamp', '>=', timestampParameter(from ?? 0)))
        .$if(to !== undefined, (query) => query.where('timestamp', '<', timestampParameter(to ?? 0)))
        .$if(text !== undefined, (query) =>
          query.where(sql<boolean>`position(lower(${text ?? ''}) in lower(message)) > 0`),
        );
      const counted = await chosen.select(sql<number>`count(*)::int`.as('rows')).executeTakeFirstOrThrow();
      const rows = await chosen
        .selectAll()
        .orderBy('timestamp', 'desc')
        .orderBy('id')
        .limit(Math.min(filter.limit, PAGE_LIMIT_LINES))
        .offset(filter.offset)
        .execute();
      return {
        total: counted.rows,
        lines: rows.map((row) => ({
          id: row.id,
          timestamp: row.timestamp,
          level: row.level,
          module: row.module,
          message: row.message,
          batchNo: row.batch_no,
          moId: row.mo_id,
        })),
      };
    });
  }

  /**
   * Deletes lines older than `olderThan`, but keeps the newest `keepLast` whatever their age; oldest first, in
   * statements of at most {@link LINES_PER_DELETE} lines, until none is left or `signal` aborts. Returns how
   * many went.
   */
  async prune(olderThan: EpochMs, keepLast: number, signal?: AbortSignal): Promise<number> {
    const kept = keepLast <= 0 ? 'none' : await storeCall(() => this.#oldestKept(keepLast));
    if (kept === 'all') return 0;
    let deleted = 0;
    for (;;) {
      if (signal?.aborted === true) return deleted;
      const lines = await storeCall(() => this.#deleteSome(olderThan, kept));
      deleted += lines;
      if (lines < LINES_PER_DELETE) return deleted;
    }
  }

  /** The last of the `keepLast` newest lines; 'all' when there are no more than that. */
  async #oldestKept(keepLast: number): Promise<LinePlace | 'all'> {
    // As text: the column holds microseconds, a number here only milliseconds.
    const { rows } = await sql<LinePlace>`
      select "timestamp"::text as "at", id from system_log
      order by "timestamp" desc, id limit 1 offset ${keepLast - 1}
    `.execute(this.#db);
    return rows[0] ?? 'all';
  }

  async #deleteSome(olderThan: EpochMs, kept: LinePlace | 'none'): Promise<number> {
    const notKept =
      kept === 'none'
        ? sql`true`
        : sql`("timestamp" < ${kept.at}::timestamptz or ("timestamp" = ${kept.at}::timestamptz and id > ${kept.id}))`;
    const deleted = await sql`
      delete from system_log where id in (
        select id from system_log
        where "timestamp" < ${timestampOf(olderThan)}::timestamptz and ${notKept}
        order by "timestamp" limit ${sql.lit(LINES_PER_DELETE)}
      )
    `.execute(this.#db);
    return Number(deleted.numAffectedRows ?? 0n);
  }
}

function rowOf(line: SystemLogLine): Insertable<SystemLogTable> {
  return {
    id: line.id,
    timestamp: timestampOf(line.timestamp),
    level: storable(line.level, LIMIT_CHARS.level),
    module: storable(line.module, LIMIT_CHARS.module),
    message: storable(line.message),
    batch_no: line.batchNo === null ? null : storable(line.batchNo, LIMIT_CHARS.batch_no),
    mo_id: line.moId === null ? null : storable(line.moId, LIMIT_CHARS.mo_id),
  };
}

/** Text from the PLC may hold NUL, which no text column of PostgreSQL can. */
function storable(text: string, limitChars?: number): string {
  const clean = text.replaceAll('\0', '\uFFFD').toWellFormed();
  return limitChars === undefined ? clean : [...clean].slice(0, limitChars).join('');
}
