import { describe, expect, it } from 'vitest';
import { flagsBySlot, isGateOpen } from './gate.ts';
import { readPlace, writePlace } from './place.ts';
import { testRange } from './test-range.ts';

const write = (slot: number, value: number) => ({
  flag: 'write' as const,
  slot,
  address: 7000 + slot,
  value,
});
const read = (slot: number, value: number) => ({ flag: 'read' as const, slot, address: 6000 + slot, value });
const failure = { flag: 'failure' as const, slot: null, address: 8000, value: 0 };

describe('gate', () => {
  it('of the first slot alone, or of every slot', () => {
    const flags = [read(1, 0), write(1, 1), write(2, 0), failure];
    expect(isGateOpen(flags, 'first-slot')).toBe(true);
    expect(isGateOpen(flags, 'per-slot')).toBe(false);
    expect(isGateOpen([write(1, 1), write(2, 1)], 'per-slot')).toBe(true);
  });
  it('is closed by any value but 1, and where nothing is known', () => {
    expect(isGateOpen([write(1, 7)], 'first-slot')).toBe(false);
    expect(isGateOpen([], 'per-slot')).toBe(false);
  });
});

it('the flags of a slot stand in one row, those of events in none', () => {
  expect(flagsBySlot([read(1, 0), write(1, 1), read(2, 1), failure])).toEqual([
    { slot: 1, read: read(1, 0), write: write(1, 1) },
    { slot: 2, read: read(2, 1), write: undefined },
  ]);
});

it('an address goes there and back, and what makes no sense is as if it were not there', () => {
  const given = { tab: 'flags', area: 'write', slot: '10' };
  expect(writePlace(readPlace(new URLSearchParams(given)))).toEqual(given);
  expect(writePlace(readPlace(new URLSearchParams('tab=x&area=y&slot=0')))).toEqual({});
});

describe('test read', () => {
  it('takes an address with or without its D', () => {
    expect(testRange('D6001', '10')).toEqual({ ok: true, address: 6001, count: 10 });
    expect(testRange(' 32767 ', '1')).toEqual({ ok: true, address: 32_767, count: 1 });
  });
  it('tells what is wrong before the PLC is asked', () => {
    expect(testRange('32768', '1')).toEqual({ ok: false, wrong: 'address' });
    expect(testRange('', '1')).toEqual({ ok: false, wrong: 'address' });
    for (const count of ['0', '730', 'x', '']) {
      expect(testRange('0', count)).toEqual({ ok: false, wrong: 'count' });
    }
    expect(testRange('32767', '2')).toEqual({ ok: false, wrong: 'count' });
  });
});
