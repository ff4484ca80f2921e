import { expect, it } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { MemoryLogger } from '../testing/memory-logger.ts';
import { AlarmBook, type AlarmChange, MAX_ACTIVE_ALARMS } from './alarm-book.ts';

function open() {
  const clock = new FakeClock();
  const logger = new MemoryLogger();
  const changes: AlarmChange[] = [];
  const book = new AlarmBook({ clock, logger, onChange: (change) => changes.push(change) });
  return { book, clock, logger, changes };
}

it('an alarm that goes on is one alarm, one line, with the time it began', async () => {
  const { book, clock, logger, changes } = open();
  const began = clock.now();
  book.raise('SLOT_FAULTY', 'slot 3', 'D6227 expected 0065');
  await clock.advance(2000);
  book.raise('SLOT_FAULTY', 'slot 3', 'D6227 expected 0065');
  expect(book.active()).toMatchObject([{ raisedAt: began, seenAt: clock.now() }]);
  expect(logger.lines).toHaveLength(1);
  expect(changes.map(({ kind }) => kind)).toEqual(['raised']);
});

it('a cleared alarm is over, and can come again', () => {
  const { book, changes } = open();
  book.raise('GATE_STUCK', 'gate', 'closed');
  book.clear('GATE_STUCK', 'gate');
  book.clear('GATE_STUCK', 'gate');
  expect(book.active()).toEqual([]);
  book.raise('GATE_STUCK', 'gate', 'closed');
  expect(changes.map(({ kind }) => kind)).toEqual(['raised', 'cleared', 'raised']);
});

it('clearOthers keeps what still holds', () => {
  const { book } = open();
  for (const mo of ['A', 'B', 'C']) book.raise('INTAKE_MO_HELD_BACK', mo, 'no unit');
  book.raise('GATE_STUCK', 'gate', 'closed');
  book.clearOthers('INTAKE_MO_HELD_BACK', new Set(['B']));
  expect(book.active().map(({ subject }) => subject)).toEqual(['B', 'gate']);
});

it('is bounded: beyond the limit alarms are logged and counted', () => {
  const { book, logger } = open();
  for (let n = 0; n <= MAX_ACTIVE_ALARMS; n += 1) book.raise('BATCH_FAILED', `MO ${n}`, 'failed');
  expect([book.active().length, book.overflowed, logger.lines.length]).toEqual([
    MAX_ACTIVE_ALARMS,
    1,
    MAX_ACTIVE_ALARMS + 1,
  ]);
});

it('an announcement stays until it is acknowledged; an alarm with a cause cannot be acknowledged away', () => {
  const { book, changes } = open();
  book.announce('EQUIPMENT_FAILURE', 'silo101', 'START_FAILURE');
  book.raise('GATE_STUCK', 'gate', 'closed');
  book.clearOthers('GATE_STUCK', new Set(['gate']));
  expect(book.active().map(({ ends }) => ends)).toEqual(['when-acknowledged', 'with-its-cause']);
  expect(book.acknowledge('GATE_STUCK', 'gate')).toBe(false);
  expect(book.acknowledge('EQUIPMENT_FAILURE', 'silo102')).toBe(false);
  expect(book.acknowledge('EQUIPMENT_FAILURE', 'silo101')).toBe(true);
  expect([book.has('EQUIPMENT_FAILURE', 'silo101'), book.has('GATE_STUCK', 'gate')]).toEqual([false, true]);
  expect(changes.map(({ kind }) => kind)).toEqual(['raised', 'raised', 'cleared']);
});
