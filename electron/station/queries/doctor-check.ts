import type { DoctorCheckView } from '../../../shared/contract/diagnostics.ts';
import type { FindingKey } from '../../../shared/contract/findings.ts';
import { type Clock, sleep } from '../../domain/ports.ts';

/** How long one connection may take to answer the connection doctor, in milliseconds. */
export const DOCTOR_WAIT_MS = 3_000;

type What = DoctorCheckView['what'];

export function passed(what: What, detail: string | null): DoctorCheckView {
  return { what, ok: true, setting: null, finding: 'ok', detail };
}

export function failed(
  what: What,
  finding: FindingKey,
  setting: string | null,
  detail: string | null,
): DoctorCheckView {
  return { what, ok: false, setting, finding, detail };
}

/** Something before it failed already: asking further would only repeat that. */
export function notChecked(what: What): DoctorCheckView {
  return { what, ok: null, setting: null, finding: 'not-checked', detail: null };
}

/** What `ask` answers; `late` after {@link DOCTOR_WAIT_MS}: whatever comes then is not looked at. */
export async function answerInTime<T>(clock: Clock, ask: () => Promise<T>): Promise<T | 'late'> {
  const answered = new AbortController();
  try {
    const late = sleep(clock, DOCTOR_WAIT_MS, answered.signal).then(() => 'late' as const);
    return await Promise.race([ask(), late]);
  } finally {
    answered.abort();
  }
}
