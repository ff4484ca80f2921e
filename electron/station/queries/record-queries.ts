import { AppError } from '../../../shared/errors.ts';
import { iso, viewHistory, viewHistoryRow } from '../views.ts';
import type { HandlersOf, QueryParts } from './query-parts.ts';

type RecordQuery = 'history' | 'historyOf' | 'logs' | 'equipmentFailures' | 'audit' | 'tableRows';

/** Pages of what the database keeps. */
export function recordQueries(parts: QueryParts): HandlersOf<RecordQuery> {
  const { history, systemLog, failures, audit, tables } = parts;
  return {
    async history({ limit, offset, status }) {
      return viewHistory(await history.list({ limit, offset, ...(status && { status }) }), limit, offset);
    },
    async historyOf({ mo_id }) {
      const rows = await history.byMo(mo_id);
      if (rows.length === 0) throw new AppError('NOT_FOUND', `${mo_id} is not in the history`);
      return { histories: rows.map(viewHistoryRow) };
    },
    async logs({ mo_id, from, to, ...filter }) {
      const { total, lines } = await systemLog.list({
        ...filter,
        moId: mo_id,
        from: epochOf(from),
        to: epochOf(to),
      });
      return {
        total,
        lines: lines.map((line) => ({
          at: new Date(line.timestamp).toISOString(),
          level: line.level,
          module: line.module,
          message: line.message,
          batch_no: line.batchNo,
          mo_id: line.moId,
        })),
      };
    },
    equipmentFailures: async ({ limit, offset }) => await failures.list({ limit, offset }),
    async audit({ mo_id, from, to, ...filter }) {
      const { total, entries } = await audit.list({
        ...filter,
        moId: mo_id,
        from: epochOf(from),
        to: epochOf(to),
      });
      return {
        total,
        entries: entries.map(({ moId, at, endedAt: _endedAt, ...entry }) => ({
          ...entry,
          at: iso(at) ?? '',
          mo_id: moId,
        })),
      };
    },
    async tableRows({ table, limit, offset }) {
      const { total, rows } = await tables.page(table, { limit, offset });
      return { total, rows: [...rows] };
    },
  };
}

function epochOf(time: string | undefined): number | undefined {
  return time === undefined ? undefined : Date.parse(time);
}
