import type { Equipment } from '../../shared/domain/equipment.ts';
import { perComponent, recogniseEquipment } from '../../shared/domain/equipment.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Kg } from '../../shared/units.ts';
import { scaleKg, sumKg, ZERO_KG } from '../../shared/units.ts';
import type { BatchPlan, UnroutedMaterial } from '../domain/batch.ts';
import type { BomSize } from './bom-size.ts';
import { isSameSize, sumOfComponents } from './bom-size.ts';
import { isMainPlc } from './main-plc.ts';
import type { ComponentLine, OrderEntry } from './schemas.ts';
import { weightInKg } from './weight-unit.ts';

/** Which rule an order breaks, for programs; `reason` says it for people. */
export type HeldBackRule =
  | 'unreadable'
  | 'state'
  | 'mo-name'
  | 'quantity'
  | 'unit'
  | 'component-quantity'
  | 'equipment'
  | 'bom-size'
  | 'too-heavy'
  | 'nothing-to-dose';

/** An order that stays in Odoo until somebody has put it right there. */
export interface HeldBackOrder {
  readonly kind: 'held-back';
  readonly moId: string;
  readonly code: ErrorCode;
  readonly rule: HeldBackRule;
  readonly reason: string;
}

export type IntakeDecision = { readonly kind: 'plan'; readonly plan: BatchPlan } | HeldBackOrder;

type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly held: HeldBackOrder };
type HoldBack = (rule: HeldBackRule, reason: string) => { ok: false; held: HeldBackOrder };

/** A line's weight in the bill's own size, and where it goes; null: the PLC does not dose it. */
interface RoutedLine {
  readonly equipment: Equipment | null;
  readonly material: string;
  readonly weight: Kg;
}

/** The PLC's memory holds 16 ASCII characters, and blanks at an end would be lost on the way back. */
const LOADABLE_NAME = /^[!-~](?:[ -~]{0,14}[!-~])?$/;

/**
 * Turns an order into a plan for a slot, or says why it cannot be loaded. Pure; the numbers are decimal.
 * `maxBatch` (kg) bounds the quantity, each target and the sum of the targets.
 */
export function planOrder(order: OrderEntry, bomSize: BomSize, maxBatch: Kg): IntakeDecision {
  const holdBack: HoldBack = (rule, reason) => ({ ok: false, held: heldBack(order.mo_id, rule, reason) });
  if (!LOADABLE_NAME.test(order.mo_id)) {
    return heldBack(
      order.mo_id,
      'mo-name',
      `the PLC cannot hold the name "${order.mo_id}" (16 ASCII characters)`,
    );
  }
  const quantity = readQuantity(order, maxBatch, holdBack);
  if (!quantity.ok) return quantity.held;
  const lines = readLines(order, holdBack);
  if (!lines.ok) return lines.held;
  const scale = readScale(order, bomSize, quantity.value, holdBack);
  if (!scale.ok) return scale.held;
  const plan = buildPlan(order, quantity.value, lines.value, scale.value);
  const tooHeavy = checkTargets(plan, maxBatch, holdBack);
  return tooHeavy === null ? { kind: 'plan', plan } : tooHeavy.held;
}

/** Names an order that is not loaded, with the rule and the reason. */
export function heldBack(moId: string, rule: HeldBackRule, reason: string): HeldBackOrder {
  return { kind: 'held-back', moId, code: 'INTAKE_MO_HELD_BACK', rule, reason };
}

function readQuantity(order: OrderEntry, maxBatch: Kg, holdBack: HoldBack): Checked<Kg> {
  if (order.quantity === null) return holdBack('quantity', 'the quantity is missing');
  if (order.quantity <= 0) return holdBack('quantity', `the quantity is ${order.quantity}, not above 0`);
  if (order.uom === null) return holdBack('unit', 'the unit of the quantity is missing');
  const quantity = weightInKg(order.quantity, order.uom);
  if (quantity === null) return holdBack('unit', `the quantity is in "${order.uom}", not in kg, g or ton`);
  // Grams of a very small order round to nothing.
  if (quantity <= 0)
    return holdBack('quantity', `the quantity is ${order.quantity} ${order.uom}: below 1 mg`);
  if (quantity > maxBatch)
    return holdBack('too-heavy', `the quantity is ${quantity} kg, the limit ${maxBatch} kg`);
  return { ok: true, value: quantity };
}

function readLines(order: OrderEntry, holdBack: HoldBack): Checked<readonly RoutedLine[]> {
  const routed: RoutedLine[] = [];
  for (const [index, line] of order.components_consumption.entries()) {
    const material = line.product_name ?? `line ${index + 1}`;
    if (line.to_consume === null)
      return holdBack('component-quantity', `${material}: the quantity is missing`);
    if (line.to_consume < 0)
      return holdBack('component-quantity', `${material}: the quantity is ${line.to_consume}`);
    if (line.uom === null) return holdBack('unit', `${material}: the unit is missing`);
    const weight = weightInKg(line.to_consume, line.uom);
    if (weight === null) return holdBack('unit', `${material} is in "${line.uom}", not in kg, g or ton`);
    const route = routeOf(line);
    if (route.kind === 'unknown') return holdBack('equipment', `${material}: ${route.problem}`);
    routed.push({ equipment: route.equipment, material, weight });
  }
  return { ok: true, value: routed };
}

/** Where a line goes. An unknown code is named, never dropped and never guessed from the name beside it. */
function routeOf(
  line: ComponentLine,
): { kind: 'known'; equipment: Equipment | null } | { kind: 'unknown'; problem: string } {
  if (line.equipment === null) return { kind: 'known', equipment: null };
  const code = line.equipment.code ?? line.equipment.name;
  if (code === null) return { kind: 'unknown', problem: 'its equipment has neither code nor name' };
  const equipment = recogniseEquipment(code);
  if (equipment !== undefined) return { kind: 'known', equipment };
  if (isMainPlc(code)) return { kind: 'known', equipment: null };
  return { kind: 'unknown', problem: `unknown equipment code "${code}"` };
}

/** The size that the lines belong to. `bomQuantity` is null where it was concluded from the lines' sum. */
interface Scale {
  readonly bomQuantity: Kg | null;
  readonly from: Kg;
  readonly to: Kg;
}

function readScale(order: OrderEntry, bomSize: BomSize, quantity: Kg, holdBack: HoldBack): Checked<Scale> {
  if (bomSize.kind === 'known') {
    return { ok: true, value: { bomQuantity: bomSize.quantity, from: bomSize.quantity, to: quantity } };
  }
  const sum = sumOfComponents(order);
  if (sum !== null && isSameSize(sum, quantity)) {
    return { ok: true, value: { bomQuantity: null, from: quantity, to: quantity } };
  }
  const found = sum === null ? 'cannot be added up' : `add up to ${sum} kg`;
  return holdBack(
    'bom-size',
    `the size of its BoM is not known (${bomSize.reason}), and the components ${found}, the order is ${quantity} kg`,
  );
}

function buildPlan(order: OrderEntry, quantity: Kg, lines: readonly RoutedLine[], scale: Scale): BatchPlan {
  const scaled = (weight: Kg): Kg =>
    scale.from === scale.to ? weight : scaleKg(weight, scale.to, scale.from);
  const linesOf = (equipment: Equipment) => lines.filter((line) => line.equipment?.id === equipment.id);
  const unrouted: UnroutedMaterial[] = lines
    .filter((line) => line.equipment === null && line.weight > 0)
    .map((line) => ({ productName: line.material, quantity: scaled(line.weight) }));
  return {
    moId: order.mo_id,
    bomCode: order.bom_code ?? '',
    finishedGoods: order.product_name ?? '',
    equipmentCode: order.equipment?.code ?? '',
    quantity,
    bomQuantity: scale.bomQuantity,
    targets: perComponent((equipment) => scaled(sumKg(linesOf(equipment).map((line) => line.weight)))),
    materials: perComponent((equipment) => {
      const names = new Set(linesOf(equipment).map((line) => line.material));
      return names.size === 0 ? null : [...names].join(' + ');
    }),
    unrouted,
  };
}

function checkTargets(plan: BatchPlan, maxBatch: Kg, holdBack: HoldBack): ReturnType<HoldBack> | null {
  for (const [component, target] of Object.entries(plan.targets)) {
    if (target > maxBatch) {
      return holdBack('too-heavy', `the target of ${component} is ${target} kg, the limit ${maxBatch} kg`);
    }
  }
  const sum = sumKg(Object.values(plan.targets));
  if (sum > maxBatch)
    return holdBack('too-heavy', `the targets add up to ${sum} kg, the limit is ${maxBatch} kg`);
  if (sum <= ZERO_KG) return holdBack('nothing-to-dose', 'no component is routed to a silo or a tank');
  return null;
}
