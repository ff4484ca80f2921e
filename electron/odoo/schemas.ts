import { z } from 'zod';

/**
 * The replies of Odoo's SCADA module. Additional keys are ignored. Odoo writes false where it has no
 * value, whatever the type: such a value reads as null. What the mill depends on (names, states, status)
 * has no such tolerance.
 */

/** Text that may be missing: false, null, absent and blank read as null. */
const optionalText = z
  .union([z.string(), z.literal(false), z.null()])
  .optional()
  .transform((value) => (typeof value === 'string' && value.trim() !== '' ? value : null));

/** Nothing in the mill is counted or weighed beyond this; it keeps every later sum and product finite. */
const LARGEST_NUMBER = 1e9;

/** A number that may be missing: false, null and absent read as null. */
const optionalNumber = z
  .union([z.number().min(-LARGEST_NUMBER).max(LARGEST_NUMBER), z.literal(false), z.null()])
  .optional()
  .transform((value) => (typeof value === 'number' ? value : null));

const requiredText = z.string().min(1);

/** A list that may be missing. */
function optionalList<T extends z.ZodType>(item: T) {
  return z
    .union([z.array(item), z.literal(false), z.null()])
    .optional()
    .transform((value) => (Array.isArray(value) ? value : []));
}

const equipment = z
  .union([z.object({ code: optionalText, name: optionalText }), z.literal(false), z.null()])
  .optional()
  .transform((value) => (typeof value === 'object' ? value : null));

const componentLine = z.object({
  product_name: optionalText,
  to_consume: optionalNumber,
  uom: optionalText,
  equipment,
});

/** One line of an order's consumption; `to_consume` belongs to the bill of materials' own size. */
export type ComponentLine = z.output<typeof componentLine>;

const bomLine = z
  .object({
    quantity: optionalNumber,
    product_qty: optionalNumber,
    to_consume: optionalNumber,
    uom: optionalText,
  })
  .transform((line) => ({ quantity: line.quantity ?? line.product_qty ?? line.to_consume, uom: line.uom }));

/** One entry of /api/scada/mo-list-detailed. */
export const orderEntry = z.object({
  mo_id: requiredText,
  state: optionalText,
  equipment,
  product_name: optionalText,
  quantity: optionalNumber,
  uom: optionalText,
  bom_id: optionalNumber,
  bom_code: optionalText,
  /** Null when they cannot be read; only their sum is of use. */
  bom_components: optionalList(bomLine).nullable().catch(null),
  components_consumption: optionalList(componentLine),
});

export type OrderEntry = z.output<typeof orderEntry>;

/** The page around the entries; these are read one by one, so that one bad entry does not hide the others. */
export const orderPage = z.object({
  status: z.literal('success'),
  count: optionalNumber,
  data: z.array(z.unknown()),
});

const billOfMaterials = z.object({ bom_id: optionalNumber, product_qty: optionalNumber, uom: optionalText });

export type BillOfMaterials = z.output<typeof billOfMaterials>;

/** /api/scada/boms answers a bare list; newer modules wrap it into `data`. */
export const billsOfMaterials = z
  .union([z.array(billOfMaterials), z.object({ data: z.array(billOfMaterials) })])
  .transform((value) => (Array.isArray(value) ? value : value.data));

const refusedLine = z.union([
  z.string(),
  z.object({ equipment_code: optionalText, message: optionalText, error: optionalText }),
]);

export type RefusedLineEntry = z.output<typeof refusedLine>;

/**
 * Answer to /api/scada/mo/update-with-consumptions. `errors` must be a list or nothing: a shape that is not
 * understood must not pass for "no errors".
 */
export const updateAnswer = z.object({ status: z.literal('success'), errors: optionalList(refusedLine) });

/** Answer of which only the success counts. */
export const plainSuccess = z.object({ status: z.literal('success'), message: optionalText });

const move = z
  .object({
    product_tmpl_id: optionalNumber,
    product_id: optionalNumber,
    product_name: optionalText,
    quantity_done: optionalNumber,
    consumed: optionalNumber,
    uom: optionalText,
    equipment,
  })
  .transform(({ quantity_done, consumed, ...rest }) => ({ ...rest, done: quantity_done ?? consumed }));

const detail = z
  .object({
    mo_id: optionalText,
    state: requiredText,
    produced_qty: optionalNumber,
    uom: optionalText,
    moves: z.array(move).optional().catch(undefined),
    components_consumption: z.array(move).optional().catch(undefined),
  })
  .transform(({ moves, components_consumption, ...rest }) => ({
    ...rest,
    /** Null when the moves cannot be read: nothing can be concluded from them then. */
    moves: moves ?? components_consumption ?? null,
  }));

/** An order as /api/scada/mo-detail shows it. */
export type OrderDetail = z.output<typeof detail>;
export type OrderMove = z.output<typeof move>;

/** Answer to /api/scada/mo-detail; null when Odoo knows no such order and says so with an empty answer. */
export const orderDetailAnswer = z
  .object({
    status: z.literal('success'),
    data: z.union([detail, z.tuple([detail]), z.tuple([]), z.literal(false), z.null()]),
  })
  .transform(({ data }) => (Array.isArray(data) ? (data[0] ?? null) : data === false ? null : data));

const equipmentFailure = z
  .object({
    equipment_code: optionalText,
    equipment,
    description: optionalText,
    date: optionalText,
  })
  .transform(({ equipment: nested, ...rest }) => ({
    ...rest,
    equipment_code: rest.equipment_code ?? nested?.code ?? null,
  }));

export type EquipmentFailureRecord = z.output<typeof equipmentFailure>;

/** Answer to the list of equipment failures: the list itself, or wrapped in `data`. */
export const equipmentFailures = z
  .union([
    z.array(equipmentFailure),
    z.object({ status: z.literal('success'), data: z.array(equipmentFailure) }),
  ])
  .transform((value) => (Array.isArray(value) ? value : value.data));
