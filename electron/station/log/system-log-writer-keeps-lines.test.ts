import { describe, expect, test } from 'vitest';
import { FakeClock } from '../../testing/fake-clock.ts';
import type { LogRecord } from './log-record.ts';
import { type SystemLogLine, SystemLogWriter } from './system-log-writer.ts';

function record(message: string, level: LogRecord['level'] = 'info'): LogRecord {
  return { at: 1000, level, module: 'm', task: null, moId: 'WH/MO/00014', slot: 4, message, context: {} };
}

function setUp() {
  const clock = new FakeClock();
  const batches: (readonly SystemLogLine[])[] = [];
  const database = { isUp: true, hold: null as Promise<void> | null };
  let ids = 0;
  const writer = new SystemLogWriter({
    clock,
    random: () => 0,
    newId: () => `id-${ids++}`,
    insert: async (lines) => {
      await database.hold;
      if (!database.isUp) throw new Error('database is away');
      batches.push(lines);
    },
  });
  const messages = (): string[] => batches.flat().map((line) => line.message);
  return { clock, batches, database, writer, messages };
}

describe('batches', () => {
  test('lines wait up to a second and go in one insert', async () => {
    const { clock, batches, writer } = setUp();
    writer.write(record('a'));
    writer.write(record('b', 'error'));
    await clock.advance(999);
    expect(batches).toEqual([]);
    await clock.advance(1);
    expect(batches).toEqual([
      [
        {
          id: 'id-0',
          timestamp: 1000,
          level: 'info',
          module: 'm',
          message: 'a',
          batchNo: '4',
          moId: 'WH/MO/00014',
        },
        {
          id: 'id-1',
          timestamp: 1000,
          level: 'error',
          module: 'm',
          message: 'b',
          batchNo: '4',
          moId: 'WH/MO/00014',
        },
      ],
    ]);
    expect([writer.health.bufferedLines, clock.pending]).toEqual([0, 0]);
  });

  test('200 lines go at once, the rest after a second', async () => {
    const { clock, batches, writer } = setUp();
    for (let index = 0; index < 250; index++) writer.write(record(String(index)));
    await clock.advance(0);
    expect(batches.map((lines) => lines.length)).toEqual([200]);
    await clock.advance(1000);
    expect(batches.map((lines) => lines.length)).toEqual([200, 50]);
  });

  test('texts that the table would refuse are made to fit', async () => {
    const { clock, batches, writer } = setUp();
    writer.write({
      ...record(`${'x'.repeat(3999)}\u{1F600}`),
      module: 'm'.repeat(300),
      moId: 'o'.repeat(80),
    });
    writer.write(record('a\0b'));
    await clock.advance(1000);
    const [long, nul] = batches.flat();
    expect([long?.message.length, long?.module.length, long?.moId?.length]).toEqual([4000, 255, 64]);
    expect(long?.message.isWellFormed()).toBe(true);
    expect(nul?.message).toBe('a\uFFFDb');
  });
});

describe('while the database is away', () => {
  test('lines are kept in order and tried again with growing pauses up to a minute', async () => {
    const { clock, database, writer, messages } = setUp();
    database.isUp = false;
    writer.write(record('a'));
    await clock.advance(1000);
    writer.write(record('b'));
    const pauses: (number | undefined)[] = [];
    for (let attempt = 0; attempt < 8; attempt++) {
      pauses.push(clock.nextInMs);
      await clock.advance(clock.nextInMs ?? 0);
    }
    expect(pauses).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
    expect(writer.health).toEqual({
      bufferedLines: 2,
      droppedLines: 0,
      failedInserts: 9,
      lastFault: 'database is away',
    });
    database.isUp = true;
    await clock.advance(60_000);
    expect(messages()).toEqual(['a', 'b']);
    expect(writer.health.bufferedLines).toBe(0);
  });

  test('200 waiting lines do not cut a pause short', async () => {
    const { clock, database, writer } = setUp();
    database.isUp = false;
    writer.write(record('a'));
    await clock.advance(1000);
    for (let index = 0; index < 1000; index++) writer.write(record('b'));
    await clock.advance(999);
    expect(writer.health.failedInserts).toBe(1);
  });

  test('at 5,000 lines the oldest debug or info line goes, warnings and errors stay', async () => {
    const { clock, database, writer, messages } = setUp();
    database.isUp = false;
    writer.write(record('first', 'error'));
    await clock.advance(1000);
    for (let index = 1; index < 5000; index++) writer.write(record(`info ${index}`));
    for (let index = 0; index < 3; index++) writer.write(record(`late ${index}`, 'warn'));
    expect(writer.health).toMatchObject({ bufferedLines: 5000, droppedLines: 3 });
    database.isUp = true;
    await clock.advance(120_000);
    const kept = messages();
    expect(kept).toHaveLength(5000);
    expect(kept.slice(0, 2)).toEqual(['first', 'info 4']);
    expect(kept.slice(-4)).toEqual(['info 4999', 'late 0', 'late 1', 'late 2']);
  });

  test('a line that is being inserted is never dropped', async () => {
    const { clock, database, writer, messages } = setUp();
    const { promise, resolve } = Promise.withResolvers<void>();
    database.hold = promise;
    for (let index = 0; index < 5001; index++) writer.write(record(String(index)));
    resolve();
    await clock.advance(60_000);
    expect(messages().slice(0, 201)).toEqual([
      ...Array.from({ length: 200 }, (_, index) => String(index)),
      '201',
    ]);
    expect(writer.health.droppedLines).toBe(1);
  });

  test('when all are warnings, the oldest of all goes', async () => {
    const { clock, database, writer, messages } = setUp();
    database.isUp = false;
    writer.write(record('x', 'error'));
    await clock.advance(1000);
    for (let index = 0; index < 5000; index++) writer.write(record(`warn ${index}`, 'warn'));
    database.isUp = true;
    await clock.advance(60_000);
    expect(messages()[0]).toBe('warn 0');
    expect(writer.health.droppedLines).toBe(1);
  });

  test('an insert that throws at once is an insert that failed', async () => {
    const clock = new FakeClock();
    let calls = 0;
    const writer = new SystemLogWriter({
      clock,
      random: () => 0,
      newId: () => 'id',
      insert: () => {
        calls += 1;
        throw new Error('at once');
      },
    });
    writer.write(record('a'));
    await clock.advance(4000);
    expect([calls, writer.health.failedInserts, writer.health.bufferedLines]).toEqual([3, 3, 1]);
    await writer.close();
  });
});

describe('close', () => {
  test('writes what waits and leaves no timer', async () => {
    const { clock, writer, messages } = setUp();
    for (let index = 0; index < 450; index++) writer.write(record(String(index)));
    await writer.close();
    expect(messages()).toEqual(Array.from({ length: 450 }, (_, index) => String(index)));
    expect([clock.pending, writer.health.droppedLines]).toEqual([0, 0]);
    writer.write(record('too late'));
    expect(writer.health.droppedLines).toBe(1);
  });

  test('gives up at its deadline when the insert hangs, and counts what is lost', async () => {
    const { clock, database, writer } = setUp();
    const { promise, resolve } = Promise.withResolvers<void>();
    database.hold = promise;
    writer.write(record('a'));
    await clock.advance(1000);
    writer.write(record('b'));
    const closed = writer.close(3000);
    await clock.advance(3000);
    await closed;
    expect(writer.health).toMatchObject({ bufferedLines: 0, droppedLines: 2 });
    resolve();
    await clock.advance(0);
    expect(clock.pending).toBe(0);
  });

  test('does not wait out a pause: one last try, then it is over', async () => {
    const { clock, database, writer } = setUp();
    database.isUp = false;
    writer.write(record('a'));
    await clock.advance(1000);
    await writer.close();
    expect(writer.health).toMatchObject({ failedInserts: 2, droppedLines: 1, bufferedLines: 0 });
    expect(clock.pending).toBe(0);
  });
});
