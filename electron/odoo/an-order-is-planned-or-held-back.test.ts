import { describe, expect, it } from 'vitest';
import { kg } from '../../shared/units.ts';
import type { BomSize } from './bom-size.ts';
import { readBomSize } from './bom-size.ts';
import { planOrder } from './intake-order.ts';
import { fault } from './odoo-reply.ts';
import type { OrderEntry } from './schemas.ts';
import { orderEntry } from './schemas.ts';

const MAX = kg(1050);
const KNOWN_1000: BomSize = { kind: 'known', quantity: kg(1000) };
const NOT_KNOWN: BomSize = { kind: 'unknown', reason: 'HTTP 404' };

const line = (code: string | null, to_consume: unknown, more: object = {}) => ({
  product_name: `content of ${code ?? 'no silo'}`,
  to_consume,
  uom: 'kg',
  equipment: code === null ? null : { id: 1, code, name: 'a name' },
  ...more,
});

/** An order of 1000 kg from two silos, as Odoo lists it, with changes. */
function order(changes: object = {}): OrderEntry {
  return orderEntry.parse({
    mo_id: 'WH/MO/00014',
    state: 'confirmed',
    equipment: { code: 'plc01' },
    product_name: 'JF PLUS KUR',
    quantity: 1000,
    uom: 'kg',
    bom_id: 12,
    bom_code: 'JF PLUS',
    bom_components: [],
    components_consumption: [line('silo101', 600), line('silo102', 400)],
    ...changes,
  });
}

function planned(entry: OrderEntry, size: BomSize = KNOWN_1000) {
  const decision = planOrder(entry, size, MAX);
  if (decision.kind !== 'plan') throw new Error(`held back: ${decision.reason}`);
  return decision.plan;
}

describe('a plan', () => {
  it('holds what the PLC and the screens need', () => {
    expect(planned(order())).toMatchObject({
      moId: 'WH/MO/00014',
      bomCode: 'JF PLUS',
      finishedGoods: 'JF PLUS KUR',
      equipmentCode: 'plc01',
      quantity: 1000,
      bomQuantity: 1000,
      targets: { silo_a: 600, silo_b: 400, silo_c: 0, lq_tetes: 0, lq_fml: 0 },
      materials: { silo_a: 'content of silo101', silo_c: null },
      unrouted: [],
    });
  });

  it('scales the bill to the order in decimal numbers, unrouted materials too', () => {
    const lines = [line('silo101', 0.1), line('silo101', 0.2), line('silo102', 969.7), line(null, 30)];
    const plan = planned(order({ quantity: 750, components_consumption: lines }));
    expect(plan.targets).toMatchObject({ silo_a: 0.225, silo_b: 727.275 });
    expect(plan.unrouted).toEqual([{ productName: 'content of no silo', quantity: 22.5 }]);
    expect(plan).toMatchObject({ quantity: 750, bomQuantity: 1000 });
  });

  it('adds up lines of one equipment under any spelling, and names their materials', () => {
    const lines = [
      line('SILO 101', 500),
      line('silo_a', 100, { product_name: 'kopra' }),
      line('silo114', 300),
      line('LQ TETES', 100),
    ];
    const plan = planned(order({ components_consumption: lines }));
    expect(plan.targets).toMatchObject({ silo_a: 600, lq_tetes: 400 });
    expect(plan.materials.silo_a).toBe('content of SILO 101 + kopra');
  });

  it.each(['plc01', 'PLC MAIN', 'Main', 'main_plc', 'plc'])(
    'lists what is filed under %s as not routed',
    (code) => {
      const plan = planned(order({ components_consumption: [line('silo101', 977.5), line(code, 22.5)] }));
      expect(plan.unrouted).toEqual([{ productName: `content of ${code}`, quantity: 22.5 }]);
    },
  );

  it.each([
    ['g', 600_000],
    ['Ton', 0.6],
    ['KG', 600],
  ])('converts %s', (uom, amount) => {
    const lines = [line('silo101', amount, { uom }), line('silo102', 400)];
    expect(planned(order({ components_consumption: lines })).targets.silo_a).toBe(600);
  });

  it('converts the unit of the order and shows missing texts as empty', () => {
    const plan = planned(
      order({ quantity: 1, uom: 't', product_name: false, bom_code: false, equipment: false }),
    );
    expect(plan).toMatchObject({ quantity: 1000, finishedGoods: '', bomCode: '', equipmentCode: '' });
  });

  it.each([
    [1000, 'the consumption lines', {}],
    [953, 'the consumption lines, 4.93 % away', {}],
    [1050, 'the consumption lines, 4.76 % away', {}],
    [
      800,
      'the bill’s components',
      {
        bom_components: [
          { quantity: 500, uom: 'kg' },
          { product_qty: 0.3, uom: 'ton' },
        ],
      },
    ],
  ])('of %d kg takes a bill of unknown size as its own size by %s', (quantity, _by, changes) => {
    const plan = planned(order({ quantity, ...changes }), NOT_KNOWN);
    expect(plan).toMatchObject({ bomQuantity: null, targets: { silo_a: 600, silo_b: 400 } });
  });
});

const HELD: [rule: string, changes: object, said: string[], size?: BomSize][] = [
  ['mo-name', { mo_id: 'WH/MO/0001234567X' }, ['WH/MO/0001234567X', '16']],
  ['mo-name', { mo_id: 'WH/MO/é' }, ['WH/MO/é']],
  ['mo-name', { mo_id: ' WH/MO/1' }, ['ASCII']],
  ['quantity', { quantity: false }, ['missing']],
  ['quantity', { quantity: 0 }, ['0']],
  ['quantity', { quantity: -5 }, ['-5']],
  ['quantity', { quantity: 0.0000001, uom: 'g' }, ['below']],
  ['unit', { uom: false }, ['unit', 'missing']],
  ['unit', { uom: 'Units' }, ['"Units"']],
  ['unit', { components_consumption: [line('lq114', 40, { uom: 'L' })] }, ['content of lq114', '"L"']],
  [
    'unit',
    { components_consumption: [line('silo101', 40, { uom: false })] },
    ['content of silo101', 'missing'],
  ],
  [
    'component-quantity',
    { components_consumption: [line('silo101', false)] },
    ['content of silo101', 'missing'],
  ],
  ['component-quantity', { components_consumption: [line('silo101', -1)] }, ['content of silo101', '-1']],
  ['equipment', { components_consumption: [line('silo999', 40)] }, ['"silo999"', 'content of silo999']],
  [
    'equipment',
    { components_consumption: [line('mixer', 40, { product_name: false })] },
    ['"mixer"', 'line 1'],
  ],
  [
    'equipment',
    { components_consumption: [line('x', 40, { equipment: { code: false } })] },
    ['neither code nor name'],
  ],
  ['too-heavy', { quantity: 1050.01 }, ['the quantity is 1050.01 kg', '1050 kg']],
  ['too-heavy', { components_consumption: [line('silo101', 1100)] }, ['silo_a', '1100 kg', '1050 kg']],
  [
    'too-heavy',
    { components_consumption: [line('silo101', 600), line('silo102', 450.01)] },
    ['1050.01 kg', '1050 kg'],
  ],
  ['nothing-to-dose', { components_consumption: [line(null, 1000)] }, ['routed']],
  ['nothing-to-dose', { components_consumption: false }, ['routed']],
  ['bom-size', { quantity: 952 }, ['HTTP 404', '1000 kg', '952 kg'], NOT_KNOWN],
  ['bom-size', { quantity: 750 }, ['HTTP 404', '1000 kg', '750 kg'], NOT_KNOWN],
];

describe('an order is held back', () => {
  it.each(HELD)('by the rule %s: %j', (rule, changes, said, size = KNOWN_1000) => {
    const decision = planOrder(order(changes), size, MAX);
    expect(decision).toMatchObject({ kind: 'held-back', rule, code: 'INTAKE_MO_HELD_BACK' });
    for (const words of said) expect(decision).toMatchObject({ reason: expect.stringContaining(words) });
  });

  it('but not at the limit itself', () => {
    const lines = [line('silo101', 600), line('silo102', 450)];
    expect(planned(order({ quantity: 1050, components_consumption: lines }), NOT_KNOWN).quantity).toBe(1050);
  });
});

describe('the size of a bill', () => {
  const bill = (changes: object = {}) => ({ bom_id: 12, product_qty: 1000, uom: 'kg', ...changes });

  it('is the one of the bill that was asked for', () => {
    const value = [bill({ bom_id: 11, product_qty: 500 }), bill({ product_qty: 2, uom: 'ton' })];
    expect(readBomSize({ kind: 'ok', value }, 12)).toEqual({ kind: 'known', quantity: 2000 });
  });

  it.each([
    ['another bill', [bill({ bom_id: 11 })]],
    ['no bill', []],
    ['no size', [bill({ product_qty: null })]],
    ['size 0', [bill({ product_qty: 0 })]],
    ['a negative size', [bill({ product_qty: -1 })]],
    ['a size of nothing', [bill({ product_qty: 0.0000001, uom: 'g' })]],
    ['no unit', [bill({ uom: null })]],
    ['a unit without a weight', [bill({ uom: 'Units' })]],
  ])('is not known from %s', (_name, value) => {
    expect(readBomSize({ kind: 'ok', value }, 12)).toMatchObject({ kind: 'unknown' });
  });

  it('is not known where the module has no such path', () => {
    const reply = fault('permanent', 'ODOO_WRONG_PATH', '/api/scada/boms: HTTP 404');
    expect(readBomSize(reply, 12)).toEqual({ kind: 'unknown', reason: '/api/scada/boms: HTTP 404' });
  });
});
