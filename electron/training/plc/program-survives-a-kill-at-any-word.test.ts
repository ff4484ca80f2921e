import { describe, expect, it } from 'vitest';
import { slot } from '../../../shared/units.ts';
import { shippedProfile } from '../../plc/memory-map/load-profile.ts';
import { doseRunning, type Step, takeLoads } from './program-steps.ts';
import { testOrder } from './testing/load-words.ts';
import { ProgramBench, SEED } from './testing/program-bench.ts';

const TEN = shippedProfile('ten-slot');
const ORDERS = [testOrder(slot(1), 'WH/MO/00001', 1), testOrder(slot(2), 'WH/MO/00002', 2)];

/** Runs the load to its end without a kill. */
function undisturbed(): ProgramBench {
  const bench = new ProgramBench(TEN);
  bench.load(ORDERS);
  bench.scan(4);
  return bench;
}

/** Stores the first `count` writes of a step, as a process does that is killed in the middle of it. */
function storeFirst(bench: ProgramBench, step: Step, count: number): void {
  for (const { address, words } of step.writes.slice(0, count)) bench.memory.write(address, words);
}

function expectSameEnd(bench: ProgramBench, where: string): void {
  const expected = undisturbed();
  expect([bench.readSlot(1), bench.readSlot(2)], where).toEqual([expected.readSlot(1), expected.readSlot(2)]);
  expect(bench.gate(), where).toBe(1);
  const endings = bench.story().filter((line) => line.startsWith('ended'));
  expect(endings, where).toEqual(['ended 1 completed', 'ended 2 completed']);
  expect([...bench.program.finals().keys()], where).toEqual(['WH/MO/00001', 'WH/MO/00002']);
}

describe('a program that is killed and started again', () => {
  it('takes each order in exactly once, wherever the kill hits', () => {
    const bench = new ProgramBench(TEN);
    bench.load(ORDERS);
    const total = takeLoads(bench.memory, bench.map, SEED).writes.length;
    expect(total).toBe(14);
    for (let count = 0; count <= total; count += 1) {
      const killed = new ProgramBench(TEN);
      killed.load(ORDERS);
      storeFirst(killed, takeLoads(killed.memory, killed.map, SEED), count);
      killed.restart();
      killed.scan(6);
      expectSameEnd(killed, `killed after ${count} of ${total} writes`);
    }
  });

  it('ends each order exactly once, wherever the kill hits', () => {
    const bench = new ProgramBench(TEN, { kgPerSecond: 1 });
    bench.load(ORDERS);
    bench.scan();
    const total = doseRunning(bench.memory, bench.map, Number.POSITIVE_INFINITY).writes.length;
    expect(total).toBeGreaterThan(10);
    for (let count = 0; count <= total - 1; count += 1) {
      const killed = new ProgramBench(TEN, { kgPerSecond: 1 });
      killed.load(ORDERS);
      killed.scan();
      storeFirst(killed, doseRunning(killed.memory, killed.map, Number.POSITIVE_INFINITY), count);
      killed.restart();
      killed.scan(6);
      expectSameEnd(killed, `killed after ${count} of ${total} writes`);
    }
  });
});
