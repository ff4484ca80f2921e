import type { CauseView } from '../../shared/contract/causes.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { AlarmBook, Why } from '../alarms/alarm-book.ts';
import { type AlarmCode, alarmCodeOf } from '../domain/alarm-rules.ts';
import type { ResultQuestion } from '../domain/batch.ts';
import { cause } from '../domain/cause.ts';
import type { EntryHead } from '../outbox/entry-head.ts';
import type { Outbox } from '../outbox/outbox.ts';

/** Why there is an alarm about a result with a question. */
export function questionCause(moId: string, question: ResultQuestion): CauseView {
  return cause(`result-${question}`, { mo_id: moId });
}

/**
 * Makes the alarms about results say what the outbox says: one for each result that needs a person, with its
 * present reason and no earlier one. The outbox is on disk and the alarms are not, so that this is also
 * what brings them back after a restart.
 */
export function showResultAlarms(outbox: Outbox, alarms: AlarmBook): void {
  const entries = outbox.heads().filter(({ state }) => state !== 'confirmed');
  const byOrder = new Map(entries.toReversed().map((entry) => [entry.moId, entry]));
  for (const { code, subject } of alarms.active()) {
    const entry = isAboutResults(code) ? byOrder.get(subject) : undefined;
    if (entry !== undefined && troubleOf(entry)?.code !== code) alarms.clear(code, subject, contextOf(entry));
  }
  for (const entry of byOrder.values()) {
    const trouble = troubleOf(entry);
    if (trouble !== null) alarms.raise(trouble.code, entry.moId, trouble.why, contextOf(entry));
  }
}

function isAboutResults(code: ErrorCode): boolean {
  return code.startsWith('ODOO_') || code === 'RESULT_QUESTION';
}

function troubleOf(entry: EntryHead): { readonly code: AlarmCode; readonly why: Why } | null {
  const { moId, question, state, holdReason, refusal } = entry;
  if (state === 'parked') {
    return refusal === null ? null : { code: alarmCodeOf(refusal.code), why: refusal.message };
  }
  const asks = state === 'held' && question !== null && holdReason === question;
  return asks ? { code: 'RESULT_QUESTION', why: questionCause(moId, question) } : null;
}

function contextOf({ moId, slot }: EntryHead) {
  return { task: 3, moId, slot } as const;
}
