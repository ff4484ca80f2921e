import { expect, it } from 'vitest';
import { perComponent } from '../../shared/domain/equipment.ts';
import { kg, slot, ZERO_KG } from '../../shared/units.ts';
import { aBatch } from '../testing/batches.ts';
import type { Batch, BatchLife } from './batch.ts';
import { stuckBatches, type WatchedBatch } from './health-rules.ts';

const MINUTE = 60_000;
const STUCK_AFTER = 15 * MINUTE;

/** A batch in slot `n` that dosed `dosed` kg, with the moments of its life in minutes. */
function batch(n: number, dosed: number, minutes: Partial<Record<keyof BatchLife, number>> = {}): Batch {
  const life = { acceptedAt: 0, runningSeenAt: 0, lastChangedAt: 0, ...minutes };
  return aBatch({
    slot: slot(n),
    moId: `MO ${n}`,
    actuals: perComponent(({ key }) => (key === 'silo_a' ? kg(dosed) : ZERO_KG)),
    life: Object.fromEntries(Object.entries(life).map(([name, at]) => [name, at * MINUTE])),
  });
}

function stuck(readAtMinute: number | null, batches: readonly Batch[], lastActivityMinute = 0): string[] {
  const seenRunningAt = readAtMinute === null ? null : readAtMinute * MINUTE;
  const watched: WatchedBatch[] = batches.map((each) => ({ batch: each, seenRunningAt }));
  return stuckBatches(watched, lastActivityMinute * MINUTE, STUCK_AFTER).map(({ moId }) => moId);
}

it('a running batch is stuck when its values were the same for the threshold, and not a moment earlier', () => {
  expect(stuck(14.99, [batch(1, 100)])).toEqual([]);
  expect(stuck(15, [batch(1, 100)])).toEqual(['MO 1']);
});

it('a PLC that is read again and again without a change is stuck, however fresh the last reading is', () => {
  expect(stuck(60, [batch(1, 100, { lastChangedAt: 30, lastReadAt: 60 })])).toEqual(['MO 1']);
});

it('a change a moment ago is life, however old the last reading in the row is', () => {
  expect(stuck(60, [batch(1, 100, { lastChangedAt: 59, lastReadAt: 1 })])).toEqual([]);
});

it('without a change so far, the time since it was first seen running counts', () => {
  const fresh = batch(1, 100, { runningSeenAt: 50, lastChangedAt: 1 });
  expect([stuck(64, [fresh]), stuck(65, [fresh])]).toEqual([[], ['MO 1']]);
});

it('a PLC that is not read proves nothing', () => {
  expect(stuck(null, [batch(1, 100)])).toEqual([]);
  expect(stuck(5, [batch(1, 100)])).toEqual([]);
});

it('a batch with nothing dosed waits its turn while another one is dosed', () => {
  const dosing = batch(1, 100, { lastChangedAt: 59 });
  expect(stuck(60, [dosing, batch(2, 0), batch(3, 0)])).toEqual([]);
});

it('when the one that is dosed is stuck, those that wait for it are not', () => {
  expect(stuck(60, [batch(1, 100), batch(2, 0)])).toEqual(['MO 1']);
});

it('when none is dosed, only the next in line is stuck, whatever the order of the rows', () => {
  expect(stuck(60, [batch(3, 0), batch(2, 0)])).toEqual(['MO 2']);
  const earlierLoad = batch(9, 0, { acceptedAt: -5 });
  expect(stuck(60, [batch(2, 0), earlierLoad])).toEqual(['MO 9']);
});

it('the turn of the next in line begins when the plant last did something', () => {
  expect(stuck(60, [batch(2, 0)], 50)).toEqual([]);
  expect(stuck(65, [batch(2, 0)], 50)).toEqual(['MO 2']);
});

it.each([
  ['not seen running', batch(1, 100, {}), { runningSeenAt: null }],
  ['finished', { ...batch(1, 100), statusManufacturing: true }, {}],
  ['failed', { ...batch(1, 100), statusOperation: true }, {}],
  ['ended', batch(1, 100), { finishedAt: 1 }],
])('a batch that is %s is not stuck', (_, base, life) => {
  expect(stuck(60, [{ ...base, life: { ...base.life, ...life } }])).toEqual([]);
});
