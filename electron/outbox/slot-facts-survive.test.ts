import { expect, test } from 'vitest';
import { slot } from '../../shared/units.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { Outbox } from './outbox.ts';
import type { SlotKey } from './slot-facts.ts';
import { sampleResult } from './testing/sample-result.ts';
import { countedIds, temporaryOutbox } from './testing/temporary-outbox.ts';

const KEY: SlotKey = { loadId: 'load-1', slot: slot(3), moId: 'WH/MO/00014' };
const DAY_MS = 86_400_000;

test('of an order in a slot nothing is known at first', () => {
  using at = temporaryOutbox();
  expect(at.outbox.slotFacts.factsOf(KEY)).toEqual({
    runningSeenAt: null,
    endedAt: null,
    acknowledgedAt: null,
    acknowledgements: 0,
    zeroSeenSince: false,
  });
});

test('facts are there for the next process, each for its own load, slot and order', () => {
  using at = temporaryOutbox();
  at.outbox.slotFacts.recordRunning(KEY, 100);
  at.outbox.slotFacts.recordRunning(KEY, 200);
  at.outbox.slotFacts.recordAcknowledged(KEY, 300);
  using next = Outbox.open(at.file, { clock: new FakeClock(), newId: countedIds() });
  expect(next.slotFacts.factsOf(KEY)).toMatchObject({
    runningSeenAt: 100,
    acknowledgedAt: 300,
    acknowledgements: 1,
  });
  for (const other of [{ loadId: 'load-2' }, { loadId: null }, { slot: slot(4) }, { moId: 'WH/MO/00015' }]) {
    expect(next.slotFacts.factsOf({ ...KEY, ...other })).toMatchObject({
      runningSeenAt: null,
      acknowledgements: 0,
    });
  }
});

test('a batch without a load has facts of its own', () => {
  using at = temporaryOutbox();
  const adopted = { ...KEY, loadId: null };
  at.outbox.slotFacts.recordRunning(adopted, 1);
  at.outbox.slotFacts.recordAcknowledged(adopted, 2);
  expect(at.outbox.slotFacts.factsOf(adopted)).toMatchObject({ runningSeenAt: 1, acknowledgements: 1 });
});

test('zero counts only after an acknowledgement, and only until the next', () => {
  using at = temporaryOutbox();
  const { slotFacts } = at.outbox;
  slotFacts.recordZeroSeen(KEY);
  expect(slotFacts.factsOf(KEY).zeroSeenSince).toBe(false);
  slotFacts.recordAcknowledged(KEY, 1);
  expect(slotFacts.factsOf(KEY).zeroSeenSince).toBe(false);
  slotFacts.recordZeroSeen(KEY);
  expect(slotFacts.factsOf(KEY).zeroSeenSince).toBe(true);
  slotFacts.recordAcknowledged(KEY, 2);
  expect(slotFacts.factsOf(KEY)).toMatchObject({
    acknowledgedAt: 2,
    acknowledgements: 2,
    zeroSeenSince: false,
  });
});

test('a captured result marks its slot as ended, for the newest load, until long after the entry left', () => {
  using at = temporaryOutbox();
  const { outbox } = at;
  const first = sampleResult(1);
  const again = sampleResult(1, { loadId: 'second load', resultId: 'again' });
  expect(outbox.slotFacts.endedIn(first.slot, first.moId)).toBeNull();
  expect(outbox.slotFacts.hasUnacknowledged()).toBe(false);
  outbox.capture(first);
  outbox.remove('id-1', 'cancelled');
  expect(outbox.slotFacts.endedIn(first.slot, first.moId)).toEqual({
    loadId: first.loadId,
    slot: first.slot,
    moId: first.moId,
  });
  expect(outbox.slotFacts.hasUnacknowledged()).toBe(true);
  outbox.slotFacts.recordAcknowledged(first, 5);
  expect(outbox.slotFacts.hasUnacknowledged()).toBe(false);
  outbox.capture(again);
  expect(outbox.slotFacts.endedIn(first.slot, first.moId)?.loadId).toBe('second load');
  expect(outbox.slotFacts.endedIn(slot(9), first.moId)).toBeNull();
});

test('facts are forgotten days after the batch was archived, those of others never', () => {
  using at = temporaryOutbox();
  const { slotFacts } = at.outbox;
  const archived = { ...KEY, moId: 'WH/MO/00001' };
  const archivedLater = { ...KEY, moId: 'WH/MO/00002' };
  for (const key of [KEY, archived, archivedLater]) slotFacts.recordRunning(key, 1);
  slotFacts.markArchived(archived, 10 * DAY_MS);
  slotFacts.markArchived(archived, 19 * DAY_MS);
  slotFacts.markArchived(archivedLater, 15 * DAY_MS);
  expect(slotFacts.forgetArchived(7, 17 * DAY_MS)).toBe(0);
  expect(slotFacts.forgetArchived(7, 17 * DAY_MS + 1)).toBe(1);
  expect(slotFacts.factsOf(archived).runningSeenAt).toBeNull();
  expect(slotFacts.factsOf(archivedLater).runningSeenAt).toBe(1);
  expect(slotFacts.forgetArchived(7, 1_000 * DAY_MS)).toBe(1);
  expect(slotFacts.factsOf(KEY).runningSeenAt).toBe(1);
});

test('at the limit the one archived longest ago makes room; with none archived the new one is refused', () => {
  using at = temporaryOutbox({ maxSlotFacts: 2 });
  const { slotFacts } = at.outbox;
  const [a, b, c, d] = ['A', 'B', 'C', 'D'].map((moId) => ({ ...KEY, moId })) as [
    SlotKey,
    SlotKey,
    SlotKey,
    SlotKey,
  ];
  slotFacts.recordRunning(a, 1);
  slotFacts.recordRunning(b, 1);
  slotFacts.markArchived(b, 2);
  slotFacts.recordRunning(c, 1);
  expect([a, b, c].map((key) => slotFacts.factsOf(key).runningSeenAt)).toEqual([1, null, 1]);
  expect(() => slotFacts.recordRunning(d, 1)).toThrow(expect.objectContaining({ code: 'OUTBOX_FULL' }));
  expect([a, c].map((key) => slotFacts.factsOf(key).runningSeenAt)).toEqual([1, 1]);
});
