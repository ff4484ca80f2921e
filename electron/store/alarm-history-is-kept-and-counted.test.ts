import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runSql, startTestPostgres, type TestPostgres, withTestDatabase } from '../testing/postgres.ts';
import { type AlarmEvent, AlarmEventRepository } from './alarm-event-repository.ts';
import { readAlarmLoad } from './alarm-load.ts';

const HOUR_MS = 3_600_000;
const NOON = Date.UTC(2026, 0, 5, 12);

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

function event(change: Partial<AlarmEvent> = {}): AlarmEvent {
  return {
    id: randomUUID(),
    alarmId: randomUUID(),
    at: NOON,
    change: 'raised',
    code: 'SLOT_FAULTY',
    subject: 'slot 3',
    message: 'D6227 expected 0065',
    cause: { key: 'slot-rejected', values: { text: 'D6227 expected 0065' } },
    priority: 2,
    moId: 'WH/MO/00001',
    slot: 3,
    actor: null,
    note: null,
    until: null,
    ...change,
  };
}

/** One raise each so many seconds after noon. */
function raises(subject: string, seconds: readonly number[]): AlarmEvent[] {
  return seconds.map((after) => event({ subject, at: NOON + after * 1000 }));
}

it('gives back what it was given, once, however often it was given', () =>
  withTestDatabase(postgres, async ({ db }) => {
    const events = new AlarmEventRepository(db);
    const whole = event({ change: 'shelved', actor: 'Sari', note: 'known', until: NOON + HOUR_MS });
    const told = { key: 'slot-rejected', values: { text: 'a\0b\ud800', slot: 3 } } as const;
    const odd = event({
      at: NOON - 1,
      subject: `a\0b${'🌾'.repeat(400)}`,
      cause: told,
      moId: null,
      slot: null,
    });
    await events.insert([whole, odd]);
    await events.insert([whole, odd]);
    await events.insert([]);
    const { events: kept, next } = await events.list({ limit: 10 });
    expect(kept).toEqual([
      whole,
      {
        ...odd,
        subject: [...`a\uFFFDb${'🌾'.repeat(400)}`].slice(0, 300).join(''),
        cause: { ...told, values: { text: 'a\uFFFDb\uFFFD', slot: 3 } },
      },
    ]);
    expect(next).toBeNull();
    expect((await events.list({ limit: 10, subject: odd.subject })).events).toHaveLength(1);
  }));

it('a change of an earlier version, and one whose cause this version does not know, are told by their message', () =>
  withTestDatabase(postgres, async ({ db, url }) => {
    const events = new AlarmEventRepository(db);
    await events.insert([event(), event({ cause: null })]);
    await runSql(
      url,
      `update alarm_event set cause = '{"key":"warp-core-breached","values":{}}' where cause is not null`,
    );
    const { events: kept } = await events.list({ limit: 10 });
    expect(kept.map(({ cause, message }) => [cause, message])).toEqual([
      [null, 'D6227 expected 0065'],
      [null, 'D6227 expected 0065'],
    ]);
  }));

it('pages through changes of the same millisecond without losing or repeating one', () =>
  withTestDatabase(postgres, async ({ db }) => {
    const events = new AlarmEventRepository(db);
    const all = Array.from({ length: 25 }, (_, n) => event({ at: NOON + Math.floor(n / 10) }));
    await events.insert(all);
    const seen: string[] = [];
    let after: Awaited<ReturnType<typeof events.list>>['next'] | undefined;
    do {
      const page = await events.list({ limit: 7, ...(after && { after }) });
      seen.push(...page.events.map(({ id }) => id));
      after = page.next;
    } while (after !== null);
    expect(seen).toEqual(all.toReversed().map(({ id }) => id));
  }));

it('finds by time, code, subject and kind of change', () =>
  withTestDatabase(postgres, async ({ db }) => {
    const events = new AlarmEventRepository(db);
    await events.insert([
      event({ at: NOON, subject: 'a' }),
      event({ at: NOON + 1, subject: 'b' }),
      event({ at: NOON + 2, subject: 'b', code: 'GATE_STUCK', change: 'cleared' }),
    ]);
    const found = async (filter: object) =>
      (await events.list({ limit: 10, ...filter })).events.map(({ at }) => at - NOON);
    expect(await found({ from: NOON + 1 })).toEqual([2, 1]);
    expect(await found({ to: NOON + 1 })).toEqual([0]);
    expect(await found({ subject: 'b' })).toEqual([2, 1]);
    expect(await found({ code: 'SLOT_FAULTY', subject: 'b' })).toEqual([1]);
    expect(await found({ change: 'cleared' })).toEqual([2]);
    expect(await found({ change: 'raised', subject: 'b' })).toEqual([1]);
  }));

it('prunes what is old, however much that is', () =>
  withTestDatabase(postgres, async ({ db, url }) => {
    await runSql(
      url,
      `insert into alarm_event (id, alarm_id, at, change, code, subject, message, priority)
       select gen_random_uuid(), gen_random_uuid(), timestamptz '2026-01-05 12:00Z' - n * interval '1 second',
         'raised', 'SLOT_FAULTY', 's', 'm', 2 from generate_series(0, 11999) as n`,
    );
    const events = new AlarmEventRepository(db);
    expect(await events.prune(NOON)).toBe(11_999);
    expect(await events.prune(NOON)).toBe(0);
    expect((await events.list({ limit: 10 })).events).toHaveLength(1);
  }));

it('counts per hour, also the hours without one, and only what was raised in the range', () =>
  withTestDatabase(postgres, async ({ db }) => {
    await new AlarmEventRepository(db).insert([
      ...raises('a', [-1, 0, 10, 3599, 7200, 10_800]),
      event({ change: 'cleared', at: NOON + 5 }),
    ]);
    const { perHour, worst } = await readAlarmLoad(db, NOON, NOON + 3 * HOUR_MS);
    expect(perHour.map(({ hour, count }) => [(hour - NOON) / HOUR_MS, count])).toEqual([
      [0, 3],
      [1, 0],
      [2, 1],
    ]);
    expect(worst).toEqual([{ code: 'SLOT_FAULTY', subject: 'a', count: 4 }]);
    const half = await readAlarmLoad(db, NOON + 1800_000, NOON + HOUR_MS + 1);
    expect(half.perHour.map(({ hour, count }) => [(hour - NOON) / HOUR_MS, count])).toEqual([
      [0, 1],
      [1, 0],
    ]);
  }));

it('a flood is more than ten in ten minutes, from its first alarm to its last; two that overlap are one', () =>
  withTestDatabase(postgres, async ({ db }) => {
    const every = (first: number, count: number, step: number) =>
      Array.from({ length: count }, (_, n) => first + n * step);
    await new AlarmEventRepository(db).insert([
      ...raises('calm: ten in ten minutes', every(0, 10, 60)),
      ...raises('flood: eleven', every(7200, 11, 60)),
      ...raises('calm in between', [10_000]),
      ...raises('long flood: thirty in 29 minutes', every(14_400, 30, 58)),
    ]);
    const { floods } = await readAlarmLoad(db, NOON - HOUR_MS, NOON + 24 * HOUR_MS);
    expect(floods.map(({ from, to, count }) => [(from - NOON) / 1000, (to - NOON) / 1000, count])).toEqual([
      [14_400, 14_400 + 29 * 58, 30],
      [7200, 7800, 11],
    ]);
  }));

it('the ten worst, and those that chatter: three and more within a minute', () =>
  withTestDatabase(postgres, async ({ db }) => {
    await new AlarmEventRepository(db).insert([
      ...raises('chatters', [0, 20, 40, 60, 500]),
      ...raises('just chatters', [0, 30, 60]),
      ...raises('slow', [0, 31, 62, 93, 124, 155]),
      ...Array.from({ length: 12 }, (_, n) => raises(`once ${String(n).padStart(2, '0')}`, [n])).flat(),
    ]);
    const { chattering, worst } = await readAlarmLoad(db, NOON, NOON + HOUR_MS);
    expect(chattering.map(({ subject, countPerMinuteMax }) => [subject, countPerMinuteMax])).toEqual([
      ['chatters', 4],
      ['just chatters', 3],
    ]);
    expect(worst.map(({ subject, count }) => `${subject} ${count}`)).toEqual([
      'slow 6',
      'chatters 5',
      'just chatters 3',
      ...Array.from({ length: 7 }, (_, n) => `once 0${n} 1`),
    ]);
  }));
