import type { Slot } from '../../shared/units.ts';
import type { ReportFault, ResultQuestion } from '../domain/batch.ts';
import {
  decodeFault,
  type OutboxEntry,
  type OutboxState,
  questionSchema,
  slotSchema,
} from './outbox-entry.ts';

/** What a run over all entries asks of each, without reading its result: that is a hundred times as much. */
export interface EntryHead extends Pick<OutboxEntry, 'id' | 'state' | 'holdReason'> {
  readonly moId: string;
  readonly loadId: string | null;
  readonly slot: Slot;
  readonly question: ResultQuestion | null;
  /** Why Odoo refused it; null unless it is parked. */
  readonly refusal: ReportFault | null;
}

/** A row of the query {@link SELECT_HEADS}. */
export interface HeadRow {
  readonly id: string;
  readonly mo_id: string;
  readonly load_id: string | null;
  readonly state: OutboxState;
  readonly hold_reason: string | null;
  readonly refusal: string | null;
  readonly slot: unknown;
  readonly question: unknown;
}

export const SELECT_HEADS = `
  SELECT e.id, e.mo_id, e.load_id, e.state, e.hold_reason, e.result ->> 'slot' AS slot,
    e.result ->> 'question' AS question, CASE e.state WHEN 'parked' THEN e.last_fault END AS refusal
  FROM entry e ORDER BY e.seq`;

/** Throws OUTBOX_CORRUPT naming file and entry when its refusal is not readable. */
export function decodeHead(row: HeadRow, file: string): EntryHead {
  return {
    id: row.id,
    moId: row.mo_id,
    loadId: row.load_id,
    state: row.state,
    holdReason: row.hold_reason,
    slot: slotSchema.parse(row.slot),
    question: questionSchema.parse(row.question),
    refusal: decodeFault(row.refusal, row.id, file),
  };
}
