import { describe, expect, it } from 'vitest';
import { perComponent } from '../../../shared/domain/equipment.ts';
import { componentRows, totalOf } from './component-rows.ts';
import { batchWith } from './testing/batches.ts';

const NONE = perComponent(() => null);

function siloA(actual: number | null, given: Parameters<typeof batchWith>[0] = {}) {
  const batch = batchWith({
    target_consumptions: { ...NONE, silo_a: 100 },
    actual_consumptions: { ...NONE, silo_a: actual },
    tolerances: { ...NONE, silo_a: { low_kg: 98, high_kg: 102 } },
    ...given,
  });
  return componentRows(batch)[0];
}

describe('while it runs', () => {
  it('a component below its tolerance is still being dosed', () => {
    expect(siloA(40)).toMatchObject({ standing: 'open', deviation: -60, deviationPercent: -60 });
  });
  it('one above it is over at once', () => {
    expect(siloA(102.01)?.standing).toBe('over');
  });
  it('both limits belong to the tolerance', () => {
    expect([siloA(98)?.standing, siloA(102)?.standing]).toEqual(['within', 'within']);
  });
});

it('a completed batch can also be under', () => {
  expect(siloA(97.99, { phase: 'reporting', status_manufacturing: true })?.standing).toBe('under');
});

it('a failed batch ended early: what it lacks is not judged', () => {
  expect(siloA(40, { phase: 'reporting', status_operation: true })?.standing).toBe('open');
});

it('what is not known stays unknown', () => {
  expect(siloA(null)).toMatchObject({
    actual: null,
    deviation: null,
    deviationPercent: null,
    standing: 'open',
  });
});

it('all 15 components are listed; those without target and weight are unused', () => {
  const rows = componentRows(batchWith({ target_consumptions: { ...NONE, lq_fml: 10 } }));
  expect(rows).toHaveLength(15);
  expect(rows.filter(({ standing }) => standing === 'unused')).toHaveLength(14);
  expect(rows[14]).toMatchObject({ equipment: { key: 'lq_fml' }, standing: 'open' });
});

it('something dosed without a target is shown with its weight, and has no percentage', () => {
  const batch = batchWith({
    target_consumptions: { ...NONE, silo_a: 0 },
    actual_consumptions: { ...NONE, silo_a: 7 },
    tolerances: { ...NONE, silo_a: { low_kg: 0, high_kg: 0.5 } },
  });
  expect(componentRows(batch)[0]).toMatchObject({ standing: 'over', deviation: 7, deviationPercent: null });
});

it('the total adds what is known, without the digits that floats add', () => {
  const batch = batchWith({
    target_consumptions: { ...NONE, silo_a: 0.1, silo_b: 0.2 },
    actual_consumptions: { ...NONE, silo_a: 0.1, silo_b: 0.3 },
  });
  expect(totalOf(componentRows(batch))).toMatchObject({ target: 0.3, actual: 0.4, deviation: 0.1 });
  expect(totalOf(componentRows(batchWith({})))).toEqual({
    target: null,
    actual: null,
    deviation: null,
    deviationPercent: null,
  });
});
