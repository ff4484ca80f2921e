import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { Outbox } from './outbox.ts';
import { sampleFailure, sampleWeighing, UNREADABLE } from './testing/sample-events.ts';
import { sampleFault, sampleResult } from './testing/sample-result.ts';
import { countedIds, temporaryFile, temporaryOutbox } from './testing/temporary-outbox.ts';

const DAY_MS = 86_400_000;
const PORTS = { clock: new FakeClock(), newId: countedIds() };

test('an event is there for the next process, with every mark that was made', () => {
  using at = temporaryOutbox();
  const { entry } = at.outbox.events.capture('failure', sampleFailure(1), [1, 2, 3]);
  at.outbox.events.recordStored(entry.id, 10);
  at.outbox.events.recordAcknowledged(entry.id, 20);
  at.outbox.events.recordSent(entry.id, 30);
  at.outbox.events.recordFailure(entry.id, sampleFault('away'), at.clock.now() + 40);
  using next = Outbox.open(at.file, PORTS);
  expect(next.events.byId(entry.id)).toEqual({
    id: 'id-1',
    area: 'failure',
    content: sampleFailure(1),
    words: [1, 2, 3],
    state: 'waiting',
    capturedAt: at.clock.now(),
    storedAt: 10,
    acknowledgedAt: 20,
    acknowledgements: 1,
    sentAt: 30,
    attempts: 1,
    lastFault: sampleFault('away'),
    nextAttemptAt: at.clock.now() + 40,
    confirmedAt: null,
    confirmedNote: null,
    noticedAt: null,
  });
});

test('a failure is the same for ever by code, text and time; another of the three is another failure', () => {
  using at = temporaryOutbox();
  const { events } = at.outbox;
  const kinds = [
    sampleFailure(1),
    sampleFailure(1),
    sampleFailure(2),
    sampleFailure(1, { info: 'OVERLOAD' }),
    sampleFailure(1, { code: 'silo102' }),
    sampleFailure(1),
  ].map((content) => events.capture('failure', content, []).kind);
  expect(kinds).toEqual(['stored', 'already', 'stored', 'stored', 'stored', 'already']);
});

test('a weighing is the same only while nothing else was shown in between', () => {
  using at = temporaryOutbox();
  const kinds = [10, 10, 12, 10].map(
    (kg) => at.outbox.events.capture('weighing', sampleWeighing(kg), []).kind,
  );
  expect(kinds).toEqual(['stored', 'already', 'stored', 'stored']);
});

test('a quarantined block keeps its words and is never reported', () => {
  using at = temporaryOutbox();
  const { events } = at.outbox;
  const { entry } = events.capture('failure', UNREADABLE, [0x5348, 7]);
  expect(events.capture('failure', UNREADABLE, [0x5348, 7]).kind).toBe('already');
  expect(events.capture('failure', UNREADABLE, [0x5348, 8]).kind).toBe('stored');
  expect(entry).toMatchObject({ state: 'quarantined', words: [0x5348, 7], content: UNREADABLE });
  expect([events.unstored(10), events.due('failure', 0, 10)]).toEqual([[], []]);
  expect(events.unnoticed('failure', 10)).toHaveLength(2);
});

test('a failure goes to Odoo after the database has it, a weighing at once', () => {
  using at = temporaryOutbox();
  const { events } = at.outbox;
  const now = at.clock.now();
  const { entry } = events.capture('failure', sampleFailure(1), []);
  events.capture('weighing', sampleWeighing(10), []);
  expect([events.due('failure', now, 9), events.nextDueAt('failure', now)]).toEqual([[], null]);
  expect(events.due('weighing', now, 9)).toHaveLength(1);
  events.recordStored(entry.id, now);
  expect([events.due('failure', now, 9).length, events.unstored(9)]).toEqual([1, []]);
  events.recordFailure(entry.id, sampleFault('away'), now + 500);
  expect([events.due('failure', now, 9), events.nextDueAt('failure', now)]).toEqual([[], now + 500]);
  events.park(entry.id, sampleFault('unknown equipment'));
  expect([events.due('failure', now + 999, 9), events.count('failure', 'parked')]).toEqual([[], 1]);
  events.wake('failure');
  expect(events.due('failure', now, 9)).toHaveLength(1);
});

test('only a later weighing of the same product and order takes the place of an earlier', () => {
  using at = temporaryOutbox();
  const { events } = at.outbox;
  const { entry } = events.capture('weighing', sampleWeighing(10), []);
  events.capture('weighing', sampleWeighing(11, { productTemplateId: 7 }), []);
  events.capture('weighing', sampleWeighing(12, { moId: 'WH/MO/00015' }), []);
  expect(events.hasLaterWeighing(entry.id)).toBe(false);
  const later = events.capture('weighing', sampleWeighing(13), []).entry;
  expect([events.hasLaterWeighing(entry.id), events.hasLaterWeighing(later.id)]).toEqual([true, false]);
});

test('at the limit the oldest that Odoo has makes room; what waits or is quarantined never does', () => {
  using at = temporaryOutbox({ maxEvents: 3 });
  const { events } = at.outbox;
  const ids = [1, 2].map((n) => events.capture('failure', sampleFailure(n), []).entry.id);
  events.capture('failure', UNREADABLE, [1]);
  expect(() => events.capture('failure', sampleFailure(3), [])).toThrow(
    expect.objectContaining({ code: 'OUTBOX_FULL' }),
  );
  expect(events.count()).toBe(3);
  events.confirm(ids[1] ?? '', null, 5);
  expect(events.capture('failure', sampleFailure(3), []).kind).toBe('stored');
  expect(events.count('failure', 'waiting')).toBe(2);
  expect([events.byId(ids[0] ?? '')?.state, events.byId(ids[1] ?? '')]).toEqual(['waiting', undefined]);
});

test('old events are forgotten only when Odoo has them, or when somebody took note of a quarantined one', () => {
  using at = temporaryOutbox();
  const { events } = at.outbox;
  const [waiting, confirmed] = [1, 2].map((n) => events.capture('failure', sampleFailure(n), []).entry.id);
  const [unseen, seen] = [1, 2].map((n) => events.capture('failure', UNREADABLE, [n]).entry.id);
  events.confirm(confirmed ?? '', null, 0);
  events.markNoticed(seen ?? '', 0);
  expect(events.forgetOld(30, 30 * DAY_MS)).toBe(0);
  expect(events.forgetOld(30, 30 * DAY_MS + 1)).toBe(2);
  expect(events.forgetOld(30, 30_000 * DAY_MS)).toBe(0);
  expect([waiting, unseen].map((id) => events.byId(id ?? '')?.id)).toEqual([waiting, unseen]);
});

test('the file of a version without events is taken over, its results untouched', () => {
  using place = temporaryFile();
  const older = Outbox.open(place.file, PORTS);
  older.capture(sampleResult(1));
  older.close();
  const db = new Database(place.file);
  db.exec(`DROP TABLE plc_event; DROP INDEX slot_fact_unacknowledged; PRAGMA user_version = 1;
    ALTER TABLE entry DROP COLUMN state_since; ALTER TABLE slot_fact DROP COLUMN given_up_at; CREATE INDEX slot_fact_unacknowledged ON slot_fact (seq);`);
  db.close();
  using outbox = Outbox.open(place.file, PORTS);
  expect(outbox.entries().map(({ result }) => result)).toEqual([sampleResult(1)]);
  expect(outbox.events.capture('failure', sampleFailure(1), []).kind).toBe('stored');
});

test('an event that cannot be understood is OUTBOX_CORRUPT at the start, not at the time of need', () => {
  using place = temporaryFile();
  const outbox = Outbox.open(place.file, PORTS);
  outbox.events.capture('failure', sampleFailure(1), []);
  outbox.close();
  const db = new Database(place.file);
  db.exec(`UPDATE plc_event SET content = '{"kind":"failure"}'`);
  db.close();
  expect(() => Outbox.open(place.file, PORTS)).toThrow(expect.objectContaining({ code: 'OUTBOX_CORRUPT' }));
});
