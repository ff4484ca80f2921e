import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { perComponent } from '../../../shared/domain/equipment.ts';
import { AppError } from '../../../shared/errors.ts';
import { kg, slot } from '../../../shared/units.ts';
import { FINALS_LIMIT_ORDERS, type FinalReading, FinalsLog, readFinalsFile } from './finals-log.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'batchline-finals-'));
  path = join(folder, 'finals.jsonl');
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function final(moId: string, run: number, weight = 1_000.25): FinalReading {
  return {
    moId,
    slot: slot(3),
    run,
    kind: 'completed',
    words: [3, 0x5748],
    components: perComponent(({ id }) => kg(id / 100)),
    weight: kg(weight),
    finishedAt: 1_000,
  };
}

describe('finals of the training PLC', () => {
  it('are on file when `record` returns, and come back as they were', () => {
    FinalsLog.open(path).record(final('WH/MO/00001', 1));
    const again = FinalsLog.open(path);
    expect(again.all().get('WH/MO/00001')).toEqual(final('WH/MO/00001', 1));
    expect(again.lastRun()).toBe(1);
  });

  it('record one run once, and replace it by a later run of the same order', () => {
    const log = FinalsLog.open(path);
    log.record(final('WH/MO/00001', 1));
    log.record(final('WH/MO/00001', 1, 1));
    expect(log.all().get('WH/MO/00001')?.weight).toBe(1_000.25);
    expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(2);
    log.record(final('WH/MO/00001', 2, 998.5));
    expect(FinalsLog.open(path).all().get('WH/MO/00001')?.weight).toBe(998.5);
  });

  it('drop a last line that a kill cut off, and go on behind the whole lines', () => {
    FinalsLog.open(path).record(final('WH/MO/00001', 1));
    appendFileSync(path, '{"moId":"WH/MO/00002","slo');
    const log = FinalsLog.open(path);
    expect([...log.all().keys()]).toEqual(['WH/MO/00001']);
    log.record(final('WH/MO/00002', 2));
    expect([...FinalsLog.open(path).all().keys()]).toEqual(['WH/MO/00001', 'WH/MO/00002']);
  });

  it('can be read while they are being written, without touching the file', () => {
    expect(readFinalsFile(path).size).toBe(0);
    FinalsLog.open(path).record(final('WH/MO/00001', 1));
    appendFileSync(path, '{"moId":"WH/MO/00002","slo');
    const text = readFileSync(path, 'utf8');
    expect([...readFinalsFile(path).keys()]).toEqual(['WH/MO/00001']);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it.each([
    ['no JSON', 'nonsense\n'],
    ['a negative weight', `${JSON.stringify({ ...final('A', 1), weight: -1 })}\n`],
    ['a missing component', `${JSON.stringify({ ...final('A', 1), components: { silo_a: 1 } })}\n`],
  ])('refuse a file with %s', (_what, text) => {
    writeFileSync(path, text);
    expect(() => FinalsLog.open(path)).toThrow(AppError);
    expect(() => readFinalsFile(path)).toThrow(AppError);
  });

  it(`keep the last ${FINALS_LIMIT_ORDERS} orders`, () => {
    const log = FinalsLog.volatile();
    for (let run = 1; run <= FINALS_LIMIT_ORDERS + 2; run += 1) log.record(final(`MO/${run}`, run));
    expect(log.all().size).toBe(FINALS_LIMIT_ORDERS);
    expect(log.all().has('MO/2')).toBe(false);
    expect(log.all().has('MO/3')).toBe(true);
  });
});
