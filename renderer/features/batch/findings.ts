import type { AlarmPriority, AlarmView } from '../../../shared/contract/alarms.ts';
import type { BatchView, FailedPushView } from '../../../shared/contract/views.ts';
import { hasFailed } from '../../lib/phase-shape.ts';

/** Something about a batch that somebody should know or decide. `code` has a text for operators. */
export interface Finding {
  readonly code: string;
  readonly priority: AlarmPriority;
  /** As the station and Odoo put it: for those who look into it. */
  readonly details: readonly string[];
}

/** Priorities of what is known from the batch itself, as the station's alarms have them. */
const OWN_PRIORITIES = {
  SLOT_FAULTY: 2,
  SLOT_NO_EVIDENCE: 2,
  RESULT_QUESTION: 1,
  BATCH_FAILED: 1,
} as const satisfies Record<string, AlarmPriority>;

/** What is wrong with a batch, the most urgent first: what its own data say, then its alarms; each code once. */
export function findingsOf(
  batch: BatchView,
  push: FailedPushView | undefined,
  alarms: readonly AlarmView[],
): readonly Finding[] {
  const own = [...ownFindings(batch), ...pushFindings(push)];
  const found = new Map<string, Finding>();
  for (const finding of [...own, ...alarmFindings(batch, alarms)])
    if (!found.has(finding.code)) found.set(finding.code, finding);
  return [...found.values()].toSorted((a, b) => a.priority - b.priority);
}

function ownFindings(batch: BatchView): readonly Finding[] {
  const own = (code: keyof typeof OWN_PRIORITIES, details: readonly string[] = []): Finding => ({
    code,
    priority: OWN_PRIORITIES[code],
    details,
  });
  return [
    ...(hasFailed(batch) ? [own('BATCH_FAILED')] : []),
    ...(batch.question !== null ? [own('RESULT_QUESTION')] : []),
    ...(batch.phase === 'unproven' ? [own('SLOT_NO_EVIDENCE')] : []),
    ...(batch.faults.length > 0 ? [own('SLOT_FAULTY', batch.faults)] : []),
  ];
}

/** A result that Odoo has not taken. Holds are told by the phase and the batch's question. */
function pushFindings(push: FailedPushView | undefined): readonly Finding[] {
  if (push === undefined || push.error_code === null || push.error_code === 'RESULT_QUESTION') return [];
  const lines = push.refused_lines.map(({ equipment, message }) => `${equipment}: ${message}`);
  return [
    {
      code: push.error_code,
      priority: push.state === 'parked' ? 1 : 2,
      details: [...(push.last_error === null ? [] : [push.last_error]), ...lines],
    },
  ];
}

function alarmFindings(batch: BatchView, alarms: readonly AlarmView[]): readonly Finding[] {
  return alarms
    .filter(
      ({ mo_id, slot, holds }) =>
        holds && (mo_id === batch.mo_id || (mo_id === null && slot === batch.batch_no)),
    )
    .map(({ code, priority, message }) => ({ code, priority, details: [message] }));
}
