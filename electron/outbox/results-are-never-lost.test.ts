import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { kg } from '../../shared/units.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { LONGEST_WAIT_MS } from './backoff.ts';
import { Outbox } from './outbox.ts';
import { sampleFault, sampleResult } from './testing/sample-result.ts';
import { countedIds, temporaryFile, temporaryOutbox } from './testing/temporary-outbox.ts';

/** The id of the entry of sample result `n`. */
function idOf(outbox: Outbox, n: number): string {
  return outbox.entry(sampleResult(n).moId)?.id ?? 'missing';
}

test('a captured result comes back word for word, waiting and due', () => {
  using at = temporaryOutbox();
  const result = sampleResult(1);
  expect(at.outbox.capture(result)).toEqual({ kind: 'stored', result });
  expect(at.outbox.entries()).toEqual([
    {
      id: 'id-1',
      result,
      state: 'waiting',
      holdReason: null,
      stateSince: at.clock.now(),
      attempts: 0,
      lastFault: null,
      nextAttemptAt: null,
      since: at.clock.now(),
      steps: new Set(),
      confirmedAt: null,
      confirmedNote: null,
    },
  ]);
  expect(at.outbox.dueIds(at.clock.now(), 10)).toEqual(['id-1']);
});

test('the first result of an order and load wins, whatever a later one says', () => {
  using at = temporaryOutbox();
  const first = sampleResult(1);
  at.outbox.capture(first);
  const later = { ...first, resultId: 'another', weight: kg(1), kind: 'failed' as const };
  expect(at.outbox.capture(later)).toEqual({ kind: 'already', result: first });
  expect(at.outbox.entries().map(({ result }) => result)).toEqual([first]);
});

test('an order without a load has one result too, and another load of it a second one', () => {
  using at = temporaryOutbox();
  expect(at.outbox.capture(sampleResult(1, { loadId: null })).kind).toBe('stored');
  expect(at.outbox.capture(sampleResult(1, { loadId: null, resultId: 'b' })).kind).toBe('already');
  expect(at.outbox.capture(sampleResult(1, { loadId: 'later', resultId: 'c' })).kind).toBe('stored');
  const { moId } = sampleResult(1);
  expect(at.outbox.entry(moId, 'later')?.result.resultId).toBe('c');
  expect(at.outbox.entry(moId, null)?.result.resultId).toBe('result-1');
  expect(at.outbox.entry(moId)?.result.resultId).toBe('result-1');
  expect(at.outbox.entry(moId, 'unknown')).toBeUndefined();
});

test('a result id that another order has is refused: the history could not tell them apart', () => {
  using at = temporaryOutbox();
  at.outbox.capture(sampleResult(1));
  expect(() => at.outbox.capture(sampleResult(2, { resultId: 'result-1' }))).toThrow(
    expect.objectContaining({ code: 'INTERNAL' }),
  );
  expect(at.outbox.count()).toBe(1);
});

test('a full outbox refuses the new result and drops none; what it holds is still recognised', () => {
  using at = temporaryOutbox({ maxEntries: 2 });
  at.outbox.capture(sampleResult(1));
  at.outbox.capture(sampleResult(2));
  expect(() => at.outbox.capture(sampleResult(3))).toThrow(expect.objectContaining({ code: 'OUTBOX_FULL' }));
  expect(at.outbox.capture(sampleResult(1)).kind).toBe('already');
  expect(at.outbox.entries().map(({ result }) => result)).toEqual([sampleResult(1), sampleResult(2)]);
});

test('a result that could not be read back is refused before it gets into the file', () => {
  using at = temporaryOutbox();
  const broken = { ...sampleResult(1), weight: Number.NaN as ReturnType<typeof kg> };
  expect(() => at.outbox.capture(broken)).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
  expect(at.outbox.count()).toBe(0);
});

test('a question or a policy holds a result from the moment of its capture', () => {
  using at = temporaryOutbox();
  at.outbox.capture(sampleResult(1, { question: 'zero-weight' }));
  at.outbox.capture(sampleResult(2, { kind: 'failed' }), { hold: 'failed batches wait for an operator' });
  at.outbox.capture(sampleResult(3), { hold: null });
  expect(at.outbox.entries().map(({ state, holdReason }) => [state, holdReason])).toEqual([
    ['held', 'zero-weight'],
    ['held', 'failed batches wait for an operator'],
    ['waiting', null],
  ]);
  expect(at.outbox.dueIds(at.clock.now(), 10)).toEqual(['id-3']);
  expect(at.outbox.release('id-1')).toBe('changed');
  expect(at.outbox.byId('id-1')).toMatchObject({ state: 'waiting', holdReason: null, nextAttemptAt: null });
});

test('an entry knows since when it is in its state, and what leaves it there changes nothing', () => {
  using at = temporaryOutbox();
  const { outbox, clock } = at;
  const since = () => outbox.byId('id-1')?.stateSince;
  outbox.capture(sampleResult(1));
  const captured = clock.now();
  clock.advance(1_000);
  outbox.recordFailure('id-1', sampleFault('later'), clock.now() + 5);
  outbox.release('id-1');
  expect(since()).toBe(captured);
  outbox.park('id-1', sampleFault('refused'));
  expect(since()).toBe(captured + 1_000);
  clock.advance(1_000);
  outbox.park('id-1', sampleFault('refused again'));
  expect(since()).toBe(captured + 1_000);
  outbox.hold('id-1', 'the scale is checked');
  expect(since()).toBe(captured + 2_000);
  clock.advance(1_000);
  outbox.hold('id-1', 'it still is');
  expect(since()).toBe(captured + 2_000);
  outbox.park('id-1', sampleFault('refused'));
  clock.advance(1_000);
  outbox.wakeAll(clock.now(), { parkedToo: true });
  expect(since()).toBe(captured + 4_000);
  clock.advance(1_000);
  outbox.confirm('id-1', null, clock.now());
  expect(since()).toBe(captured + 5_000);
});

test('a hold that is taken back leaves no trace, whatever the entry was before', () => {
  using at = temporaryOutbox();
  const { outbox, clock } = at;
  for (const n of [1, 2, 3, 4]) outbox.capture(sampleResult(n));
  outbox.recordFailure('id-2', sampleFault('later'), clock.now() + 60_000);
  outbox.park('id-3', sampleFault('refused'));
  outbox.hold('id-4', 'the scale is checked');
  const before = outbox.entries();
  clock.advance(1_000);
  for (const { id } of before) outbox.hold(id, 'being cancelled');
  expect(outbox.count('held')).toBe(4);
  for (const entry of before) expect(outbox.restore(entry)).toBe('changed');
  expect(outbox.entries()).toEqual(before);
  outbox.confirm('id-1', null, 1);
  expect(before[0] && outbox.restore(before[0])).toBe('refused');
});

test('the file of a version that noted no such time is taken over; nobody makes one up', () => {
  using place = temporaryFile();
  const ports = { clock: new FakeClock(), newId: countedIds() };
  const older = Outbox.open(place.file, ports);
  older.capture(sampleResult(1));
  older.close();
  const db = new Database(place.file);
  db.exec('ALTER TABLE entry DROP COLUMN state_since; PRAGMA user_version = 3;');
  db.close();
  using outbox = Outbox.open(place.file, ports);
  expect(outbox.byId('id-1')).toMatchObject({ result: sampleResult(1), state: 'waiting', stateSince: null });
  outbox.park('id-1', sampleFault('refused'));
  expect(outbox.byId('id-1')?.stateSince).toBe(ports.clock.now());
});

test('only a confirmed entry leaves for the history; an unconfirmed one leaves by a cancellation alone', () => {
  using at = temporaryOutbox();
  at.outbox.capture(sampleResult(1));
  at.outbox.capture(sampleResult(2));
  expect(at.outbox.remove('id-1')).toBe('refused');
  at.outbox.park('id-1', sampleFault('refused'));
  expect(at.outbox.remove('id-1')).toBe('refused');
  expect(at.outbox.confirm('id-1', 'a note', 77)).toBe('changed');
  expect(at.outbox.byId('id-1')).toMatchObject({
    state: 'confirmed',
    confirmedAt: 77,
    confirmedNote: 'a note',
    lastFault: null,
  });
  expect(at.outbox.remove('id-1')).toBe('changed');
  expect(at.outbox.remove('id-1')).toBe('gone');
  expect(at.outbox.remove('id-2', 'cancelled')).toBe('changed');
  expect(at.outbox.count()).toBe(0);
});

test('a confirmed entry stays confirmed, whatever comes late', () => {
  using at = temporaryOutbox();
  at.outbox.capture(sampleResult(1));
  at.outbox.confirm('id-1', null, 1);
  const confirmed = at.outbox.byId('id-1');
  expect(at.outbox.recordFailure('id-1', sampleFault('late'), at.clock.now() + 5)).toBe('refused');
  expect(at.outbox.park('id-1', sampleFault('late'))).toBe('refused');
  expect(at.outbox.hold('id-1', 'late')).toBe('refused');
  expect(at.outbox.release('id-1')).toBe('refused');
  expect(at.outbox.confirm('id-1', 'late', 2)).toBe('refused');
  at.outbox.wakeAll(at.clock.now(), { parkedToo: true });
  expect(at.outbox.byId('id-1')).toEqual(confirmed);
});

test('a failed push is due again at its time; on a held entry it is noted and the hold stands', () => {
  using at = temporaryOutbox();
  at.outbox.capture(sampleResult(1));
  const now = at.clock.now();
  const fault = sampleFault('refused lines', { lines: [{ odooCode: 'silo101', message: 'no move' }] });
  expect(at.outbox.recordFailure('id-1', fault, now + 5_000)).toBe('changed');
  expect(at.outbox.byId('id-1')).toMatchObject({ attempts: 1, lastFault: fault, nextAttemptAt: now + 5_000 });
  expect(at.outbox.dueIds(now + 4_999, 10)).toEqual([]);
  expect(at.outbox.nextDueAt(now)).toBe(now + 5_000);
  expect(at.outbox.dueIds(now + 5_000, 10)).toHaveLength(1);
  at.outbox.hold('id-1', 'look at it');
  at.outbox.recordFailure('id-1', fault, now + 9_000);
  expect(at.outbox.byId('id-1')).toMatchObject({ state: 'held', attempts: 2, nextAttemptAt: null });
  expect(at.outbox.nextDueAt(now)).toBeNull();
});

test('a clock that is set back does not keep a result waiting for the width of the step', () => {
  using at = temporaryOutbox();
  at.outbox.capture(sampleResult(1));
  at.outbox.recordFailure('id-1', sampleFault('away'), at.clock.now() + 365 * 86_400_000);
  expect(at.outbox.byId('id-1')?.nextAttemptAt).toBe(at.clock.now() + LONGEST_WAIT_MS);
  const setBack = at.clock.now() - 3_600_000;
  expect(at.outbox.dueIds(setBack, 10)).toHaveLength(1);
  expect(at.outbox.nextDueAt(setBack)).toBe(setBack);
});

test('results of one order go one after the other, other orders go on', () => {
  using at = temporaryOutbox();
  const { moId } = sampleResult(1);
  at.outbox.capture(sampleResult(1));
  at.outbox.capture(sampleResult(2));
  at.outbox.capture(sampleResult(3, { moId, loadId: 'second load' }));
  const due = (): string[] =>
    at.outbox.dueIds(at.clock.now(), 10).map((id) => at.outbox.byId(id)?.result.resultId ?? '');
  expect(due()).toEqual(['result-1', 'result-2']);
  at.outbox.park(idOf(at.outbox, 1), sampleFault('refused'));
  expect(due()).toEqual(['result-2']);
  at.outbox.confirm('id-1', null, 1);
  expect(due()).toEqual(['result-2', 'result-3']);
  expect(at.outbox.entry(moId)?.result.resultId).toBe('result-3');
});

test('waking makes waiting results due, brings parked ones back only when asked, held ones never', () => {
  using at = temporaryOutbox();
  const now = at.clock.now();
  for (const n of [1, 2, 3]) at.outbox.capture(sampleResult(n));
  at.outbox.recordFailure('id-1', sampleFault('away'), now + 60_000);
  at.outbox.park('id-2', sampleFault('refused'));
  at.outbox.hold('id-3', 'question');
  expect(at.outbox.wakeTransient(now)).toBe(1);
  expect(at.outbox.dueIds(now, 10)).toEqual(['id-1']);
  expect(at.outbox.wakeAll(now, { parkedToo: true })).toBe(1);
  expect(at.outbox.dueIds(now, 10)).toEqual(['id-1', 'id-2']);
  expect(at.outbox.byId('id-2')).toMatchObject({ state: 'waiting', lastFault: sampleFault('refused') });
});

test('steps are kept per entry, recorded once, and a removed entry takes no more', () => {
  using at = temporaryOutbox();
  at.outbox.capture(sampleResult(1));
  at.outbox.capture(sampleResult(2));
  const progress = at.outbox.progressOf('id-1');
  expect(progress.has('update-sent')).toBe(false);
  progress.record('update-sent');
  progress.record('update-sent');
  expect(progress.has('update-sent')).toBe(true);
  expect(progress.has('update-confirmed')).toBe(false);
  expect(at.outbox.byId('id-1')?.steps).toEqual(new Set(['update-sent']));
  expect(at.outbox.progressOf('id-2').has('update-sent')).toBe(false);
  at.outbox.remove('id-1', 'cancelled');
  expect(progress.has('update-sent')).toBe(false);
  expect(() => progress.record('close-sent')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
});

test('a change of an entry that is gone says so', () => {
  using at = temporaryOutbox();
  expect(at.outbox.recordFailure('id-9', sampleFault('x'), 1)).toBe('gone');
  expect(at.outbox.park('id-9', sampleFault('x'))).toBe('gone');
  expect(at.outbox.hold('id-9', 'x')).toBe('gone');
  expect(at.outbox.release('id-9')).toBe('gone');
  expect(at.outbox.confirm('id-9', null, 1)).toBe('gone');
});
