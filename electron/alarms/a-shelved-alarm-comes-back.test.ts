import { expect, it } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { RESTORED_HOLDS_FOR_MS } from './alarm-book.ts';
import { openBook } from './testing/open-book.ts';

const MINUTE_MS = 60_000;

function shelvedGate(minutes = 30) {
  const opened = openBook();
  const { book, clock } = opened;
  book.raise('GATE_STUCK', 'gate', 'closed');
  book.acknowledge('GATE_STUCK', 'gate', 'Budi');
  const until = clock.now() + minutes * MINUTE_MS;
  book.shelve('GATE_STUCK', 'gate', { until, by: 'Sari', reason: 'valve is being changed' });
  return opened;
}

it('by itself, at its time and not before, to be looked at anew', async () => {
  const { book, clock, changes, states } = shelvedGate();
  await clock.advance(30 * MINUTE_MS - 1);
  expect(states()).toEqual(['gate shelved']);
  await clock.advance(1);
  expect(states()).toEqual(['gate active-unacknowledged']);
  expect(changes.at(-1)).toMatchObject({ kind: 'unshelved', by: null });
  expect([clock.pending, book.active().length]).toEqual([0, 1]);
});

it('several come back each at its own time; one that is shelved again comes back later', async () => {
  const { book, clock, states } = shelvedGate();
  book.raise('PLC_LINK_LOST', 'PLC', 'silent');
  const soon = { until: clock.now() + 5 * MINUTE_MS, by: 'Sari', reason: 'cable' };
  book.shelve('PLC_LINK_LOST', 'PLC', soon);
  book.shelve('GATE_STUCK', 'gate', { ...soon, until: clock.now() + 60 * MINUTE_MS });
  await clock.advance(5 * MINUTE_MS);
  expect(states()).toEqual(['gate shelved', 'PLC active-unacknowledged']);
  await clock.advance(54 * MINUTE_MS);
  expect(states()).toEqual(['gate shelved', 'PLC active-unacknowledged']);
  await clock.advance(MINUTE_MS);
  expect(states()).toEqual(['gate active-unacknowledged', 'PLC active-unacknowledged']);
});

it('one whose cause ends meanwhile is not heard of again', async () => {
  const { book, clock, kinds } = shelvedGate();
  const before = kinds().length;
  book.clear('GATE_STUCK', 'gate');
  book.raise('GATE_STUCK', 'gate', 'closed');
  book.clear('GATE_STUCK', 'gate');
  expect([book.has('GATE_STUCK', 'gate'), book.open().length, kinds().length]).toEqual([false, 1, before]);
  await clock.advance(30 * MINUTE_MS);
  expect(book.open()).toEqual([]);
});

it('by hand', () => {
  const { book, states, changes } = shelvedGate();
  expect(book.acknowledge('GATE_STUCK', 'gate', 'Sari').kind).toBe('refused');
  expect(book.unshelve('GATE_STUCK', 'gate', 'Budi').kind).toBe('changed');
  expect(book.unshelve('GATE_STUCK', 'gate', 'Budi').kind).toBe('refused');
  expect(states()).toEqual(['gate active-unacknowledged']);
  expect(changes.at(-1)).toMatchObject({ kind: 'unshelved', by: 'Budi' });
});

it('also in the run after, and at once when its time passed in between', async () => {
  const first = shelvedGate();
  first.book.raise('PLC_LINK_LOST', 'PLC', 'silent');
  const late = { until: first.clock.now() + 60 * MINUTE_MS, by: 'Sari', reason: 'cable' };
  first.book.shelve('PLC_LINK_LOST', 'PLC', late);
  const next = openBook(new FakeClock(first.clock.now() + 40 * MINUTE_MS));
  next.book.restore(first.book.open());
  next.book.raise('GATE_STUCK', 'gate', 'closed');
  next.book.raise('PLC_LINK_LOST', 'PLC', 'silent');
  await next.clock.advance(0);
  expect(next.states()).toEqual(['gate active-unacknowledged', 'PLC shelved']);
  await next.clock.advance(20 * MINUTE_MS);
  expect(next.states()).toEqual(['gate active-unacknowledged', 'PLC active-unacknowledged']);
  next.book.close();
  expect(next.clock.pending).toBe(0);
});

it('what nothing says again after a restart no longer holds; what happened stays until it is seen', async () => {
  const first = openBook();
  for (const subject of ['seen', 'unseen', 'again']) first.book.raise('SLOT_FAULTY', subject, 'broken');
  first.book.acknowledge('SLOT_FAULTY', 'seen', 'Sari');
  first.book.acknowledge('SLOT_FAULTY', 'again', 'Sari');
  first.book.announce('EQUIPMENT_FAILURE', 'silo101', 'START_FAILURE');
  const next = openBook();
  next.book.restore(first.book.open());
  expect(next.book.open()).toEqual(first.book.open());
  expect(next.book.has('SLOT_FAULTY', 'again')).toBe(false);
  next.book.raise('SLOT_FAULTY', 'again', 'broken');
  next.book.raise('SLOT_FAULTY', 'again', 'broken');
  expect([next.book.has('SLOT_FAULTY', 'again'), next.kinds()]).toEqual([true, ['confirmed']]);
  await next.clock.advance(RESTORED_HOLDS_FOR_MS);
  expect(next.states()).toEqual([
    'unseen cleared-unacknowledged',
    'again active-acknowledged',
    'silo101 active-unacknowledged',
  ]);
});
