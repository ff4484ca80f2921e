import { type Insertable, type Kysely, type Selectable, sql } from 'kysely';
import type { AlarmChangeKind, AlarmPriority } from '../../shared/contract/alarms.ts';
import { type CauseView, causeView } from '../../shared/contract/causes.ts';
import type { EpochMs } from '../domain/batch.ts';
import { nullableTimestampOf, timestampOf, timestampParameter } from './column-values.ts';
import type { AlarmEventTable, Schema } from './schema.ts';
import { storeCall } from './store-call.ts';

/** One change of an alarm. `id` is made by the caller, so that an insert of unknown outcome may come again. */
export interface AlarmEvent {
  readonly id: string;
  readonly alarmId: string;
  readonly at: EpochMs;
  readonly change: AlarmChangeKind;
  readonly code: string;
  readonly subject: string;
  readonly message: string;
  readonly cause: CauseView | null;
  readonly priority: AlarmPriority;
  readonly moId: string | null;
  readonly slot: number | null;
  readonly actor: string | null;
  readonly note: string | null;
  readonly until: EpochMs | null;
}

export interface AlarmEventFilter {
  /** At or after. */
  readonly from?: EpochMs;
  /** Before. */
  readonly to?: EpochMs;
  readonly code?: string;
  readonly subject?: string;
  readonly change?: AlarmChangeKind;
  /** Older than this event: the `cursor` of the page before. */
  readonly after?: AlarmEventCursor;
  readonly limit: number;
}

/** Where a page ended. Time alone would not do: several changes have the same millisecond. */
export interface AlarmEventCursor {
  readonly at: EpochMs;
  readonly sequence: number;
}

const PAGE_LIMIT_ROWS = 1000;
/** A clean-up takes so many rows at a time, so that no statement runs into its limit. */
const PRUNED_ROWS_PER_STATEMENT = 5000;
/** In characters; a subject is part of an index, whose entries have a limit of their own. */
const LIMIT_CHARS = { code: 64, subject: 300, mo_id: 64, actor: 128, text: 4000 } as const;

/** The history of alarms. Every call throws STORE_UNAVAILABLE when the database cannot be used. */
export class AlarmEventRepository {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  /** Stores all or none; an event that is there already is skipped. Text that a column cannot take is cut or marked. */
  insert(events: readonly AlarmEvent[]): Promise<void> {
    if (events.length === 0) return Promise.resolve();
    return storeCall(async () => {
      await this.#db
        .insertInto('alarm_event')
        .values(events.map(rowOf))
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
    });
  }

  /** One page, newest first, and where the next one begins; null when there is none. */
  list(
    filter: AlarmEventFilter,
  ): Promise<{ readonly events: readonly AlarmEvent[]; readonly next: AlarmEventCursor | null }> {
    const { from, to, code, subject, change, after } = filter;
    const limit = Math.min(filter.limit, PAGE_LIMIT_ROWS);
    return storeCall(async () => {
      let chosen = this.#db.selectFrom('alarm_event').selectAll();
      if (from !== undefined) chosen = chosen.where('at', '>=', timestampParameter(from));
      if (to !== undefined) chosen = chosen.where('at', '<', timestampParameter(to));
      if (code !== undefined) chosen = chosen.where('code', '=', code);
      if (subject !== undefined)
        chosen = chosen.where('subject', '=', storable(subject, LIMIT_CHARS.subject));
      if (change !== undefined) chosen = chosen.where('change', '=', change);
      if (after !== undefined) {
        const { at, sequence } = after;
        chosen = chosen.where(
          sql<boolean>`(at, sequence) < (${timestampOf(at)}::timestamptz, ${sequence}::bigint)`,
        );
      }
      const rows = await chosen
        .orderBy('at', 'desc')
        .orderBy('sequence', 'desc')
        .limit(limit + 1)
        .execute();
      const page = rows.slice(0, limit);
      const last = rows.length > limit ? page.at(-1) : undefined;
      return {
        events: page.map(eventOf),
        next: last === undefined ? null : { at: last.at, sequence: last.sequence },
      };
    });
  }

  /** Deletes changes before `olderThan`. Returns how many went. */
  async prune(olderThan: EpochMs, signal?: AbortSignal): Promise<number> {
    let pruned = 0;
    for (;;) {
      const rows = await storeCall(async () => {
        const deleted = await sql`
          delete from alarm_event where id in (
            select id from alarm_event where at < ${timestampOf(olderThan)}::timestamptz
            order by at limit ${PRUNED_ROWS_PER_STATEMENT}
          )
        `.execute(this.#db);
        return Number(deleted.numAffectedRows ?? 0n);
      });
      pruned += rows;
      if (rows < PRUNED_ROWS_PER_STATEMENT || signal?.aborted) return pruned;
    }
  }
}

function rowOf(event: AlarmEvent): Insertable<AlarmEventTable> {
  return {
    id: event.id,
    alarm_id: event.alarmId,
    at: timestampOf(event.at),
    change: event.change,
    code: storable(event.code, LIMIT_CHARS.code),
    subject: storable(event.subject, LIMIT_CHARS.subject),
    message: storable(event.message),
    cause: event.cause === null ? null : storableCause(event.cause),
    priority: event.priority,
    mo_id: event.moId === null ? null : storable(event.moId, LIMIT_CHARS.mo_id),
    slot: event.slot,
    actor: event.actor === null ? null : storable(event.actor, LIMIT_CHARS.actor),
    note: event.note === null ? null : storable(event.note),
    until: nullableTimestampOf(event.until),
  };
}

/** A subject may hold text from the PLC, with a NUL that no text column can take. */
function storable(text: string, limitChars: number = LIMIT_CHARS.text): string {
  return [...text.replaceAll('\0', '\uFFFD').toWellFormed()].slice(0, limitChars).join('');
}

function storableCause({ key, values }: CauseView): string {
  const told = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === 'string' ? storable(value) : value,
  ]);
  return JSON.stringify({ key, values: Object.fromEntries(told) });
}

function eventOf(row: Selectable<AlarmEventTable>): AlarmEvent {
  return {
    id: row.id,
    alarmId: row.alarm_id,
    at: row.at,
    change: row.change,
    code: row.code,
    subject: row.subject,
    message: row.message,
    // One that only a later version knows is told by its message.
    cause: causeView.safeParse(row.cause).data ?? null,
    priority: row.priority,
    moId: row.mo_id,
    slot: row.slot,
    actor: row.actor,
    note: row.note,
    until: row.until,
  };
}
