import { expect, test } from 'vitest';
import { slot } from '../../../shared/units.ts';
import { consequence, keepsOrder } from './command-handler.ts';

test('a consequence with other values than its text needs does not compile', () => {
  const made = [
    consequence('plc-order-written', { mo_id: 'WH/MO/00014', slot: 4 }),
    consequence('plc-nothing'),
    // @ts-expect-error the slot is missing
    consequence('plc-order-written', { mo_id: 'WH/MO/00014' }),
    // @ts-expect-error values are missing
    consequence('plc-order-written'),
    // @ts-expect-error it has no batches
    consequence('odoo-result-sent', { mo_id: 'WH/MO/00014', batches: 2 }),
    // @ts-expect-error it has no values
    consequence('odoo-nothing', { mo_id: 'WH/MO/00014' }),
    // @ts-expect-error a flag is 0 or 1
    consequence('plc-flag-set', { address: 7076, value: 2 }),
    // @ts-expect-error there is no such consequence
    consequence('plc-explodes', { slot: 4 }),
  ];
  expect(made.slice(0, 2)).toEqual([
    { key: 'plc-order-written', values: { mo_id: 'WH/MO/00014', slot: 4 } },
    { key: 'plc-nothing', values: {} },
  ]);
});

test('an order without a known slot is not shown in slot 0', () => {
  const moId = 'WH/MO/00014';
  expect(keepsOrder({ moId, slot: slot(4) })).toEqual({
    key: 'plc-keeps-order',
    values: { mo_id: moId, slot: 4 },
  });
  expect(keepsOrder({ moId, slot: null })).toEqual({ key: 'plc-may-keep-order', values: { mo_id: moId } });
});
