import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectNothingLostOrDoubled, historyTotal } from './testing/headless-books.ts';
import { HeadlessFolder, HeadlessProcess } from './testing/headless-process.ts';
import { runSql } from './testing/postgres.ts';

const ARCHIVED = /^\[TASK 3\] (\S+) is in the history: completed$/;
const TOKEN_LINE = /^API token \(shown once, kept in (.+)\): (\S+)$/;
/** A station that is told nothing at all makes its own token. */
const NOTHING_TOLD = { BATCHLINE_API_TOKEN: '' };

let folder: HeadlessFolder;
let host: HeadlessProcess;
beforeAll(async () => {
  folder = await HeadlessFolder.make();
  host = await HeadlessProcess.start({ dataDir: folder.path, env: NOTHING_TOLD });
  await host.line(ARCHIVED, 20);
});
afterAll(() => folder[Symbol.asyncDispose]());

const madeToken = (): string =>
  TOKEN_LINE.exec(host.lines.find((line) => TOKEN_LINE.test(line)) ?? '')?.[2] ?? '';
const tokenFile = (): string => join(folder.path, 'secrets', 'api-token');

describe('a station that is told nothing', () => {
  it('runs in training mode, ten orders at once, and the next ten follow', () => {
    expect(host.lines[0]).toMatch(
      /^TRAINING MODE: a training PLC on UDP port \d+ and a training Odoo at http:\/\/127\.0\.0\.1:\d+$/,
    );
    const loads = host.lines.filter((line) => /^\[TASK 1\] 10 orders are in the PLC/.test(line));
    expect(loads.length).toBeGreaterThanOrEqual(2);
    const orders = host.lines.flatMap((line) => ARCHIVED.exec(line)?.[1] ?? []);
    expect(new Set(orders).size).toBe(orders.length);
    expect(orders.slice(0, 10).toSorted()).toEqual(orderNames(1, 10));
    expect(orders.slice(10, 20).toSorted()).toEqual(orderNames(11, 20));
  });

  it('starts each line of a task with the number of that task', () => {
    const ofTasks = host.lines.filter((line) =>
      /fetched|orders are in the PLC|finished, |told the PLC|is in Odoo|in the history|running, /.test(line),
    );
    expect(ofTasks.length).toBeGreaterThan(60);
    for (const line of ofTasks) expect(line).toMatch(/^\[TASK [1-7]\] /);
  });

  it('shows its token once, and keeps it where only the owner can read it', () => {
    const shown = host.lines.filter((line) => line.includes(madeToken()));
    expect(shown).toEqual([`API token (shown once, kept in ${tokenFile()}): ${madeToken()}`]);
    expect(madeToken()).toMatch(/^[\w-]{43}$/);
    expect(readFileSync(tokenFile(), 'utf8').trim()).toBe(madeToken());
    expect((statSync(tokenFile()).mode & 0o777).toString(8)).toBe('600');
  });

  it('writes its lines to the log file and, once the database is there, to system_log', async () => {
    const expected = host.lines.filter((line) => / is in the history: /.test(line)).slice(0, 10);
    const file = readFileSync(join(folder.path, 'logs', 'batchline.log'), 'utf8');
    for (const line of expected) expect(file).toContain(line);
    await host.until(async () => (await systemLog('%is in the history%')).length >= 10);
    const rows = await systemLog('%is in the history%');
    expect(rows.map(({ message }) => message)).toEqual(expect.arrayContaining(expected));
    expect(rows[0]).toMatchObject({ level: 'info', mo_id: 'WH/MO/00001', batch_no: '1' });
  });
});

describe('its second start', () => {
  it('goes on where it was, with the same token, which is not shown again', {
    timeout: 120_000,
  }, async () => {
    const token = madeToken();
    expect(await host.stop()).toEqual({ code: 0, signal: null });
    const second = await HeadlessProcess.start({ dataDir: folder.path, env: NOTHING_TOLD });
    await second.line(ARCHIVED, 10);
    expect(second.lines.filter((line) => line.includes(token) || TOKEN_LINE.test(line))).toEqual([]);
    const headers = { authorization: `Bearer ${token}` };
    expect(await second.call('/api/health', { headers })).toMatchObject({ status: 200 });
    expect(readFileSync(tokenFile(), 'utf8').trim()).toBe(token);
    expect(await second.stop()).toEqual({ code: 0, signal: null });

    const third = await HeadlessProcess.start({ dataDir: folder.path });
    expect(await historyTotal(third)).toBeGreaterThanOrEqual(30);
    await expectNothingLostOrDoubled(third, folder.path);
    expect(await third.stop()).toEqual({ code: 0, signal: null });
  });

  it('has left no secret in any log', () => {
    const secrets = [madeToken(), readFileSync(join(folder.path, 'postgres-password'), 'utf8').trim()];
    for (const secret of secrets) expect(secret.length).toBeGreaterThan(20);
    expect(host.lines.filter((line) => line.includes(secrets[1] ?? ''))).toEqual([]);
    const logs = [
      join(folder.path, 'postgres.log'),
      ...['logs', 'training'].flatMap((name) =>
        readdirSync(join(folder.path, name)).map((file) => join(folder.path, name, file)),
      ),
    ].filter((file) => file.endsWith('.log'));
    expect(logs.map((file) => file.slice(folder.path.length + 1)).toSorted()).toEqual([
      'logs/batchline.log',
      'postgres.log',
      'training/odoo.log',
      'training/plc.log',
    ]);
    for (const file of logs)
      for (const secret of secrets) expect(readFileSync(file, 'utf8')).not.toContain(secret);
  });
});

function orderNames(from: number, to: number): string[] {
  return Array.from(
    { length: to - from + 1 },
    (_, place) => `WH/MO/${String(from + place).padStart(5, '0')}`,
  );
}

/** The lines of system_log that fit, oldest first: asked of the station's own database. */
function systemLog(
  like: string,
): Promise<{ message: string; level: string; mo_id: string; batch_no: string }[]> {
  const port = /^PostgreSQL runs on 127\.0\.0\.1:(\d+)$/.exec(
    host.lines.find((line) => line.startsWith('PostgreSQL runs on')) ?? '',
  )?.[1];
  const password = readFileSync(join(folder.path, 'postgres-password'), 'utf8').trim();
  return runSql(
    `postgresql://batchline:${password}@127.0.0.1:${port}/batchline`,
    'select message, level, mo_id, batch_no from system_log where message like $1 order by "timestamp"',
    [like],
  );
}
