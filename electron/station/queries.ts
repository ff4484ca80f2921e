import { alarmQueries } from './queries/alarm-queries.ts';
import { analyticsQueries } from './queries/analytics-queries.ts';
import { doctorQueries } from './queries/connection-doctor.ts';
import { diagnosticsQueries } from './queries/diagnostics-queries.ts';
import { equipmentQueries } from './queries/equipment-queries.ts';
import { historyQueries } from './queries/history-queries.ts';
import { liveQueries } from './queries/live-queries.ts';
import { overviewQueries } from './queries/overview-queries.ts';
import { pushQueries } from './queries/push-queries.ts';
import type { QueryHandlers, QueryParts } from './queries/query-parts.ts';
import { recordQueries } from './queries/record-queries.ts';

/** The station's answers, one handler a query. What asks the PLC or Odoo says so in the contract. */
export function createQueries(parts: QueryParts): QueryHandlers {
  return {
    ...liveQueries(parts),
    ...overviewQueries(parts),
    ...pushQueries(parts),
    ...recordQueries(parts),
    ...historyQueries(parts),
    ...analyticsQueries(parts),
    ...equipmentQueries(parts),
    ...alarmQueries(parts),
    ...diagnosticsQueries(parts),
    ...doctorQueries(parts),
  };
}
