import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { prepareDataFolder } from './station/data-folder.ts';
import { expectAllArchived, expectNothingLostOrDoubled } from './testing/headless-books.ts';
import { type Ending, HeadlessFolder, HeadlessProcess } from './testing/headless-process.ts';
import { processesOf } from './testing/plant-processes.ts';

const ARCHIVED = /^\[TASK 3\] .* is in the history: completed$/;
/** Two starts with a PostgreSQL each, on a computer that may be busy with other tests. */
const TIME = { timeout: 120_000 };
const IN_ORDER: Ending = { code: 0, signal: null };

/**
 * Nothing of the station is left: with its processes gone their sockets and ports are free, the lock can be
 * had, and PostgreSQL has removed its pid file, which it does only after an orderly shutdown.
 */
function expectNothingLeft(dataDir: string): void {
  expect(processesOf(dataDir)).toEqual([]);
  expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid'))).toBe(false);
  prepareDataFolder({ dataDir }).release();
}

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s in the middle of work: ends by itself, leaves nothing, and the next start goes on',
  TIME,
  async (signal) => {
    const folder = await HeadlessFolder.forTest();
    const dataDir = folder.path;
    const first = await HeadlessProcess.start({ dataDir });
    const roles = new Set(processesOf(dataDir).map(({ role }) => role));
    expect([...roles]).toEqual(
      expect.arrayContaining(['station', 'training PLC', 'training Odoo', 'PostgreSQL']),
    );
    await first.line(ARCHIVED, 2);
    const before = await expectNothingLostOrDoubled(first, dataDir);
    expect(await first.stop(signal)).toEqual(IN_ORDER);
    // An end that was forced, because something was still open, would say so here.
    expect(first.errorLines).toEqual([]);
    expect(first.lines).toContain(`${signal}: stopping`);
    expectNothingLeft(dataDir);

    const second = await HeadlessProcess.start({ dataDir, env: { ENABLE_TASK_1_AUTO_SYNC: 'false' } });
    expect(second.lines.filter((line) => /left behind|migrated/.test(line))).toEqual([]);
    const after = await expectAllArchived(second, dataDir);
    expect(after).toEqual(expect.arrayContaining([...before]));
    expect(await second.stop(signal)).toEqual(IN_ORDER);
    expectNothingLeft(dataDir);
  },
);

it('Ctrl-C in a terminal reaches the whole process group: it stops in order all the same', async () => {
  const folder = await HeadlessFolder.forTest();
  const dataDir = folder.path;
  const host = await HeadlessProcess.start({ dataDir, ownGroup: true });
  await host.line(ARCHIVED, 2);
  process.kill(-host.pid, 'SIGINT');
  process.kill(-host.pid, 'SIGINT');
  expect(await host.ended).toEqual(IN_ORDER);
  expect(host.errorLines).toEqual([]);
  expect(host.lines.filter((line) => line.includes('is started again'))).toEqual([]);
  expectNothingLeft(dataDir);
});

it('SIGTERM while it is still starting: stops in order as soon as it has started', async () => {
  const folder = await HeadlessFolder.forTest();
  const dataDir = folder.path;
  const host = HeadlessProcess.spawn({ dataDir });
  await host.line(/^TRAINING MODE: /);
  expect(await host.stop('SIGTERM')).toEqual(IN_ORDER);
  expect(host.errorLines).toEqual([]);
  expectNothingLeft(dataDir);
});

it('a station whose PostgreSQL, PLC and Odoo have just died stops in order', async () => {
  const folder = await HeadlessFolder.forTest();
  const dataDir = folder.path;
  const host = await HeadlessProcess.start({ dataDir });
  await host.line(ARCHIVED, 2);
  for (const { pid, role } of processesOf(dataDir)) {
    if (role !== 'station' && role !== 'other') process.kill(pid, 'SIGKILL');
  }
  await host.line(/^PostgreSQL ended by itself$/);
  await host.line(/it is started again$/, 2);
  expect(await host.stop()).toEqual(IN_ORDER);
  expect(host.errorLines).toEqual([]);
  expect(processesOf(dataDir)).toEqual([]);
  prepareDataFolder({ dataDir }).release();
});
