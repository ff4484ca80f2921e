import { expect, it } from 'vitest';
import { cause } from '../domain/cause.ts';
import { MAX_OPEN_ALARMS } from './alarm-book.ts';
import { openBook } from './testing/open-book.ts';

it('an alarm that goes on is one alarm, one line, with the time it began', async () => {
  const { book, clock, logger, kinds } = openBook();
  const began = clock.now();
  book.raise('SLOT_FAULTY', 'slot 3', 'D6227 expected 0065');
  await clock.advance(2000);
  book.raise('SLOT_FAULTY', 'slot 3', 'D6227 expected 0065');
  expect(book.active()).toMatchObject([{ raisedAt: began, seenAt: clock.now() }]);
  expect(logger.lines).toHaveLength(1);
  expect(kinds()).toEqual(['raised']);
});

it('new words about a known alarm are told, and are no second alarm', () => {
  const { book, kinds, states } = openBook();
  book.raise('SLOT_FAULTY', 'slot 3', 'D6227 expected 0065');
  book.acknowledge('SLOT_FAULTY', 'slot 3', 'Sari');
  book.raise('SLOT_FAULTY', 'slot 3', 'D6228 expected 0066');
  expect(kinds()).toEqual(['raised', 'acknowledged', 'reworded']);
  expect(states()).toEqual(['slot 3 active-acknowledged']);
  expect(book.find('SLOT_FAULTY', 'slot 3')?.message).toBe('D6228 expected 0066');
});

it('its cause is told in any language, and in English by its message; what somebody else said is kept as it is', () => {
  const { book, kinds } = openBook();
  const found = () => book.find('BATCH_STUCK', 'WH/MO/00014');
  const stuck = (slot: number) =>
    cause('batch-stuck', { mo_id: 'WH/MO/00014', slot, since: '2026-03-02T07:07:32.000Z' });
  book.raise('BATCH_STUCK', 'WH/MO/00014', stuck(3));
  book.raise('BATCH_STUCK', 'WH/MO/00014', stuck(3));
  expect(found()).toMatchObject({
    cause: stuck(3),
    message: 'WH/MO/00014 is running, but nothing in slot 3 changes since 2026-03-02T07:07:32.000Z.',
  });
  book.raise('BATCH_STUCK', 'WH/MO/00014', stuck(4));
  expect(found()?.cause).toEqual(stuck(4));
  book.raise('BATCH_STUCK', 'WH/MO/00014', 'as Odoo puts it');
  expect(found()).toMatchObject({ cause: null, message: 'as Odoo puts it' });
  expect(kinds()).toEqual(['raised', 'reworded', 'reworded']);
});

it('a cleared alarm no longer holds, stays until somebody has seen it, and can come again', () => {
  const { book, kinds, states } = openBook();
  book.raise('GATE_STUCK', 'gate', 'closed');
  const id = book.open()[0]?.id;
  book.clear('GATE_STUCK', 'gate');
  book.clear('GATE_STUCK', 'gate');
  expect([book.active(), book.has('GATE_STUCK', 'gate'), states()]).toEqual([
    [],
    false,
    ['gate cleared-unacknowledged'],
  ]);
  book.raise('GATE_STUCK', 'gate', 'closed');
  expect(book.open()).toMatchObject([{ id, life: { state: 'active-unacknowledged' } }]);
  expect(kinds()).toEqual(['raised', 'cleared', 'raised']);
});

it('one that was seen is gone with its cause, and comes again as a new alarm', () => {
  const { book, changes } = openBook();
  book.raise('GATE_STUCK', 'gate', 'closed');
  expect(book.acknowledge('GATE_STUCK', 'gate', 'Sari').kind).toBe('changed');
  expect(book.acknowledge('GATE_STUCK', 'gate', 'Budi').kind).toBe('same');
  expect(book.has('GATE_STUCK', 'gate')).toBe(true);
  book.clear('GATE_STUCK', 'gate');
  expect(book.open()).toEqual([]);
  book.raise('GATE_STUCK', 'gate', 'closed');
  expect(changes.map(({ kind, by, alarm }) => [kind, by, alarm.id])).toEqual([
    ['raised', null, 'alarm-1'],
    ['acknowledged', 'Sari', 'alarm-1'],
    ['cleared', null, 'alarm-1'],
    ['raised', null, 'alarm-2'],
  ]);
});

it('clearOthers keeps what still holds', () => {
  const { book } = openBook();
  for (const mo of ['A', 'B', 'C']) book.raise('INTAKE_MO_HELD_BACK', mo, 'no unit');
  book.raise('GATE_STUCK', 'gate', 'closed');
  book.clearOthers('INTAKE_MO_HELD_BACK', new Set(['B']));
  expect(book.active().map(({ subject }) => subject)).toEqual(['B', 'gate']);
});

it('is bounded: beyond the limit alarms are logged and counted', () => {
  const { book, logger } = openBook();
  for (let n = 0; n <= MAX_OPEN_ALARMS; n += 1) book.raise('BATCH_FAILED', `MO ${n}`, 'failed');
  expect([book.open().length, book.overflowed, logger.lines.length]).toEqual([
    MAX_OPEN_ALARMS,
    1,
    MAX_OPEN_ALARMS + 1,
  ]);
});

it('at the limit a new alarm takes the place of one that is over and only waits to be seen', () => {
  const { book, changes } = openBook();
  for (let n = 0; n < MAX_OPEN_ALARMS; n += 1) book.raise('BATCH_FAILED', `MO ${n}`, 'failed');
  book.clear('BATCH_FAILED', 'MO 7');
  book.raise('PLC_LINK_LOST', 'PLC', 'silent');
  expect([book.has('PLC_LINK_LOST', 'PLC'), book.open().length, book.overflowed]).toEqual([
    true,
    MAX_OPEN_ALARMS,
    0,
  ]);
  expect(changes.slice(-2).map(({ kind, alarm }) => `${kind} ${alarm.subject}`)).toEqual([
    'dropped MO 7',
    'raised PLC',
  ]);
});

it('what only happened stays until it is acknowledged, and is gone then', () => {
  const { book, kinds } = openBook();
  book.announce('EQUIPMENT_FAILURE', 'silo101', 'START_FAILURE');
  book.announce('EQUIPMENT_FAILURE', 'silo101', 'START_FAILURE');
  expect(book.acknowledge('EQUIPMENT_FAILURE', 'silo102', 'Sari')).toEqual({ kind: 'unknown' });
  expect(book.acknowledge('EQUIPMENT_FAILURE', 'silo101', 'Sari').kind).toBe('changed');
  expect([book.has('EQUIPMENT_FAILURE', 'silo101'), book.open()]).toEqual([false, []]);
  expect(kinds()).toEqual(['raised', 'acknowledged']);
});

it('of alarms of one group that come together the first is marked', async () => {
  const { book, clock } = openBook();
  book.raise('PLC_LINK_LOST', 'PLC', 'silent');
  book.raise('SLOT_FAULTY', 'slot 1', 'another group');
  await clock.advance(5000);
  book.raise('GATE_STUCK', 'gate', 'closed');
  await clock.advance(1);
  book.raise('PLC_NON_FATAL_ERROR', 'battery', 'too late to belong to the first');
  expect(book.open().map(({ subject, firstOut }) => [subject, firstOut])).toEqual([
    ['PLC', true],
    ['slot 1', false],
    ['gate', false],
    ['battery', false],
  ]);
});

it('counts how often it came within a minute, also when it was seen each time', async () => {
  const { book, clock } = openBook();
  const counts: unknown[] = [];
  for (let n = 0; n < 4; n += 1) {
    book.raise('GATE_STUCK', 'gate', 'closed');
    counts.push(book.find('GATE_STUCK', 'gate')?.count);
    book.acknowledge('GATE_STUCK', 'gate', 'Sari');
    book.clear('GATE_STUCK', 'gate');
    await clock.advance(25_000);
  }
  expect(counts).toEqual([1, 2, 3, 3]);
});
