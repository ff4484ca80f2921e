import { expect, it } from 'vitest';
import type { EquipmentView } from '../../../shared/contract/equipment.ts';
import { countStates, dosedBatch, toleranceOf } from './reading.ts';

function item(given: Partial<EquipmentView> = {}): EquipmentView {
  return {
    key: 'silo_a',
    id: 101,
    code: 'silo101',
    name: 'SILO A',
    material: 'kopra',
    state: 'idle',
    last_failure: null,
    failures_30d: 0,
    today: { kg: 0, batches: 0, deviation_percent: null },
    running: null,
    ...given,
  };
}

const dosing = item({ state: 'dosing', running: { mo_id: 'WH/MO/00014', target: 100, actual: 40 } });

it('without a batch there is nothing to judge', () => {
  expect(dosedBatch([item()], [])).toBeNull();
});

it('a batch that has left the queue has no known reading, and no tolerance', () => {
  const batch = dosedBatch([item(), dosing], []);
  expect(batch).toEqual({ moId: 'WH/MO/00014', readAt: null, ended: false, tolerances: null });
  expect(toleranceOf(batch, 'silo_a')).toEqual({ low: null, high: null });
});

it('states are counted, the one that matters most first', () => {
  expect(countStates([item(), dosing, item(), item({ state: 'fault' })])).toEqual([
    { state: 'fault', count: 1 },
    { state: 'dosing', count: 1 },
    { state: 'idle', count: 2 },
  ]);
});
