import { expect, it } from 'vitest';
import { expectAllArchived, expectNothingLostOrDoubled, historyTotal } from './testing/headless-books.ts';
import { HeadlessFolder, HeadlessProcess } from './testing/headless-process.ts';
import { kill, pidOf, processesOf } from './testing/plant-processes.ts';

const ARCHIVED = /^\[TASK 3\] .* is in the history: completed$/;
/** With the intake off, what is in the plant comes to its end, and then nothing moves any more. */
const NO_INTAKE = { ENABLE_TASK_1_AUTO_SYNC: 'false' };
/** Quick enough for a test, slow enough that a kill finds batches in every stage. */
const BUSY = { TRAINING_SPEED: '4000', PLC_READ_INTERVAL_SECONDS: '0.2', PUSH_MAX_PER_SECOND: '20' };

/** Three starts with a PostgreSQL each, on a computer that may be busy with other tests. */
const TIME = { timeout: 120_000 };

async function startAndKillAt(dataDir: string, moment: RegExp): Promise<{ postgres: number }> {
  const host = await HeadlessProcess.start({ dataDir, env: BUSY });
  await host.line(moment);
  const postgres = pidOf(dataDir, 'PostgreSQL');
  kill(host.pid);
  expect(await host.ended).toEqual({ code: null, signal: 'SIGKILL' });
  return { postgres };
}

/** What the terminal says right before the kill: here it hurts most. */
it.each([
  ['with the load released, not accepted', /released to it$/],
  ['with a result captured, not acknowledged', /^\[TASK 2\] slot 3: .* finished/],
  ['with a result in Odoo, not in the history', /^\[TASK 3\] .* is in Odoo$/],
])('the station killed %s: the next start brings it to its end', TIME, async (_name, moment) => {
  const folder = await HeadlessFolder.forTest();
  const dataDir = folder.path;
  const { postgres } = await startAndKillAt(dataDir, moment);
  const next = await HeadlessProcess.start({ dataDir, env: { ...BUSY, ...NO_INTAKE } });
  expect(next.lines).toContain(`stops PostgreSQL ${postgres}, left behind by a killed run`);
  expect(processesOf(dataDir).map(({ pid }) => pid)).not.toContain(postgres);
  expect((await expectAllArchived(next, dataDir)).length).toBeGreaterThanOrEqual(10);
  expect(await next.stop()).toEqual({ code: 0, signal: null });
});

it(
  'the station killed before anything was in the PLC, and again later: it fetches anew and goes on',
  TIME,
  async () => {
    const folder = await HeadlessFolder.forTest();
    const dataDir = folder.path;
    await startAndKillAt(dataDir, /^\[TASK 1\] fetched 10 orders/);
    await startAndKillAt(dataDir, ARCHIVED);
    const last = await HeadlessProcess.start({ dataDir, env: { ...BUSY, ...NO_INTAKE } });
    expect((await expectAllArchived(last, dataDir)).length).toBeGreaterThanOrEqual(10);
    expect(await last.stop()).toEqual({ code: 0, signal: null });
  },
);

it.each([
  ['the process group of the station', false],
  ['everything, PostgreSQL included,', true],
])('%s killed at once: the next start goes on', TIME, async (_name, postgresToo) => {
  const folder = await HeadlessFolder.forTest();
  const dataDir = folder.path;
  const killed = await HeadlessProcess.start({ dataDir, env: BUSY, ownGroup: true });
  await killed.line(ARCHIVED, 3);
  const postgres = pidOf(dataDir, 'PostgreSQL');
  await killed.killGroup();
  if (postgresToo) kill(postgres);

  const next = await HeadlessProcess.start({ dataDir, env: { ...BUSY, ...NO_INTAKE } });
  expect((await expectAllArchived(next, dataDir)).length).toBeGreaterThanOrEqual(10);
  expect(await next.stop()).toEqual({ code: 0, signal: null });
});

it.each([
  ['PostgreSQL', /^PostgreSQL ended by itself$/],
  ['training PLC', /^the training PLC ended \(SIGKILL\); it is started again$/],
  ['training Odoo', /^the training Odoo ended \(SIGKILL\); it is started again$/],
] as const)('only the %s killed: the station goes on by itself', TIME, async (role, news) => {
  const folder = await HeadlessFolder.forTest();
  const dataDir = folder.path;
  const host = await HeadlessProcess.start({ dataDir, env: BUSY });
  await host.line(ARCHIVED, 3);
  const pid = pidOf(dataDir, role);
  kill(pid);
  await host.line(news);
  const before = await countWhenBack(host);
  await host.until(async () => (await historyTotal(host)) >= before + 10);
  expect(pidOf(dataDir, role)).not.toBe(pid);
  await expectNothingLostOrDoubled(host, dataDir);
  expect(await host.stop()).toEqual({ code: 0, signal: null });
  expect(host.errorLines).toEqual([]);
});

/** The history's rows, as soon as the database answers. */
async function countWhenBack(host: HeadlessProcess): Promise<number> {
  let rows = 0;
  await host.until(async () => {
    const { status } = await host.call('/api/admin/history?limit=1');
    if (status !== 200) return false;
    rows = await historyTotal(host);
    return true;
  });
  return rows;
}
