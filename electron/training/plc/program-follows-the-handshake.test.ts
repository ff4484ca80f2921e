import { describe, expect, it } from 'vitest';
import { EQUIPMENT } from '../../../shared/domain/equipment.ts';
import { kg, slot, sumKg } from '../../../shared/units.ts';
import { shippedProfile } from '../../plc/memory-map/load-profile.ts';
import { decodeReadSlot } from '../../plc/memory-map/slot-codec.ts';
import { programMap } from './program-map.ts';
import { doseRunning, takeLoads } from './program-steps.ts';
import { ordersIn, tenSlotVariant, testOrder } from './testing/load-words.ts';
import { ProgramBench, SEED } from './testing/program-bench.ts';

const TEN = shippedProfile('ten-slot');
const PER_SLOT = tenSlotVariant({ gate: 'per-slot' });
const LIMITS = { maxKg: kg(1_050) };

describe('taking a load in', () => {
  it('leaves a PLC alone that was never loaded: all words 0', () => {
    const bench = new ProgramBench(TEN);
    const before = bench.memory.read(6_000, 3_100);
    bench.scan(3);
    expect(bench.memory.read(6_000, 3_100)).toEqual(before);
    expect(bench.story()).toEqual([]);
  });

  it('leaves a load alone whose gate is not armed', () => {
    const bench = new ProgramBench(TEN);
    bench.memory.write(7_076, [1]);
    bench.write(ordersIn(1, 2));
    bench.scan(3);
    expect(bench.story()).toEqual([]);
    expect(bench.readSlot(1)).toEqual(new Array(77).fill(0));
  });

  it('copies each order with weights and flags 0, ignores emptied slots, then opens the gate', () => {
    const bench = new ProgramBench(TEN, { kgPerSecond: 0.001 });
    bench.memory.write(6_100, new Array(77).fill(0x4141));
    bench.load(ordersIn(1, 3));
    bench.scan();
    expect(bench.gate()).toBe(1);
    expect(bench.story()).toEqual(['taken 1', 'taken 3']);
    expect(bench.readSlot(2)).toEqual(new Array(77).fill(0x4141));
    const shown = decodeReadSlot(TEN, slot(3), bench.readSlot(3), LIMITS);
    const zero = Object.fromEntries(EQUIPMENT.map(({ key }) => [key, 0]));
    expect(shown).toMatchObject({
      kind: 'valid',
      flag: 0,
      content: {
        moId: 'WH/MO/00003',
        quantity: testOrder(slot(3), 'X', 2).quantity,
        components: zero,
        weight: 0,
      },
    });
  });

  it('looks at the gate as it stands: half a load behind a gate of 0 would be run', () => {
    const bench = new ProgramBench(TEN, { kgPerSecond: 1 });
    bench.memory.write(7_076, [0]);
    bench.write(ordersIn(2));
    bench.scan();
    expect(bench.story()).toEqual(['taken 2']);
    expect(bench.gate()).toBe(1);
  });

  it('with a gate for each slot takes each order behind its own', () => {
    const bench = new ProgramBench(PER_SLOT, { kgPerSecond: 1 });
    for (let number = 1; number <= 10; number += 1) bench.memory.write(6_976 + 100 * number, [1]);
    bench.write(ordersIn(1, 2, 3));
    bench.memory.write(7_176, [0]);
    bench.scan();
    expect(bench.story()).toEqual(['taken 2']);
    expect([bench.gate(1), bench.gate(2), bench.gate(3)]).toEqual([1, 1, 1]);
    bench.memory.write(7_276, [0]);
    bench.memory.write(7_076, [0]);
    bench.scan();
    expect(bench.story()).toEqual(['taken 2', 'taken 1', 'taken 3']);
  });

  it('waits while a slot is still to run or its ending is not acknowledged', () => {
    const bench = new ProgramBench(TEN, { kgPerSecond: 0.001 });
    bench.load(ordersIn(1, 2));
    bench.scan();
    bench.load([testOrder(slot(1), 'WH/MO/00011'), testOrder(slot(2), 'WH/MO/00012')]);
    bench.scan(2);
    expect(bench.gate()).toBe(0);
    bench.program.setSpeed('instant');
    bench.scan(4);
    const ended = [bench.readSlot(1), bench.readSlot(2)];
    expect(bench.gate()).toBe(0);
    bench.setReadFlag(1, 1);
    bench.scan(2);
    expect(bench.gate()).toBe(0);
    expect(bench.readSlot(2)).toEqual(ended[1]);
    bench.setReadFlag(2, 1);
    bench.scan(1);
    expect(bench.gate()).toBe(1);
    expect(bench.story().slice(4)).toEqual([
      'acknowledged 1',
      'acknowledged 2',
      'taken 1',
      'taken 2',
      'ended 1 completed',
    ]);
    expect(bench.readSlot(2).at(-1)).toBe(0);
    expect(bench.logger.lines.filter(({ level }) => level === 'warn').map(({ message }) => message)).toEqual([
      'training PLC: a load waits for READ slots 1, 2',
      'training PLC: a load waits for READ slots 2',
    ]);
  });

  it('does not wait for a slot that the load leaves empty', () => {
    const bench = new ProgramBench(TEN);
    bench.load(ordersIn(1, 2));
    bench.scan(4);
    bench.setReadFlag(1, 1);
    bench.load([testOrder(slot(1), 'WH/MO/00011')]);
    bench.scan();
    expect(bench.gate()).toBe(1);
    expect(bench.program.finals().get('WH/MO/00011')?.kind).toBe('completed');
  });
});

describe('dosing', () => {
  it('goes first in, first out: a slot that was loaded again runs behind the older ones', () => {
    const bench = new ProgramBench(PER_SLOT);
    bench.load(ordersIn(1, 2, 3));
    bench.scan(1);
    bench.setReadFlag(1, 1);
    bench.load([testOrder(slot(1), 'WH/MO/00011')]);
    bench.scan(3);
    expect(bench.story().filter((line) => line.startsWith('ended'))).toEqual([
      'ended 1 completed',
      'ended 2 completed',
      'ended 3 completed',
      'ended 1 completed',
    ]);
  });

  it('fills one component after the other at the set speed, also far below 0.01 kg a scan', () => {
    const bench = new ProgramBench(TEN, { kgPerSecond: 0.1 });
    bench.load(ordersIn(1));
    bench.scan(500);
    const shown = decodeReadSlot(TEN, slot(1), bench.readSlot(1), LIMITS);
    if (shown.kind !== 'valid') throw new Error(shown.kind);
    const actuals = EQUIPMENT.map(({ key }) => shown.content.components[key]);
    expect(actuals).toEqual([1, ...new Array(14).fill(0)]);

    bench.program.setSpeed({ kgPerSecond: 1_000 });
    bench.scan(2);
    const after = decodeReadSlot(TEN, slot(1), bench.readSlot(1), LIMITS);
    if (after.kind !== 'valid') throw new Error(after.kind);
    expect(after.content.components.silo_a).toBeGreaterThan(31);
    expect(after.content.components.silo_m).toBe(0);
    expect(sumKg(Object.values(after.content.components))).toBe(41);
  });

  it('does not catch up after a scan that came an hour late', () => {
    const bench = new ProgramBench(TEN, { kgPerSecond: 10 });
    bench.load(ordersIn(1));
    bench.scan(1, 3_600_000);
    const shown = decodeReadSlot(TEN, slot(1), bench.readSlot(1), LIMITS);
    expect(shown).toMatchObject({ content: { components: { silo_a: 10, silo_b: 0 } } });
  });

  it('ends near every target: weight first, then the status word as the last word of the map', () => {
    const bench = new ProgramBench(TEN, { kgPerSecond: 1 });
    bench.load(ordersIn(1));
    bench.scan();
    const step = doseRunning(bench.memory, programMap(TEN), Number.POSITIVE_INFINITY);
    const inMap = step.writes.map(({ address }) => address).filter((address) => address < 10_000);
    expect(inMap.slice(-2)).toEqual([6_074, 6_072]);

    bench.program.setSpeed('instant');
    bench.scan();
    const shown = decodeReadSlot(TEN, slot(1), bench.readSlot(1), LIMITS);
    if (shown.kind !== 'valid') throw new Error(shown.kind);
    const { components, weight, statusManufacturing, statusOperation } = shown.content;
    const targets = testOrder(slot(1), 'X').components;
    for (const { key } of EQUIPMENT) {
      expect(Math.abs(components[key] - targets[key])).toBeLessThanOrEqual(targets[key] * 0.005);
      expect(components[key] === targets[key]).toBe(targets[key] === 0);
    }
    expect(weight).toBe(sumKg(Object.values(components)));
    expect([statusManufacturing, statusOperation, shown.flag]).toEqual([1, 0, 0]);
    expect(bench.program.finals().get('WH/MO/00001')).toMatchObject({
      slot: 1,
      run: 1,
      kind: 'completed',
      components,
      weight,
      words: bench.readSlot(1),
    });
  });

  it('weighs the same for the same seed and another amount for another', () => {
    const weigh = (seed: number): readonly number[] => {
      const bench = new ProgramBench(TEN);
      bench.load(ordersIn(1, 2));
      const { writes } = takeLoads(bench.memory, bench.map, seed);
      return writes.flatMap(({ words }) => words);
    };
    expect(weigh(SEED)).toEqual(weigh(SEED));
    expect(weigh(SEED)).not.toEqual(weigh(SEED + 1));
  });
});
