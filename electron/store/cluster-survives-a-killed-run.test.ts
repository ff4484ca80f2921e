import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MemoryLogger } from '../testing/memory-logger.ts';
import { runSql } from '../testing/postgres.ts';
import { systemClock } from '../testing/system-clock.ts';
import { identityOf } from './embedded/run-program.ts';
import { serviceUser } from './embedded/service-user.ts';
import { EmbeddedPostgres } from './embedded-postgres.ts';

let dataDir: string;
let logger: MemoryLogger;
const children: ChildProcess[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'batchline-cluster-'));
  logger = new MemoryLogger();
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL'))
      await once(child, 'exit');
  }
  await rm(dataDir, { recursive: true, force: true });
});

const start = () => EmbeddedPostgres.start({ dataDir, clock: systemClock, logger });

/** Runs a cluster in another process, as a station would. */
async function startElsewhere(): Promise<{ run: ChildProcess; pid: number; url: string }> {
  const run = fork(new URL('testing/run-cluster.ts', import.meta.url), [dataDir]);
  children.push(run);
  const [message]: unknown[] = await once(run, 'message');
  if (typeof message !== 'object' || message === null || !('pid' in message) || !('url' in message)) {
    throw new Error('the other process sent something else');
  }
  return { run, pid: Number(message.pid), url: String(message.url) };
}

async function killed(run: ChildProcess): Promise<void> {
  run.kill('SIGKILL');
  await once(run, 'exit');
}

describe('after its station was killed', () => {
  it('the database that went on without it is stopped and started anew, with its data', async () => {
    const { run, pid, url } = await startElsewhere();
    await runSql(url, 'create table kept (value int); insert into kept values (42)');
    await killed(run);
    expect(await runSql(url, 'select value from kept')).toEqual([{ value: 42 }]);
    await using server = await start();
    expect(server.pid).not.toBe(pid);
    expect(logger.lines[0]?.message).toBe(`stops PostgreSQL ${pid}, left behind by a killed run`);
    expect(await runSql(server.url, 'select value from kept')).toEqual([{ value: 42 }]);
    await expect(runSql(url, 'select 1')).rejects.toThrow();
  });

  it('and the database with it, the next start recovers what was committed', async () => {
    const { run, pid, url } = await startElsewhere();
    await runSql(url, 'create table kept (value int); insert into kept values (42)');
    process.kill(pid, 'SIGKILL');
    await killed(run);
    await using server = await start();
    expect(await runSql(server.url, 'select value from kept')).toEqual([{ value: 42 }]);
  });

  it('a number in postmaster.pid that another program has now is no obstacle, and that program lives on', async () => {
    await (await start()).stop();
    const user = await serviceUser('postgres');
    const stranger = spawn('sleep', ['600'], { cwd: '/', stdio: 'ignore', ...identityOf(user) });
    children.push(stranger);
    await once(stranger, 'spawn');
    const lines = [
      stranger.pid,
      join(dataDir, 'postgres'),
      1_700_000_000,
      5432,
      '',
      '127.0.0.1',
      '  1  1',
      '',
    ];
    await writeFile(join(dataDir, 'postgres', 'postmaster.pid'), lines.join('\n'));
    await using server = await start();
    expect(await runSql(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect([stranger.exitCode, stranger.signalCode]).toEqual([null, null]);
  });
});

describe('a running database', () => {
  it('listens on loopback only, asks for the password, and keeps that to itself', async () => {
    await using server = await start();
    const port = Number(new URL(server.url).port);
    const outside = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
    const others = [
      '127.0.0.2',
      ...outside
        .filter(({ internal, family }) => !internal && family === 'IPv4')
        .map(({ address }) => address),
    ];
    for (const address of others) {
      const [error]: unknown[] = await once(connect(port, address), 'error');
      expect(error, address).toMatchObject({ code: 'ECONNREFUSED' });
    }
    const stranger = new URL(server.url);
    stranger.password = '';
    await expect(runSql(stranger.toString(), 'select 1')).rejects.toThrow(/password/);
    const secret = new URL(server.url).password;
    expect((await stat(join(dataDir, 'postgres-password'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(dataDir, 'postgres.log'))).mode & 0o777).toBe(0o600);
    expect(
      JSON.stringify(logger.lines) + (await readFile(join(dataDir, 'postgres.log'), 'utf8')),
    ).not.toContain(secret);
    expect(
      await runSql(
        server.url,
        `select current_setting('fsync') as fsync, current_setting('unix_socket_directories') as sockets,
      current_setting('server_encoding') as encoding, lower('ÄÖ') as lower, current_setting('data_checksums') as checksums`,
      ),
    ).toEqual([{ fsync: 'on', sockets: '', encoding: 'UTF8', lower: 'äö', checksums: 'on' }]);
  });

  it('is in a process group of its own: Ctrl-C in a terminal does not reach it', async () => {
    await using server = await start();
    // Field 5 of /proc/<pid>/stat (proc(5)), counted after the name in parentheses.
    const [, , group] = (await readFile(`/proc/${server.pid}/stat`, 'utf8')).replace(/^.*\) /, '').split(' ');
    expect(Number(group)).toBe(server.pid);
  });

  it('that ends by itself is told, and starts again on the same port, where open pools find it', async () => {
    await using server = await start();
    const { url, pid } = server;
    await runSql(url, 'create table kept (value int); insert into kept values (42)');
    const told = new Promise((resolve) => server.onExit(resolve));
    process.kill(pid ?? 0, 'SIGKILL');
    expect(await told).toEqual({ exitCode: null, signal: 'SIGKILL' });
    expect(server.pid).toBeUndefined();
    await server.restart();
    expect(server.url).toBe(url);
    expect(await runSql(url, 'select value from kept')).toEqual([{ value: 42 }]);
  });

  it('stops in order with clients connected, once, without telling anybody', async () => {
    const server = await start();
    const told: unknown[] = [];
    server.onExit((exit) => told.push(exit));
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    const errors: Error[] = [];
    client.on('error', (error) => errors.push(error));
    const disconnected = new Promise((resolve) => client.once('end', resolve));
    await Promise.all([server.stop(), server.stop()]);
    await disconnected;
    expect(errors[0]).toMatchObject({ code: '57P01' });
    await client.end();
    expect(told).toEqual([]);
    expect(await readFile(join(dataDir, 'postgres.log'), 'utf8')).toContain('database system is shut down');
    await expect(stat(join(dataDir, 'postgres', 'postmaster.pid'))).rejects.toThrow('ENOENT');
  });

  it('can be stopped while it starts again', async () => {
    const server = await start();
    const restarting = server.restart();
    const stopping = server.stop();
    await expect(restarting).rejects.toMatchObject({ message: 'PostgreSQL was stopped while it started' });
    await stopping;
    expect(server.pid).toBeUndefined();
    await expect(runSql(server.url, 'select 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('keeps its port when that is taken: a restart fails, and works when it is free again', async () => {
    await using server = await start();
    const { url } = server;
    await server.stop();
    const thief = createServer((socket) => socket.destroy());
    await once(thief.listen(Number(new URL(url).port), '127.0.0.1'), 'listening');
    await expect(server.restart()).rejects.toMatchObject({
      code: 'STORE_EMBEDDED_FAILED',
      details: { logTail: expect.stringContaining('could not bind') },
    });
    thief.close();
    await once(thief, 'close');
    await server.restart();
    expect(server.url).toBe(url);
    expect(await runSql(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});

describe('a start', () => {
  it('replaces a lost password and keeps the data', async () => {
    const first = await start();
    await runSql(first.url, 'create table kept (value int); insert into kept values (42)');
    const lost = new URL(first.url).password;
    await first.stop();
    await rm(join(dataDir, 'postgres-password'));
    await using second = await start();
    expect(new URL(second.url).password).not.toBe(lost);
    expect(await runSql(second.url, 'select value from kept')).toEqual([{ value: 42 }]);
  });

  it('begins again after an initdb that was cut off', async () => {
    await mkdir(join(dataDir, 'postgres.new', 'base'), { recursive: true });
    await writeFile(join(dataDir, 'postgres.new', 'PG_VERSION'), '18\n');
    await using server = await start();
    expect(await runSql(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it.each([
    ['another major version', { PG_VERSION: '17\n' }, 'is of PostgreSQL 17'],
    ['files but no database', { 'what-is-left': 'rows' }, 'is not empty but holds no database'],
  ])('refuses a folder with %s, and touches nothing', async (_, files, message) => {
    await mkdir(join(dataDir, 'postgres'));
    for (const [name, text] of Object.entries(files)) await writeFile(join(dataDir, 'postgres', name), text);
    await expect(start()).rejects.toMatchObject({
      code: 'STORE_EMBEDDED_FAILED',
      message: expect.stringContaining(message),
    });
    for (const [name, text] of Object.entries(files)) {
      expect(await readFile(join(dataDir, 'postgres', name), 'utf8')).toBe(text);
    }
  });

  it('tells the end of the log when the server does not come up, and leaves no process', async () => {
    const first = await start();
    const cluster = first.clusterDir;
    await first.stop();
    await writeFile(join(cluster, 'postgresql.auto.conf'), 'no_such_setting = 1\n');
    await expect(start()).rejects.toMatchObject({
      code: 'STORE_EMBEDDED_FAILED',
      details: { logTail: expect.stringContaining('no_such_setting') },
    });
    await expect(stat(join(cluster, 'postmaster.pid'))).rejects.toThrow('ENOENT');
  });
});
