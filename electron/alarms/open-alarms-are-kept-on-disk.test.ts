import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Alarm } from '../domain/alarm.ts';
import { cause } from '../domain/cause.ts';
import { AlarmFile, readAlarmFile } from './alarm-file.ts';
import { openBook } from './testing/open-book.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'batchline-alarms-'));
  file = join(folder, 'alarms.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A book with an alarm in every state that a file can hold. */
function keptBook() {
  const opened = openBook();
  const { book, clock, logger } = opened;
  for (const subject of ['new', 'seen', 'over', 'shelved'])
    book.raise('SLOT_FAULTY', subject, `${subject} ⚙ "${'\0'}"`, { moId: 'WH/MO/00001', slot: 3 });
  book.raise('SLOT_FAULTY', 'seen', cause('slot-rejected', { text: 'D6227 ⚙' }));
  book.acknowledge('SLOT_FAULTY', 'seen', 'Sari');
  book.comment('SLOT_FAULTY', 'seen', 'electrician is called', 'Budi');
  book.clear('SLOT_FAULTY', 'over');
  book.shelve('SLOT_FAULTY', 'shelved', { until: clock.now() + 600_000, by: 'Sari', reason: 'known' });
  book.announce('EQUIPMENT_FAILURE', 'silo103', 'START_FAILURE', { equipment: 'silo_c' });
  const kept = new AlarmFile({ file, open: () => book.open(), clock, logger });
  return { ...opened, kept };
}

it('as they are: what was written is what is read, and nobody else can read it', async () => {
  const { book, kept } = keptBook();
  kept.save();
  await kept.saved();
  expect(readAlarmFile(file)).toEqual({ alarms: book.open(), fault: null });
  await kept.close();
  expect(await readdir(folder)).toEqual(['alarms.json']);
});

it('changes of one moment are one write; closing writes what is not written yet', async () => {
  const opened = openBook();
  const lists: number[] = [];
  const open = (): readonly Alarm[] => {
    lists.push(opened.book.open().length);
    return opened.book.open();
  };
  const kept = new AlarmFile({ file, open, clock: opened.clock, logger: opened.logger });
  for (const subject of ['a', 'b', 'c']) {
    opened.book.raise('SLOT_FAULTY', subject, 'broken');
    kept.save();
  }
  expect([lists, opened.clock.pending]).toEqual([[], 1]);
  await kept.close();
  expect([lists, opened.clock.pending, readAlarmFile(file).alarms.length]).toEqual([[3], 0, 3]);
  kept.save();
  expect(opened.clock.pending).toBe(0);
});

it('a file that is not there is no fault; a damaged one is put aside and told', async () => {
  expect(readAlarmFile(file)).toEqual({ alarms: [], fault: null });
  await writeFile(file, '{"alarms":[{"id"');
  const { alarms, fault } = readAlarmFile(file);
  expect([alarms, fault]).toEqual([[], expect.stringContaining('put aside')]);
  expect(await readFile(`${file}.damaged`, 'utf8')).toBe('{"alarms":[{"id"');
  expect(readAlarmFile(file)).toEqual({ alarms: [], fault: null });
});

it('an alarm that this version does not know is left out by itself', async () => {
  const { book, kept } = keptBook();
  kept.save();
  await kept.saved();
  const strange = (await readFile(file, 'utf8')).replace('EQUIPMENT_FAILURE', 'WARP_CORE_BREACH');
  await writeFile(file, strange);
  expect(readAlarmFile(file).alarms).toEqual(book.open().slice(0, 4));
  await kept.close();
});

it('an alarm without a cause, or with one that this version does not know, is told by its message', async () => {
  const { book, kept } = keptBook();
  kept.save();
  await kept.saved();
  const causeOf = () => readAlarmFile(file).alarms.find(({ subject }) => subject === 'seen')?.cause;
  expect(causeOf()).toEqual({ key: 'slot-rejected', values: { text: 'D6227 ⚙' } });
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace('"slot-rejected"', '"warp-core-breached"'));
  expect(causeOf()).toBeNull();
  await writeFile(file, text.replaceAll('"cause":', '"once":'));
  expect(readAlarmFile(file).alarms).toEqual(book.open().map((alarm) => ({ ...alarm, cause: null })));
  await kept.close();
});

it('a disk that takes nothing is told once, and is tried again until it does', async () => {
  const { book, kept, clock, logger } = keptBook();
  await mkdir(`${file}.new`);
  kept.save();
  await kept.saved();
  await kept.saved();
  expect(logger.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
  expect(clock.pending).toBeGreaterThan(0);
  await rm(`${file}.new`, { recursive: true });
  await clock.advance(5_000);
  await kept.saved();
  expect(readAlarmFile(file).alarms).toEqual(book.open());
  await kept.close();
  book.close();
  expect(clock.pending).toBe(0);
});
