import { type RawBuilder, sql } from 'kysely';
import pg from 'pg';
import type { EpochMs } from '../domain/batch.ts';

/** Type oids of PostgreSQL's catalogue (pg_type). */
const OID = { int8: 20, timestamp: 1114, timestamptz: 1184, numeric: 1700 } as const;

/** ISO text in UTC for a timestamp column, with or without a zone. */
export function timestampOf(time: EpochMs): string {
  return new Date(time).toISOString();
}

/** As {@link timestampOf}; null stays null. */
export function nullableTimestampOf(time: EpochMs | null): string | null {
  return time === null ? null : timestampOf(time);
}

/** A time to compare a timestamptz column with: such columns are read as numbers, which none compares to. */
export function timestampParameter(time: EpochMs): RawBuilder<EpochMs> {
  return sql<EpochMs>`${timestampOf(time)}::timestamptz`;
}

/**
 * How values of one pool are read: times as milliseconds since 1970 (a timestamp without a zone is UTC,
 * not this machine's zone, as `pg` would have it), numeric and int8 as numbers. numeric(18,3) and the
 * counts of this schema stay far below 2^53. `infinity` is read as null: it is no time to show.
 */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser(oid, format) {
    if (format === 'binary') return pg.types.getTypeParser(oid, format);
    if (oid === OID.int8 || oid === OID.numeric) return Number;
    if (oid === OID.timestamptz) return epochMs;
    if (oid === OID.timestamp) return (text: string) => epochMs(`${text}+00`);
    return pg.types.getTypeParser(oid, format);
  },
};

function epochMs(text: string): EpochMs | null {
  const parsed: unknown = pg.types.getTypeParser(OID.timestamptz)(text);
  return parsed instanceof Date && Number.isFinite(parsed.getTime()) ? parsed.getTime() : null;
}
