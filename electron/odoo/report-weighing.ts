import { Decimal } from 'decimal.js';
import { recogniseEquipment } from '../../shared/domain/equipment.ts';
import type { Kg } from '../../shared/units.ts';
import type { EpochMs, ReportOutcome } from '../domain/batch.ts';
import type { ManualConsumption, OdooClient } from './odoo-client.ts';
import { readStanding } from './order-standing.ts';
import { confirmed, outcomeOfRejection, outcomeOfUnapplied, park, retry } from './report-outcome.ts';
import type { OrderDetail, OrderMove } from './schemas.ts';
import type { SentProgress } from './sent-progress.ts';
import { weightInKg } from './weight-unit.ts';

/** A manual weighing as the PLC gives it. */
export interface ManualWeighing {
  readonly moId: string;
  readonly productTemplateId: number;
  /** All of the product that the order has consumed. */
  readonly consumption: Kg;
  readonly weighedAt: EpochMs;
}

type WeighingClient = Pick<OdooClient, 'orderDetail' | 'recordConsumption'>;

/** Half of the PLC's smallest step: Odoo may round to its own number of decimals. */
const SAME_WITHIN_KG = 0.005;

/**
 * Sets what an order has consumed of one product. The call replaces, so that it may be repeated while the
 * order is open: a weighing is never doubled. The PLC knows product templates, Odoo books products: the
 * order's own lines tell which is meant, and under which equipment.
 *
 * @param otherwiseUnder Odoo's code of the equipment for a line that has none
 */
export async function reportWeighing(
  client: WeighingClient,
  weighing: ManualWeighing,
  progress: SentProgress,
  otherwiseUnder: string,
): Promise<ReportOutcome> {
  const { moId, productTemplateId, consumption } = weighing;
  const read = await client.orderDetail(moId);
  const standing = await readStanding({ orderDetail: async () => read }, moId);
  switch (standing.kind) {
    case 'unreadable':
      return outcomeOfUnapplied(standing.fault) ?? retry(standing.fault);
    case 'unknown-order':
      return park('ODOO_MO_UNKNOWN', standing.message);
    case 'cancelled':
      return park('ODOO_MO_CANCELLED', `${moId} is cancelled in Odoo: it takes no weighing`);
    case 'done':
      return progress.wasSent() && holds(standing.detail, weighing)
        ? confirmed('found in Odoo, which has closed the order meanwhile')
        : park('ODOO_MO_DONE_ELSEWHERE', `${moId} is done in Odoo: it takes no weighing any more`);
    case 'open':
      break;
  }
  if (consumption === 0) return park('ODOO_REJECTED', 'the weighing is 0 kg: Odoo takes no such quantity');
  const moves = read.kind === 'ok' && read.value !== null ? movesOf(read.value, productTemplateId) : [];
  const [first, other] = moves;
  if (first === undefined || first.product_id === null) {
    return park('ODOO_REJECTED', `${moId} has no material of product template ${productTemplateId}`);
  }
  if (moves.some((move) => move.product_id !== first.product_id)) {
    return park(
      'ODOO_REJECTED',
      `${moId} has several products of template ${productTemplateId}: ${first.product_name}, ${other?.product_name}`,
    );
  }
  const equipmentId = codeOf(first) ?? otherwiseUnder;
  return await send(
    client,
    { ...weighing, equipmentId, productId: first.product_id, quantity: consumption },
    progress,
  );
}

async function send(
  client: WeighingClient,
  { moId, equipmentId, productId, quantity, weighedAt }: ManualConsumption,
  progress: SentProgress,
): Promise<ReportOutcome> {
  progress.recordSent();
  const reply = await client.recordConsumption({ moId, equipmentId, productId, quantity, weighedAt });
  if (reply.kind === 'ok') return confirmed(null);
  if (reply.fault.class === 'rejected') return outcomeOfRejection(reply.fault);
  // It replaces: what may have been applied is simply sent again.
  return outcomeOfUnapplied(reply.fault) ?? retry(reply.fault);
}

function movesOf(detail: OrderDetail, productTemplateId: number): readonly OrderMove[] {
  return (detail.moves ?? []).filter((move) => move.product_tmpl_id === productTemplateId);
}

/** Odoo compares codes letter by letter, and shows them as somebody once typed them. */
function codeOf(move: OrderMove): string | null {
  const code = move.equipment?.code ?? null;
  return code === null ? null : (recogniseEquipment(code)?.odooCode ?? code);
}

function holds(detail: OrderDetail, { productTemplateId, consumption }: ManualWeighing): boolean {
  let sum = new Decimal(0);
  for (const { done, uom } of movesOf(detail, productTemplateId)) {
    const weight = done === null || done === undefined || uom === null ? null : weightInKg(done, uom);
    if (weight === null) return false;
    sum = sum.plus(weight);
  }
  return sum.minus(consumption).abs().lte(SAME_WITHIN_KG);
}
