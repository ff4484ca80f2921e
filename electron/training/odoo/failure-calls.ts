import { type Handler, textOf } from './call-context.ts';
import type { FailureReport } from './journal.ts';
import type { JsonObject } from './json-value.ts';
import { naiveUtc, readNaiveUtc } from './naive-utc.ts';
import { equipmentByCode } from './order.ts';
import { pageOf } from './reading-calls.ts';
import { refused, success } from './reply.ts';

const DEFAULT_PAGE_FAILURES = 50;

/** POST /api/scada/equipment-failure {equipment_code, description, date?}: a new record on each call, also for the same failure. */
export const reportFailure: Handler = (params, { books, clock }) => {
  const code = textOf(params.equipment_code);
  const description = textOf(params.description);
  if (code === '') return refused('equipment_code is required');
  if (description === '') return refused('description is required');
  const equipment = equipmentByCode(code);
  if (equipment === undefined) return refused(`Equipment "${code}" not found`);
  const date = textOf(params.date);
  const read = date === '' ? ({ kind: 'time', ms: clock.now() } as const) : readNaiveUtc(date);
  if (read.kind !== 'time') {
    return refused('Invalid date format. Use YYYY-MM-DD HH:MM:SS or YYYY-MM-DDTHH:MM');
  }
  const report = books.addFailure({
    equipmentId: equipment.id,
    equipmentCode: equipment.code,
    equipmentName: equipment.name,
    description,
    date: naiveUtc(read.ms),
  });
  return success({ message: 'Equipment failure report created', data: failureEntry(report) });
};

/** GET /api/scada/equipment-failure?equipment_code=&limit=&offset=: the latest failure first. */
export const listFailures: Handler = (params, { books }) => {
  const page = pageOf(params, DEFAULT_PAGE_FAILURES);
  if (page === null) return refused('limit and offset must be whole numbers');
  const code = textOf(params.equipment_code);
  const data = books
    .failures()
    .filter((report) => code === '' || report.equipmentCode === code)
    .toSorted((a, b) => b.date.localeCompare(a.date) || b.id - a.id)
    .slice(page.offset, page.offset + page.limit)
    .map((report) => ({ ...failureEntry(report), reported_by: 'Training' }));
  return success({ count: data.length, data });
};

function failureEntry(report: FailureReport): JsonObject {
  return {
    id: report.id,
    equipment_id: report.equipmentId,
    equipment_code: report.equipmentCode,
    equipment_name: report.equipmentName,
    description: report.description,
    date: report.date,
  };
}
