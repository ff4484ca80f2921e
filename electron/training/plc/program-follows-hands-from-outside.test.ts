import { describe, expect, it } from 'vitest';
import { slot } from '../../../shared/units.ts';
import { shippedProfile } from '../../plc/memory-map/load-profile.ts';
import { programMap } from './program-map.ts';
import { ordersIn, tenSlotVariant, testOrder } from './testing/load-words.ts';
import { ProgramBench } from './testing/program-bench.ts';

const TEN = shippedProfile('ten-slot');
const SINGLE = shippedProfile('single-slot-2025');

describe('hands from outside', () => {
  it('an order that is set to failed ends as failed, and the next one runs', () => {
    const bench = new ProgramBench(TEN, { kgPerSecond: 10 });
    bench.load(ordersIn(1, 2));
    bench.scan(5);
    bench.setStatus(1, 0, 1);
    bench.scan(1);
    expect(bench.program.running()).toBe(2);
    expect(bench.program.finals().get('WH/MO/00001')).toMatchObject({ kind: 'failed', weight: 0 });
  });

  it('both flags: finished, with the failure noted', () => {
    const bench = new ProgramBench(TEN, { kgPerSecond: 10 });
    bench.load(ordersIn(1));
    bench.scan();
    bench.setStatus(1, 1, 1);
    bench.scan();
    expect(bench.program.finals().get('WH/MO/00001')?.kind).toBe('completed');
  });

  it('an order whose status is set back runs again, behind the others', () => {
    const bench = new ProgramBench(TEN);
    bench.load(ordersIn(1, 2));
    bench.scan(1);
    bench.setStatus(1, 0, 0);
    bench.memory.write(6_028, [0, 0]);
    bench.scan(2);
    expect(bench.story()).toEqual([
      'taken 1',
      'taken 2',
      'ended 1 completed',
      'reopened 1',
      'ended 2 completed',
      'ended 1 completed',
    ]);
    expect(bench.program.finals().get('WH/MO/00001')?.run).toBe(3);
  });

  it('an acknowledgement is noticed once and never touched', () => {
    const bench = new ProgramBench(TEN);
    bench.load(ordersIn(1));
    bench.scan(2);
    bench.setReadFlag(1, 1);
    bench.scan(5);
    expect(bench.readSlot(1).at(-1)).toBe(1);
    expect(bench.program.counts()).toMatchObject({ taken: 1, ended: 1, acknowledged: 1, reopened: 0 });
  });

  it('where every reading is acknowledged, the ending asks for an acknowledgement of its own', () => {
    const bench = new ProgramBench(SINGLE, { kgPerSecond: 10 });
    bench.load([testOrder(slot(1), 'WH/MO/00001')]);
    bench.scan();
    bench.setReadFlag(1, 1);
    bench.scan(3);
    expect(bench.memory.word(6_075)).toBe(1);
    bench.program.setSpeed('instant');
    bench.scan();
    expect(bench.memory.word(6_075)).toBe(0);
    bench.load([testOrder(slot(1), 'WH/MO/00002')]);
    bench.scan(2);
    expect(bench.gate()).toBe(0);
    bench.setReadFlag(1, 1);
    bench.scan();
    expect(bench.gate()).toBe(1);
  });
});

describe('the program and its memory map', () => {
  it('refuses a map that covers its own words', () => {
    const { name: _name, slotCount: _count, ...read } = TEN.read;
    const clashing = tenSlotVariant({ read: { ...read, base: 29_500 } });
    expect(() => programMap(clashing)).toThrowError(
      expect.objectContaining({ code: 'PLC_PROFILE_INVALID', message: expect.stringContaining('D30000') }),
    );
  });

  it('forgets its own words of another map: no order of that map is run', () => {
    const bench = new ProgramBench(TEN, { kgPerSecond: 1 });
    bench.load(ordersIn(1, 2));
    bench.scan();
    const other = new ProgramBench(tenSlotVariant({ acknowledge: 'every-read' }));
    other.memory.write(0, bench.memory.read(0, 32_768));
    other.restart();
    other.scan(3);
    expect(other.story()).toEqual([]);
    expect(other.program.running()).toBeNull();
  });

  it('goes on numbering runs behind the finals, so that a new memory hides no ending', () => {
    const bench = new ProgramBench(TEN);
    bench.load(ordersIn(1));
    bench.scan();
    bench.memory.write(0, new Array(32_768).fill(0));
    bench.restart();
    bench.load([testOrder(slot(1), 'WH/MO/00001', 9)]);
    bench.scan();
    expect(bench.program.finals().get('WH/MO/00001')).toMatchObject({ run: 2, words: bench.readSlot(1) });
  });
});
