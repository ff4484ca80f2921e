import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import { DmMemory } from './dm-memory.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'batchline-dm-'));
  path = join(folder, 'deep', 'plc.dm');
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('data memory of the training PLC', () => {
  it('starts with zeros and reads back what was written, up to the last word', () => {
    using memory = DmMemory.volatile();
    expect(memory.read(0, 3)).toEqual([0, 0, 0]);
    memory.write(32_766, [1, 0xffff]);
    expect(memory.read(32_765, 3)).toEqual([0, 1, 0xffff]);
    expect(memory.word(32_767)).toBe(0xffff);
  });

  it.each([
    { what: 'a range past D32767', call: (memory: DmMemory) => memory.read(32_767, 2) },
    { what: 'a negative address', call: (memory: DmMemory) => memory.read(-1, 1) },
    { what: 'a word past D32767', call: (memory: DmMemory) => memory.word(32_768) },
    { what: 'a write past D32767', call: (memory: DmMemory) => memory.write(32_767, [1, 2]) },
    { what: 'a value of 17 bits', call: (memory: DmMemory) => memory.write(10, [1, 0x1_0000]) },
    { what: 'a negative value', call: (memory: DmMemory) => memory.write(10, [-1]) },
    { what: 'half a word', call: (memory: DmMemory) => memory.write(10, [0.5]) },
  ])('refuses $what and stores nothing', ({ call }) => {
    using memory = DmMemory.volatile();
    expect(() => call(memory)).toThrow(RangeError);
    expect(memory.read(10, 2)).toEqual([0, 0]);
  });

  it('has each write in its 64 KiB file at once, without being closed', () => {
    using memory = DmMemory.open(path);
    memory.write(7_000, [0x0102, 0xfffe]);
    expect(statSync(path).size).toBe(65_536);
    expect([...readFileSync(path).subarray(14_000, 14_004)]).toEqual([0x01, 0x02, 0xff, 0xfe]);

    using second = DmMemory.open(path);
    expect(second.read(7_000, 2)).toEqual([0x0102, 0xfffe]);
  });

  it('refuses a file that is no such memory, and leaves it as it is', () => {
    const other = join(folder, 'other.txt');
    writeFileSync(other, 'not a memory');
    expect(() => DmMemory.open(other)).toThrow(AppError);
    expect(() => DmMemory.open(folder)).toThrow(AppError);
    expect(readFileSync(other, 'utf8')).toBe('not a memory');
  });

  it('stays readable after close, and the file no longer changes', () => {
    const memory = DmMemory.open(path);
    memory.write(1, [5]);
    memory.close();
    memory.close();
    memory.write(1, [6]);
    expect(memory.word(1)).toBe(6);
    using again = DmMemory.open(path);
    expect(again.word(1)).toBe(5);
  });
});
