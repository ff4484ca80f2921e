import { z } from 'zod';
import { query } from './declare.ts';
import { decodedFieldView, timelineView } from './overview.ts';
import {
  componentKey,
  components,
  historyStatus,
  kgOrNull,
  materials,
  moId,
  nothing,
  time,
} from './values.ts';
import { historyView } from './views.ts';

/** A row of the history with the times that its charts are made of. */
export const historyRowView = historyView.extend({
  /** When the batch ended: finished in the PLC, or else archived. History is ordered by it. */
  ended_at: time.nullable(),
  /** The order's quantity in kg. */
  quantity: kgOrNull,
  slot: z.number().int().nullable(),
  load_id: z.string().nullable(),
  /** First dosing. */
  started_at: time.nullable(),
  finished_at: time.nullable(),
  /** When Odoo was seen to have it. */
  reported_at: time.nullable(),
});

/** Everything that is kept of a batch, for the printed record. */
export const historyRecordView = historyRowView.extend({
  equipment: z.string(),
  materials,
  bom_code: z.string().nullable(),
  /** Size of the bill of materials in kg; the targets are its lines times quantity / bom_quantity. */
  bom_quantity: kgOrNull,
  failure_noted: z.boolean(),
  not_routed: z.array(z.object({ product: z.string(), kg: z.number() })),
  timeline: timelineView,
  /** The READ slot as it was when the batch ended; empty where it was not kept. */
  words: z.array(z.number().int()),
  fields: z.array(decodedFieldView),
});

const historyFilters = z.object({
  /** The batch ended at or after. */
  from: time.optional(),
  /** The batch ended before. */
  to: time.optional(),
  status: historyStatus.optional(),
  product: z.string().min(1).max(128).optional(),
  /** Part of the order's name, in whatever case. */
  mo: z.string().trim().min(1).max(64).optional(),
  /** Only batches with something dosed from it. */
  equipment: componentKey.optional(),
  /**
   * Only batches that missed the equipment's target, or without `equipment` any target, by so many percent of it:
   * from on, and less than to; null: no bound on that side.
   */
  deviation: z.object({ from: z.number().nullable(), to: z.number().nullable() }).optional(),
});

/** What came of a push, as far as the station still knows. */
const answerView = z.object({
  /** Null where only the answer itself was kept. */
  at: time.nullable(),
  code: z.string(),
  message: z.string(),
});

export const pushDetailView = z.object({
  mo_id: z.string(),
  batch_no: z.number().int(),
  product: z.string().nullable(),
  kind: z.enum(['completed', 'failed']),
  state: z.enum(['waiting', 'parked', 'held', 'confirmed']),
  result: z.object({ weight: kgOrNull, components }),
  /** What Odoo gets next, in this order, under Odoo's names; empty when nothing is left to send. */
  would_send: z.array(
    z.object({
      step: z.enum(['consumption', 'mark-done', 'cancel']),
      payload: z.record(z.string(), z.union([z.string(), z.number()])),
    }),
  ),
  /** What was sent before, of which some answer may be missing. */
  sent: z.array(z.enum(['update-sent', 'update-confirmed', 'close-sent', 'cancel-sent'])),
  answers: z.array(answerView),
  refused_lines: z.array(z.object({ equipment: z.string(), message: z.string() })),
  attempts: z.number().int(),
  next_attempt_at: time.nullable(),
  since: time,
  hold_reason: z.string().nullable(),
});

export const historyQueries = {
  historySearch: query(
    'What ran, newest first, a page at a time: the cursor of one page leads to the next.',
    historyFilters.extend({
      cursor: z.string().min(1).max(400).optional(),
      limit: z.number().int().min(1).max(1000).default(50),
    }),
    z.object({
      histories: z.array(historyRowView),
      next_cursor: z.string().nullable(),
      /** Exact up to 10,000, above it what the database estimates. */
      total_estimate: z.number().int(),
      approximate: z.boolean(),
    }),
  ),
  historyRecord: query(
    'The whole record of one batch.',
    z.object({ id: z.string().min(1).max(64) }),
    historyRecordView,
  ),
  products: query(
    'The products that ran in the last 366 days, by name; at most 500.',
    nothing,
    z.object({ products: z.array(z.string()) }),
  ),
  pushDetail: query(
    'One result on its way to Odoo: what Odoo would get next and what it answered.',
    z.object({ mo_id: moId }),
    pushDetailView,
  ),
} as const;

export type HistoryRowView = z.output<typeof historyRowView>;
export type HistoryRecordView = z.output<typeof historyRecordView>;
export type PushDetailView = z.output<typeof pushDetailView>;
