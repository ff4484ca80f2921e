import { expect, it } from 'vitest';
import { AlarmBook, MAX_OPEN_ALARMS } from '../alarms/alarm-book.ts';
import { cause } from '../domain/cause.ts';
import type { EventEntry } from '../outbox/event-entry.ts';
import { sampleFailure, sampleWeighing, UNREADABLE } from '../outbox/testing/sample-events.ts';
import { countedIds, temporaryOutbox } from '../outbox/testing/temporary-outbox.ts';
import { MemoryLogger } from '../testing/memory-logger.ts';
import { type Announcement, EventAnnouncer } from './event-announcer.ts';

const describeEvent = ({ id }: EventEntry): Announcement => ({
  code: 'EQUIPMENT_FAILURE',
  subject: id,
  why: cause('failure-unreadable', { text: id }),
});

/** An announcer as a process has it at its start: with an alarm book of its own. */
function announcer(at: ReturnType<typeof temporaryOutbox>) {
  const alarms = new AlarmBook({ clock: at.clock, logger: new MemoryLogger(), newId: countedIds('alarm-') });
  const parts = { journal: at.outbox.events, alarms, clock: at.clock };
  const made = new EventAnnouncer(parts, 'failure', describeEvent);
  const sync = (): void => made.sync({ task: 5 });
  return { alarms, sync, subjects: () => alarms.active().map(({ subject }) => subject) };
}

it('stands until it is acknowledged, and the next process knows', () => {
  using at = temporaryOutbox();
  at.outbox.events.capture('failure', sampleFailure(1), []);
  at.outbox.events.capture('failure', sampleFailure(2), []);
  const first = announcer(at);
  first.sync();
  first.sync();
  expect(first.subjects()).toEqual(['id-1', 'id-2']);
  first.alarms.acknowledge('EQUIPMENT_FAILURE', 'id-1', 'Sari');
  first.sync();
  expect(first.subjects()).toEqual(['id-2']);
  const next = announcer(at);
  next.sync();
  expect(next.subjects()).toEqual(['id-2']);
});

it('announces failures and unreadable blocks of its own area only', () => {
  using at = temporaryOutbox();
  at.outbox.events.capture('weighing', sampleWeighing(10), []);
  at.outbox.events.capture('weighing', UNREADABLE, [1]);
  at.outbox.events.capture('failure', UNREADABLE, [1]);
  const { sync, subjects } = announcer(at);
  sync();
  expect(subjects()).toEqual(['id-3']);
});

it('a hundred stand at once; the next follow as these are acknowledged', () => {
  using at = temporaryOutbox();
  for (let n = 1; n <= 101; n += 1) at.outbox.events.capture('failure', sampleFailure(n), []);
  const { alarms, sync, subjects } = announcer(at);
  sync();
  expect(subjects()).toHaveLength(100);
  alarms.acknowledge('EQUIPMENT_FAILURE', 'id-7', 'Sari');
  sync();
  sync();
  expect(subjects()).toHaveLength(100);
  expect(subjects()).toContain('id-101');
});

it('a full alarm book is not taken for an acknowledgement', () => {
  using at = temporaryOutbox();
  at.outbox.events.capture('failure', sampleFailure(1), []);
  const { alarms, sync } = announcer(at);
  for (let n = 0; n < MAX_OPEN_ALARMS; n += 1) alarms.raise('BATCH_FAILED', `MO ${n}`, 'failed');
  sync();
  sync();
  expect(at.outbox.events.unnoticed('failure', 10)).toHaveLength(1);
  alarms.clear('BATCH_FAILED', 'MO 0'); // over, and not yet seen: it makes room for a new one
  sync();
  expect(alarms.has('EQUIPMENT_FAILURE', 'id-1')).toBe(true);
});
