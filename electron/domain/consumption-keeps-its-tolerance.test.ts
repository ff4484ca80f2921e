import { expect, it } from 'vitest';
import { type ComponentKey, perComponent } from '../../shared/domain/equipment.ts';
import { kg } from '../../shared/units.ts';
import { type DosedBatch, outOfTolerance } from './consumption-tolerance.ts';

const TOLERANCE = { percent: 5, floorKg: kg(2) };

/** A batch with these [target, actual] in kg; other components are 0. */
function dosed(
  moId: string,
  weights: Partial<Record<ComponentKey, [number | null, number | null]>>,
): DosedBatch {
  const of = (key: ComponentKey, index: 0 | 1) => {
    const value = weights[key]?.[index];
    return value === null ? null : kg(value ?? 0);
  };
  return {
    moId,
    targets: perComponent(({ key }) => of(key, 0)),
    actuals: perComponent(({ key }) => of(key, 1)),
  };
}

const said = (running: DosedBatch[], ended: DosedBatch[]): string[] =>
  outOfTolerance(running, ended, TOLERANCE).map(
    ({ moId, equipment, direction, toleranceKg }) => `${moId} ${equipment.name} ${direction} ${toleranceKg}`,
  );

it.each([
  [[400, 420], []],
  [[400, 420.01], ['A SILO A over 20']],
  [[400, 380], []],
  [[400, 379.99], ['A SILO A under 20']],
  [[10, 12], []],
  [[10, 12.01], ['A SILO A over 2']],
  [[10, 7.99], ['A SILO A under 2']],
  [[0, 2], []],
  [[0, 2.01], ['A SILO A over 2']],
  [[0.1, 2.1], []],
  [[null, 900], []],
  [[400, null], []],
] satisfies [[number | null, number | null], string[]][])(
  'ended with target and actual %j: %j',
  (weights, found) => {
    expect(said([], [dosed('A', { silo_a: weights })])).toEqual(found);
  },
);

it('a running batch can only be over its target', () => {
  const running = dosed('A', { silo_a: [400, 10], lq_fml: [20, 30] });
  expect(said([running], [])).toEqual(['A LQ115 over 2']);
});

it('the last ended batch that used the equipment decides: the next good one says that it is over', () => {
  const bad = dosed('A', { silo_a: [400, 300], silo_b: [100, 50] });
  const good = dosed('B', { silo_a: [400, 400] });
  expect(said([], [bad])).toEqual(['A SILO A under 20', 'A SILO B under 5']);
  expect(said([], [good, bad])).toEqual(['A SILO B under 5']);
});

it('a running batch that is over comes before what an ended one showed', () => {
  const over = dosed('B', { silo_a: [100, 150] });
  expect(said([over], [dosed('A', { silo_a: [400, 300] })])).toEqual(['B SILO A over 5']);
});
