import { expect, it } from 'vitest';
import { AlarmBook } from '../alarms/alarm-book.ts';
import { countedIds } from '../outbox/testing/temporary-outbox.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { MemoryLogger } from '../testing/memory-logger.ts';
import {
  MAX_LISTED_NOTIFICATIONS,
  type Notification,
  NotificationEngine,
  QUIET_MS,
} from './notification-engine.ts';
import type { NotificationRule, NotificationRules } from './notification-rules.ts';

const MINUTE_MS = 60_000;

/** A book of alarms, and who is told of them; `change` changes all rules from then on. */
function open(rule: Partial<NotificationRule> = {}) {
  const clock = new FakeClock();
  const told: Notification[] = [];
  let rules = rulesOf(rule);
  const engine = new NotificationEngine({
    clock,
    newId: countedIds('note-'),
    rules: () => rules,
    notify: (notification) => told.push(notification),
  });
  const book = new AlarmBook({
    clock,
    logger: new MemoryLogger(),
    newId: countedIds('alarm-'),
    onChange: (change) => engine.onChange(change),
  });
  const change = (next: Partial<NotificationRule>): void => {
    rules = rulesOf(next);
  };
  return { clock, engine, book, told, change, subjects: () => told.map(({ subject }) => subject) };
}

function rulesOf(given: Partial<NotificationRule>): NotificationRules {
  const rule = { enabled: true, delayMs: 0, repeatMs: null, ...given };
  return {
    'batch-failed': rule,
    'equipment-failure': rule,
    'result-refused': rule,
    'plc-link-lost': rule,
    'intake-blocked': rule,
  };
}

it('a failed batch is told at once, with its order and its place', async () => {
  const { book, clock, told, engine } = open();
  book.raise('BATCH_FAILED', 'WH/MO/00001', 'failed', { moId: 'WH/MO/00001' });
  book.raise('BATCH_STUCK', 'WH/MO/00002', 'of no kind that is told');
  await clock.advance(0);
  expect(told).toEqual([
    {
      id: 'note-1',
      alarmId: 'alarm-1',
      at: clock.now(),
      kind: 'batch-failed',
      priority: 1,
      code: 'BATCH_FAILED',
      subject: 'WH/MO/00001',
      times: 1,
      moId: 'WH/MO/00001',
      place: '/batch/WH%2FMO%2F00001',
    },
  ]);
  expect(engine.list()).toEqual(told);
  expect(clock.pending).toBe(0);
});

it('only after its delay, and not at all when it is over, seen or shelved by then', async () => {
  const { book, clock, subjects } = open({ delayMs: 20_000 });
  for (const mo of ['stays', 'over', 'seen', 'shelved'])
    book.raise('BATCH_FAILED', mo, 'failed', { moId: mo });
  book.clear('BATCH_FAILED', 'over');
  book.acknowledge('BATCH_FAILED', 'seen', 'Sari');
  const until = clock.now() + 5 * MINUTE_MS;
  book.shelve('BATCH_FAILED', 'shelved', { until, by: 'Sari', reason: 'known' });
  await clock.advance(19_999);
  expect(subjects()).toEqual([]);
  await clock.advance(1);
  expect(subjects()).toEqual(['stays']);
  await clock.advance(5 * MINUTE_MS);
  expect(subjects()).toEqual(['stays', 'shelved']);
});

it('again and again until somebody acknowledges it, where that is set', async () => {
  const { book, clock, told } = open({ repeatMs: 3 * MINUTE_MS });
  book.raise('PLC_LINK_LOST', 'PLC', 'silent');
  await clock.advance(7 * MINUTE_MS);
  expect(told).toHaveLength(3);
  book.acknowledge('PLC_LINK_LOST', 'PLC', 'Sari');
  await clock.advance(60 * MINUTE_MS);
  expect([told.length, clock.pending]).toEqual([3, 0]);
});

it('a source that chatters is told at most once in ten minutes; the next one says how often', async () => {
  const { book, clock, told } = open();
  for (let minute = 0; minute < 25; minute += 1) {
    book.raise('PLC_LINK_LOST', 'PLC', 'silent');
    await clock.advance(MINUTE_MS / 2);
    book.clear('PLC_LINK_LOST', 'PLC');
    await clock.advance(MINUTE_MS / 2);
  }
  expect(told.map(({ times }) => times)).toEqual([1, 10, 10]);
  const times = told.map(({ at }) => at);
  for (const [n, at] of times.slice(1).entries())
    expect(at - (times[n] ?? 0)).toBeGreaterThanOrEqual(QUIET_MS);
});

it('one that stands when the quiet time ends is told then', async () => {
  const { book, clock, told } = open();
  book.raise('PLC_LINK_LOST', 'PLC', 'silent');
  await clock.advance(MINUTE_MS);
  book.clear('PLC_LINK_LOST', 'PLC');
  book.raise('PLC_LINK_LOST', 'PLC', 'silent');
  await clock.advance(9 * MINUTE_MS - 1);
  expect(told).toHaveLength(1);
  await clock.advance(1);
  expect(told.map(({ times }) => times)).toEqual([1, 1]);
});

it('a silo that fails again and again is one source, another silo and another order are others', async () => {
  const { book, clock, subjects } = open();
  book.announce('EQUIPMENT_FAILURE', 'silo103 06:30', 'stuck', { equipment: 'silo_c' });
  book.announce('EQUIPMENT_FAILURE', 'silo103 06:31', 'stuck', { equipment: 'silo_c' });
  book.announce('EQUIPMENT_FAILURE', 'silo104 06:31', 'stuck', { equipment: 'silo_d' });
  book.raise('ODOO_REJECTED', 'WH/MO/00001', 'refused', { moId: 'WH/MO/00001' });
  book.raise('ODOO_REJECTED', 'WH/MO/00002', 'refused', { moId: 'WH/MO/00002' });
  await clock.advance(0);
  expect(subjects()).toEqual(['silo103 06:30', 'silo104 06:31', 'WH/MO/00001', 'WH/MO/00002']);
});

it('rules count as they are at that moment', async () => {
  const { book, clock, told, change } = open({ enabled: false });
  book.raise('BATCH_FAILED', 'before', 'failed', { moId: 'before' });
  change({ enabled: true, delayMs: 1000 });
  book.raise('BATCH_FAILED', 'meanwhile', 'failed', { moId: 'meanwhile' });
  change({ enabled: false });
  await clock.advance(MINUTE_MS);
  expect(told).toEqual([]);
});

it('after a restart nothing is told twice, but what nobody has seen is repeated', async () => {
  const { book, clock, engine, told } = open({ repeatMs: 5 * MINUTE_MS });
  const before = open();
  before.book.raise('BATCH_FAILED', 'WH/MO/00001', 'failed', { moId: 'WH/MO/00001' });
  book.restore(before.book.open());
  engine.restore(book.open());
  book.raise('BATCH_FAILED', 'WH/MO/00001', 'failed', { moId: 'WH/MO/00001' });
  await clock.advance(5 * MINUTE_MS - 1);
  expect(told).toEqual([]);
  await clock.advance(1);
  expect(told).toHaveLength(1);
  engine.close();
  book.close();
  expect(clock.pending).toBe(0);
});

it('the list is bounded, newest first', async () => {
  const { book, clock, engine } = open();
  for (let n = 0; n <= MAX_LISTED_NOTIFICATIONS; n += 1)
    book.raise('BATCH_FAILED', `MO ${n}`, 'failed', { moId: `MO ${n}` });
  await clock.advance(0);
  expect(engine.list()).toHaveLength(MAX_LISTED_NOTIFICATIONS);
  expect([engine.list()[0]?.subject, engine.list().at(-1)?.subject]).toEqual(['MO 100', 'MO 1']);
});
