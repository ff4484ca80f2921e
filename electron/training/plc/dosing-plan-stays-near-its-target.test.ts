import { describe, expect, it } from 'vitest';
import { EQUIPMENT } from '../../../shared/domain/equipment.ts';
import { MAX_HUNDREDTHS, plannedHundredths } from './dosing-plan.ts';

/** Targets from 0 to 1000 kg, in hundredths. */
const TARGETS = [0, 1, 25, 101, 199, 200, 829, 8_250, 100_000];

function allCases(): { seed: number; moId: string; id: number; target: number }[] {
  return [1, 7, 4_711].flatMap((seed) =>
    ['WH/MO/00001', 'WH/MO/00002', 'WH/MO/00014'].flatMap((moId) =>
      EQUIPMENT.flatMap(({ id }) => TARGETS.map((target) => ({ seed, moId, id, target }))),
    ),
  );
}

describe('what a component will weigh', () => {
  it('is within 0.5 % of its target, and 0 for a target of 0', () => {
    for (const { seed, moId, id, target } of allCases()) {
      const planned = plannedHundredths(seed, moId, id, target);
      expect(Number.isInteger(planned)).toBe(true);
      expect(Math.abs(planned - target)).toBeLessThanOrEqual(target * 0.005);
    }
  });

  it('never equals a target of 2 kg or more, as pre-filled memory would', () => {
    const large = allCases().filter(({ target }) => target >= 200);
    expect(
      large.filter(({ seed, moId, id, target }) => plannedHundredths(seed, moId, id, target) === target),
    ).toEqual([]);
  });

  it('depends on seed, MO and equipment, and on nothing else', () => {
    const weigh = (seed: number, moId: string, id: number) => plannedHundredths(seed, moId, id, 100_000);
    expect(weigh(1, 'WH/MO/00001', 101)).toBe(weigh(1, 'WH/MO/00001', 101));
    const different = new Set([
      weigh(1, 'WH/MO/00001', 101),
      weigh(2, 'WH/MO/00001', 101),
      weigh(1, 'WH/MO/00002', 101),
      weigh(1, 'WH/MO/00001', 102),
    ]);
    expect(different.size).toBe(4);
  });

  it('misses above and below', () => {
    const errors = allCases()
      .filter(({ target }) => target === 100_000)
      .map(({ seed, moId, id, target }) => plannedHundredths(seed, moId, id, target) - target);
    const above = errors.filter((error) => error > 0).length / errors.length;
    expect(above).toBeGreaterThan(0.3);
    expect(above).toBeLessThan(0.7);
  });

  it('fits two words, whatever the target words hold', () => {
    for (const { id } of EQUIPMENT) {
      expect(plannedHundredths(1, 'X', id, MAX_HUNDREDTHS)).toBeLessThanOrEqual(MAX_HUNDREDTHS);
    }
  });
});
