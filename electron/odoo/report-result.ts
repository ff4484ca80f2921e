import { recogniseEquipment } from '../../shared/domain/equipment.ts';
import { AppError } from '../../shared/errors.ts';
import type { BatchResult, RefusedLine, ReportOutcome, ReportProgress } from '../domain/batch.ts';
import type { ConsumptionUpdate, OdooClient } from './odoo-client.ts';
import type { OdooFault } from './odoo-reply.ts';
import type { OrderStanding } from './order-standing.ts';
import { movesEqual, readStanding } from './order-standing.ts';
import { confirmed, outcomeOfRejection, outcomeOfUnapplied, park, retry } from './report-outcome.ts';
import { consumptionUpdateOf } from './report-plan.ts';
import type { OrderDetail, RefusedLineEntry } from './schemas.ts';

export interface ReportOptions {
  /** close: update, mark done, read back. update-only: Odoo's people close the order. */
  readonly closePolicy: 'close' | 'update-only';
  /** accept: a result without a weight is pushed without one, and its order stays open. */
  readonly zeroWeight: 'ask' | 'accept';
}

export type ReportClient = Pick<
  OdooClient,
  'updateConsumptions' | 'markDone' | 'orderDetail' | 'cancelOrder'
>;

/** How often one attempt may send a request that is safe to repeat. */
const MAX_SENDS_PER_ATTEMPT = 2;

const WEIGHT_ZERO_NOTE = 'weight 0 was accepted: consumption only, the order is left open in Odoo';

/**
 * Brings a completed batch into Odoo. May be called again at any time, also after a crash: `progress` tells
 * what earlier attempts sent, and whatever is not known is read from Odoo before it is repeated (S7).
 * Throws AppError INTERNAL for a failed batch, and whatever `progress.record` throws: no later step is sent then.
 */
export async function reportCompleted(
  client: ReportClient,
  result: BatchResult,
  progress: ReportProgress,
  options: ReportOptions,
): Promise<ReportOutcome> {
  if (result.kind !== 'completed')
    throw new AppError('INTERNAL', `${result.moId} failed, it is not completed`);
  if (result.weight <= 0 && options.zeroWeight === 'ask') {
    return park('RESULT_QUESTION', 'the finished weight is 0: an operator decides whether Odoo gets it');
  }
  const update = consumptionUpdateOf(result);
  if (update === null) return confirmed('all actuals and the weight are 0: nothing was sent to Odoo');

  const updated = await settleUpdate(client, result, update, progress);
  if (updated !== null) return updated;
  if (result.weight <= 0) return confirmed(WEIGHT_ZERO_NOTE);
  if (options.closePolicy === 'update-only') return confirmed(null);
  return settleClose(client, result, progress);
}

/**
 * Brings a failed batch into Odoo: its order is cancelled. Whether a failed batch is to be reported at all is
 * the caller's policy. Cancelling is idempotent, so that it may be repeated while the order is open.
 */
export async function reportFailed(
  client: ReportClient,
  result: BatchResult,
  progress: ReportProgress,
): Promise<ReportOutcome> {
  if (result.kind !== 'failed')
    throw new AppError('INTERNAL', `${result.moId} is completed, it has not failed`);
  if (progress.has('cancel-sent')) {
    const settled = outcomeOfCancelStanding(await readStanding(client, result.moId), result.moId);
    if (settled !== null) return settled;
  }
  progress.record('cancel-sent');
  return sendUntilKnown(
    async () => {
      const reply = await client.cancelOrder(result.moId);
      return reply.kind === 'fault' ? reply : { kind: 'answered', value: confirmed(null) };
    },
    async () => outcomeOfCancelStanding(await readStanding(client, result.moId), result.moId),
  );
}

function outcomeOfCancelStanding(standing: OrderStanding, moId: string): ReportOutcome | null {
  switch (standing.kind) {
    case 'cancelled':
      return confirmed('the order was found cancelled in Odoo');
    case 'done':
      return park('ODOO_MO_DONE_ELSEWHERE', `${moId} failed in the plant, but Odoo shows it as done`);
    case 'unknown-order':
      return park('ODOO_MO_UNKNOWN', standing.message);
    case 'unreadable':
      return unreadable(standing.fault);
    case 'open':
      return null;
  }
}

/** Null: Odoo has the quantities, go on. Anything else is the outcome of this attempt. */
async function settleUpdate(
  client: ReportClient,
  result: BatchResult,
  update: ConsumptionUpdate,
  progress: ReportProgress,
): Promise<ReportOutcome | null> {
  if (progress.has('update-confirmed')) return null;
  const settle = async () => outcomeOfStanding(await readStanding(client, result.moId), result, progress);
  if (progress.has('update-sent')) {
    const settled = await settle();
    if (settled !== null) return settled;
  }
  progress.record('update-sent');
  return sendUntilKnown(async () => {
    const reply = await client.updateConsumptions(result.moId, update);
    if (reply.kind === 'fault') return reply;
    if (reply.value.errors.length > 0) return { kind: 'answered', value: refusedLines(reply.value.errors) };
    progress.record('update-confirmed');
    return { kind: 'answered', value: null };
  }, settle);
}

type Sent<T> =
  | { readonly kind: 'answered'; readonly value: T }
  | { readonly kind: 'fault'; readonly fault: OdooFault };

/**
 * Sends a request that is safe to repeat, and reads the order after every answer that leaves its effect
 * open. `settle` gives the outcome that the order's standing decides, or null while the order is open.
 */
async function sendUntilKnown<T>(
  send: () => Promise<Sent<T>>,
  settle: () => Promise<ReportOutcome | null>,
): Promise<T | ReportOutcome> {
  for (let sends = 1; ; sends += 1) {
    const answer = await send();
    if (answer.kind === 'answered') return answer.value;
    const settled = outcomeOfUnapplied(answer.fault) ?? (await settle());
    if (settled !== null) return settled;
    if (answer.fault.class === 'rejected') return outcomeOfRejection(answer.fault);
    // The order could be read just now, so that it is not the link: others may go on.
    if (sends >= MAX_SENDS_PER_ATTEMPT) return retry(answer.fault, false);
  }
}

/** Marks the order done. Odoo's answer proves nothing either way: only the order's state does. */
async function settleClose(
  client: ReportClient,
  result: BatchResult,
  progress: ReportProgress,
): Promise<ReportOutcome> {
  const settle = async () => outcomeOfStanding(await readStanding(client, result.moId), result, progress);
  if (progress.has('close-sent')) {
    const settled = await settle();
    if (settled !== null) return settled;
  }
  progress.record('close-sent');
  const reply = await client.markDone(result.moId, result.weight);
  const unapplied = reply.kind === 'fault' ? outcomeOfUnapplied(reply.fault) : null;
  if (unapplied !== null) return unapplied;
  const settled = await settle();
  if (settled !== null)
    return settled.kind === 'confirmed' && reply.kind === 'ok' ? confirmed(null) : settled;
  if (reply.kind === 'ok') {
    return park(
      'ODOO_LEFT_OPEN',
      'Odoo answered success, but the order is still open (it may want a decision)',
    );
  }
  return reply.fault.class === 'rejected' ? outcomeOfRejection(reply.fault) : retry(reply.fault, false);
}

/** What the order's standing decides about a completed batch; null while the order is open. */
function outcomeOfStanding(
  standing: OrderStanding,
  result: BatchResult,
  progress: ReportProgress,
): ReportOutcome | null {
  switch (standing.kind) {
    case 'done':
      return outcomeOfDone(standing.detail, result, progress);
    case 'cancelled':
      return park('ODOO_MO_CANCELLED', `${result.moId} is cancelled in Odoo`);
    case 'unknown-order':
      return park('ODOO_MO_UNKNOWN', standing.message);
    case 'unreadable':
      return unreadable(standing.fault);
    case 'open':
      return null;
  }
}

/** A done order is ours when we sent its closing after confirmed quantities, or when it holds our quantities. */
function outcomeOfDone(detail: OrderDetail, result: BatchResult, progress: ReportProgress): ReportOutcome {
  if (progress.has('update-confirmed') && progress.has('close-sent')) {
    return confirmed('the order reads done in Odoo; the answer to our closing had not said so');
  }
  if (movesEqual(detail, result.actuals)) {
    return confirmed(
      `the order was found done in Odoo with the same quantities${producedNote(detail, result)}`,
    );
  }
  return park('ODOO_MO_DONE_ELSEWHERE', `${result.moId} was done in Odoo with other quantities`);
}

function producedNote(detail: OrderDetail, result: BatchResult): string {
  const produced = detail.produced_qty;
  return produced === null ? '' : `; produced there ${produced}, weighed here ${result.weight} kg`;
}

/** The order cannot be read: nothing is decided and nothing is repeated before it can. */
function unreadable(fault: OdooFault): ReportOutcome {
  return fault.class === 'permanent' ? (outcomeOfUnapplied(fault) ?? retry(fault)) : retry(fault);
}

/** Odoo writes "silo101: No raw material move found for this equipment". */
function refusedLines(errors: readonly RefusedLineEntry[]): ReportOutcome {
  const lines = errors.map((entry): RefusedLine => {
    const text = typeof entry === 'string' ? entry : (entry.message ?? entry.error ?? 'refused');
    const [, prefix, rest] = /^([^:]{1,40}):\s*(.*)$/s.exec(text) ?? [];
    const code = (typeof entry === 'string' ? prefix : entry.equipment_code) ?? '';
    return {
      odooCode: recogniseEquipment(code)?.odooCode ?? code,
      message: typeof entry === 'string' ? (rest ?? text) : text,
    };
  });
  const names = lines.map((line) => (line.odooCode === '' ? '?' : line.odooCode)).join(', ');
  return park('ODOO_LINES_REFUSED', `Odoo took the other lines, but refused ${names}`, lines);
}
