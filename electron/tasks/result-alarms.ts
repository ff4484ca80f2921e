import type { ErrorCode } from '../../shared/errors.ts';
import type { AlarmBook } from '../alarms/alarm-book.ts';
import type { ResultQuestion } from '../domain/batch.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { OutboxEntry } from '../outbox/outbox-entry.ts';

/** What the alarm of a result with a question says. */
export function questionText(moId: string, question: ResultQuestion): string {
  return `${moId} is finished, but: ${question}. An operator must decide`;
}

/**
 * Makes the alarms about results say what the outbox says: one for each result that needs a person, with its
 * present reason and no earlier one. The outbox is on disk and the alarms are not, so that this is also
 * what brings them back after a restart.
 */
export function showResultAlarms(outbox: Outbox, alarms: AlarmBook): void {
  const entries = outbox.entries().filter(({ state }) => state !== 'confirmed');
  const byOrder = new Map(entries.toReversed().map((entry) => [entry.result.moId, entry]));
  for (const { code, subject } of alarms.active()) {
    const entry = isAboutResults(code) ? byOrder.get(subject) : undefined;
    if (entry !== undefined && troubleOf(entry)?.code !== code) alarms.clear(code, subject, contextOf(entry));
  }
  for (const entry of byOrder.values()) {
    const trouble = troubleOf(entry);
    if (trouble !== null) alarms.raise(trouble.code, entry.result.moId, trouble.message, contextOf(entry));
  }
}

function isAboutResults(code: ErrorCode): boolean {
  return code.startsWith('ODOO_') || code === 'RESULT_QUESTION';
}

function troubleOf(entry: OutboxEntry): { readonly code: ErrorCode; readonly message: string } | null {
  const { result, state, holdReason, lastFault } = entry;
  if (state === 'parked') return lastFault;
  const asks = state === 'held' && result.question !== null && holdReason === result.question;
  return asks && result.question !== null
    ? { code: 'RESULT_QUESTION', message: questionText(result.moId, result.question) }
    : null;
}

function contextOf({ result }: OutboxEntry) {
  return { task: 3, moId: result.moId, slot: result.slot } as const;
}
