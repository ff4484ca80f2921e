import { randomUUID } from 'node:crypto';
import { chmod, cp, mkdir, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MemoryLogger } from '../testing/memory-logger.ts';
import { runSql } from '../testing/postgres.ts';
import { systemClock } from '../testing/system-clock.ts';
import { type Binaries, locateBinaries } from './embedded/binaries.ts';
import { runProgram } from './embedded/run-program.ts';
import { serviceUser } from './embedded/service-user.ts';
import { EmbeddedPostgres } from './embedded-postgres.ts';

/** Only root hands the database to another user, who then needs a way to it. */
const isRoot = process.getuid?.() === 0;

/** A folder that root alone can enter, with the data folder in it; and one that everybody can pass through. */
let closed: string;
let sharedDir: string;
let dataDir: string;

beforeEach(async () => {
  closed = await mkdtemp(join(tmpdir(), 'batchline-closed-'));
  sharedDir = join(await mkdtemp(join(tmpdir(), 'batchline-shared-')), 'batchline');
  await chmod(join(sharedDir, '..'), 0o755);
  dataDir = join(closed, 'data');
  await mkdir(dataDir);
});
afterEach(async () => {
  await rm(closed, { recursive: true, force: true });
  await rm(join(sharedDir, '..'), { recursive: true, force: true });
});

const start = (change: { binaries?: Binaries; dataDir?: string } = {}) =>
  EmbeddedPostgres.start({ dataDir, sharedDir, clock: systemClock, logger: new MemoryLogger(), ...change });

async function startWithRow(): Promise<void> {
  await using server = await start();
  await runSql(server.url, 'create table kept (value int); insert into kept values (42)');
}

const expectRow = async (server: EmbeddedPostgres) =>
  expect(await runSql(server.url, 'select value from kept')).toEqual([{ value: 42 }]);

describe('a data folder below a closed folder', () => {
  it('has its database elsewhere, says where, and finds it again', async () => {
    await startWithRow();
    expect((await stat(closed)).mode & 0o777).toBe(0o700);
    await using server = await start();
    await expectRow(server);
    expect(server.clusterDir.startsWith(isRoot ? sharedDir : dataDir)).toBe(true);
    if (!isRoot) return;
    const note: unknown = JSON.parse(await readFile(join(dataDir, 'postgres-place.json'), 'utf8'));
    expect(note).toEqual({ clusterDir: server.clusterDir, dataDir });
    expect((await stat(server.clusterDir)).mode & 0o777).toBe(0o700);
  });

  it('brings its binaries along when those are closed as well', async () => {
    const source = await locateBinaries();
    const hidden: Binaries = { nativeDir: join(closed, 'native'), version: 'test' };
    await cp(source.nativeDir, hidden.nativeDir, { recursive: true, verbatimSymlinks: true });
    await chmod(join(hidden.nativeDir, 'lib'), 0o700);
    await using server = await start({ binaries: hidden });
    expect(await runSql(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    const copied = await stat(join(sharedDir, 'postgresql-test', 'bin', 'postgres')).then(
      () => true,
      () => false,
    );
    expect(copied).toBe(isRoot);
  });

  it('may be moved, but a copy of it does not share the database', async () => {
    await startWithRow();
    const moved = join(closed, 'moved');
    await rename(dataDir, moved);
    await using server = await start({ dataDir: moved });
    await expectRow(server);
    await server.stop();
    if (!isRoot) return;
    await cp(moved, dataDir, { recursive: true });
    await expect(start()).rejects.toMatchObject({
      code: 'STORE_EMBEDDED_FAILED',
      message: expect.stringContaining('must not share'),
    });
  });

  it('is not given an empty database when its own is gone or out of reach', async () => {
    if (!isRoot) return expect(await serviceUser('postgres')).toBeUndefined();
    await startWithRow();
    await rm(sharedDir, { recursive: true });
    await expect(start()).rejects.toMatchObject({ message: expect.stringContaining('it is not there') });
    await rm(join(dataDir, 'postgres-place.json'));
    await chmod(closed, 0o711);
    await startWithRow();
    await chmod(closed, 0o700);
    await expect(start()).rejects.toMatchObject({
      message: expect.stringContaining('can no longer get there'),
    });
    await chmod(closed, 0o711);
    await using server = await start();
    await expectRow(server);
    expect(server.clusterDir).toBe(join(dataDir, 'postgres'));
  });
});

it('a user for the database is created where the machine has none', async () => {
  const name = `batchline-${randomUUID().slice(0, 8)}`;
  const user = await serviceUser(name);
  try {
    expect(user === undefined ? 'ourselves' : user.name).toBe(isRoot ? name : 'ourselves');
    expect(await serviceUser(name)).toEqual(user);
  } finally {
    if (user !== undefined) await runProgram('userdel', [name]);
  }
});
