import { EventEmitter } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FakeClock } from '../../testing/fake-clock.ts';
import type { TextStream } from './console-writer.ts';
import { createLogger, type LoggerOptions } from './create-logger.ts';
import type { LogRecord } from './log-record.ts';

class Screen extends EventEmitter implements TextStream {
  writableLength = 0;
  text = '';
  write(text: string): void {
    this.text += text;
  }
}

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'batchline-log-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const logFile = (): string => readFileSync(join(dataDir, 'logs', 'batchline.log'), 'utf8');

function setUp(options: Partial<LoggerOptions> = {}) {
  const screen = new Screen();
  const records: LogRecord[] = [];
  const clock = new FakeClock();
  const logger = createLogger({
    dataDir,
    console: true,
    stream: screen,
    clock,
    sink: (record) => records.push(record),
    ...options,
  });
  return { screen, records, clock, logger };
}

describe('lines', () => {
  test('a line of a task starts with [TASK n] on the console, and is structured in the file', async () => {
    const { screen, records, logger } = setUp();
    const task = logger.with({ module: 'intake', task: 1 });
    task.info('10 orders fetched', { moId: 'WH/MO/00014', slot: 4 });
    logger.warn('PLC link lost');
    await logger.close();
    expect(screen.text).toBe('[TASK 1] 10 orders fetched\nPLC link lost\n');
    expect(logFile()).toBe(
      '2026-01-05T00:00:00.000Z INFO  intake [TASK 1] 10 orders fetched {"task":1,"moId":"WH/MO/00014","slot":4}\n' +
        '2026-01-05T00:00:00.000Z WARN  station PLC link lost {}\n',
    );
    expect(records.map(({ level, module, task, moId, slot }) => [level, module, task, moId, slot])).toEqual([
      ['info', 'intake', 1, 'WH/MO/00014', 4],
      ['warn', 'station', null, null, null],
    ]);
  });

  test('a line break in a text cannot fake a second line', async () => {
    const { screen, logger } = setUp();
    logger.info('order "A\n[TASK 3] pushed\u001b[31m"', { module: 'x\ny' });
    await logger.close();
    expect(screen.text).toBe('order "A [TASK 3] pushed [31m"\n');
    expect(logFile().split('\n')).toHaveLength(2);
  });

  test('lines below the level are left out everywhere', async () => {
    const { screen, records, logger } = setUp({ level: 'warn' });
    logger.debug('a');
    logger.info('b');
    logger.error('c');
    await logger.close();
    expect([screen.text, records.length, logFile().trim().split('\n').length]).toEqual(['c\n', 1, 1]);
  });

  test('the level may change while the log is open', async () => {
    const { screen, logger } = setUp();
    logger.debug('a');
    logger.setLevel('debug');
    logger.with({ module: 'x' }).debug('b');
    await logger.close();
    expect(screen.text).toBe('b\n');
  });

  test('registered secrets appear nowhere', async () => {
    const { screen, records, logger } = setUp();
    logger.registerSecret('hunter2-hunter2');
    logger.error('login with hunter2-hunter2 failed', {
      password: 'other-secret',
      error: new Error('hunter2-hunter2'),
      moId: 'hunter2-hunter2',
      module: 'hunter2-hunter2',
    });
    await logger.close();
    expect(screen.text + logFile() + JSON.stringify(records)).not.toMatch(/hunter2|other-secret/);
  });

  test('a huge context keeps its beginning', async () => {
    const { logger } = setUp();
    logger.info('x', { rows: Array(100).fill('y'.repeat(1000)) });
    await logger.close();
    expect(logFile()).toMatch(/^\S+ INFO {2}station x \{"cutFromChars":\d+,"start":"/);
    expect(logFile().length).toBeLessThan(20_000);
  });
});

describe('rotation', () => {
  test('full files are numbered, the oldest goes, and no line is lost in between', async () => {
    const { logger } = setUp({ rotation: { maxFileBytes: 500, maxFilesCount: 4, maxQueuedChars: 100_000 } });
    for (let index = 0; index < 60; index++) {
      logger.info(`line ${String(index).padStart(3, '0')}`);
      await logger.flush();
    }
    const names = ['batchline.3.log', 'batchline.2.log', 'batchline.1.log', 'batchline.log'];
    expect(readdirSync(join(dataDir, 'logs')).toSorted()).toEqual(names.toSorted());
    const files = names.map((name) => readFileSync(join(dataDir, 'logs', name), 'utf8'));
    for (const text of files) expect(text.length).toBeLessThanOrEqual(500);
    const seen = [...files.join('').matchAll(/line (\d+)/g)].map((match) => Number(match[1]));
    expect(seen).toEqual(Array.from({ length: seen.length }, (_, index) => 60 - seen.length + index));
    expect(seen.length).toBeGreaterThan(20);
  });
});

describe('trouble is counted, never thrown', () => {
  test('a full disk: failed writes and lost lines are counted; writing goes on when there is room', async () => {
    mkdirSync(join(dataDir, 'logs'));
    symlinkSync('/dev/full', join(dataDir, 'logs', 'batchline.log'));
    const { logger, screen } = setUp();
    logger.info('one');
    await logger.flush();
    logger.info('two');
    await logger.flush();
    expect(logger.health()).toMatchObject({ failedFileWrites: 2, lostFileLines: 2 });
    expect(screen.text).toBe('one\ntwo\n');
    rmSync(join(dataDir, 'logs', 'batchline.log'));
    logger.info('three');
    await logger.close();
    expect(logFile()).toContain('three');
    expect(logger.health()).toMatchObject({ failedFileWrites: 2, lostFileLines: 2 });
  });

  test('a logs folder that is a file, and one that was taken away', async () => {
    writeFileSync(join(dataDir, 'logs'), '');
    const { logger } = setUp();
    logger.info('one');
    await logger.flush();
    expect(logger.health().failedFileWrites).toBe(1);
    rmSync(join(dataDir, 'logs'));
    logger.info('two');
    await logger.flush();
    renameSync(join(dataDir, 'logs'), join(dataDir, 'elsewhere'));
    logger.info('three');
    await logger.close();
    expect(logFile()).toMatch(/three \{\}\n$/);
  });

  test('the queue has a limit: lines beyond it are counted', async () => {
    const { logger } = setUp({ rotation: { maxFileBytes: 1e6, maxFilesCount: 2, maxQueuedChars: 200 } });
    for (let index = 0; index < 10; index++) logger.info(`line ${index}`);
    await logger.flush();
    const written = logFile().trim().split('\n').length;
    expect(logger.health().lostFileLines).toBe(10 - written);
    expect(written).toBeLessThan(10);
    logger.info('later');
    await logger.close();
    expect(logFile()).toContain('later');
  });

  test('a closed pipe and a console that nobody reads', async () => {
    const { logger, screen } = setUp();
    screen.writableLength = 2_000_000;
    logger.info('slow');
    screen.writableLength = 0;
    logger.info('read');
    screen.emit('error', Object.assign(new Error('EPIPE'), { code: 'EPIPE' }));
    logger.info('gone');
    await logger.close();
    expect(screen.text).toBe('read\n');
    expect(logger.health().lostConsoleLines).toBe(2);
  });

  test('a sink that throws, a clock that is broken, a context that bites', async () => {
    const clock = new FakeClock(Number.NaN);
    const { logger } = setUp({ clock });
    logger.info('no time');
    expect(logger.health().failedRecords).toBe(1);
    const other = setUp({
      sink: () => {
        throw new Error('sink');
      },
    });
    other.logger.info('x', {
      get moId(): string {
        throw new Error('getter');
      },
    });
    other.logger.info('y');
    // The first line could not be made at all; the second reached file and console, though not the sink.
    expect(other.logger.health().failedRecords).toBe(2);
    await other.logger.close();
    expect(other.screen.text).toBe('y\n');
  });

  test('close leaves no listener and no timer behind', async () => {
    const { logger, screen, clock } = setUp();
    logger.info('x');
    await logger.close();
    expect([screen.listenerCount('error'), clock.pending]).toEqual([0, 0]);
  });
});
