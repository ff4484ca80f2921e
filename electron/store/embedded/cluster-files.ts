import { randomBytes } from 'node:crypto';
import {
  chmod,
  chown,
  lchown,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  rmdir,
  stat,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { type Binaries, programPath } from './binaries.ts';
import { exists } from './cluster-place.ts';
import { runProgram, type ServiceUser } from './run-program.ts';

export const CLUSTER_USER = 'batchline';
const PASSWORD_FILE = 'postgres-password';
const MAJOR_VERSION = '18';

/**
 * Makes sure that `clusterDir` holds a complete cluster whose superuser has the returned password.
 * The password is kept in `<dataDir>/postgres-password`, readable by this process' user only; a lost one
 * is replaced. Throws STORE_EMBEDDED_FAILED on a cluster of another major version, or when initdb fails.
 */
export async function prepareCluster(
  dataDir: string,
  clusterDir: string,
  binaries: Binaries,
  user: ServiceUser | undefined,
): Promise<string> {
  const fresh = !(await exists(join(clusterDir, 'PG_VERSION')));
  const known = await readPassword(dataDir);
  const password = known ?? randomBytes(24).toString('base64url');
  if (known === undefined) await writePassword(dataDir, password);
  if (fresh) {
    await createCluster(clusterDir, password, binaries, user);
  } else {
    await checkVersion(clusterDir);
    await giveTo(clusterDir, user);
    if (known === undefined) await replacePassword(clusterDir, password, binaries, user);
  }
  return password;
}

/** initdb into a draft folder, renamed when complete: a killed initdb never looks like a cluster. */
async function createCluster(
  clusterDir: string,
  password: string,
  binaries: Binaries,
  user: ServiceUser | undefined,
): Promise<void> {
  const draft = `${clusterDir}.new`;
  const passwordFile = `${clusterDir}.initdb-password`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  try {
    if (user !== undefined) {
      await chown(draft, user.uid, user.gid);
      await chown(passwordFile, user.uid, user.gid);
    }
    // The builtin provider's C.UTF-8 needs no locale of the operating system (PostgreSQL 17 and later).
    const args = [
      ...['-D', draft, '-U', CLUSTER_USER, '--auth=scram-sha-256', `--pwfile=${passwordFile}`],
      ...['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'],
      ...['--data-checksums', '--no-instructions'],
    ];
    const result = await runProgram(programPath(binaries, 'initdb'), args, { user });
    if (result.exitCode !== 0) {
      throw new AppError('STORE_EMBEDDED_FAILED', `initdb failed (${result.exitCode}): ${result.output}`);
    }
    await removeIfEmpty(clusterDir);
    await rename(draft, clusterDir);
  } finally {
    await rm(passwordFile, { force: true });
    await rm(draft, { recursive: true, force: true });
  }
}

/** A folder without PG_VERSION that is not empty may be what a failed disk left of somebody's data. */
async function removeIfEmpty(clusterDir: string): Promise<void> {
  if (!(await exists(clusterDir))) return;
  try {
    await rmdir(clusterDir);
  } catch (error) {
    throw new AppError(
      'STORE_EMBEDDED_FAILED',
      `${clusterDir} is not empty but holds no database: move it away, or restore it`,
      { cause: error },
    );
  }
}

async function checkVersion(clusterDir: string): Promise<void> {
  const version = (await readFile(join(clusterDir, 'PG_VERSION'), 'utf8')).trim();
  if (version === MAJOR_VERSION) return;
  throw new AppError(
    'STORE_EMBEDDED_FAILED',
    `the database in ${clusterDir} is of PostgreSQL ${version}, this program brings ${MAJOR_VERSION}`,
  );
}

/** PostgreSQL insists on owning its folder; one restored from a backup may belong to root. */
async function giveTo(clusterDir: string, user: ServiceUser | undefined): Promise<void> {
  if (user === undefined || (await stat(clusterDir)).uid === user.uid) return;
  for (const entry of await readdir(clusterDir, { recursive: true, withFileTypes: true })) {
    await lchown(join(entry.parentPath, entry.name), user.uid, user.gid);
  }
  await chmod(clusterDir, 0o700);
  await chown(clusterDir, user.uid, user.gid);
}

/** Single-user mode asks for no password (PostgreSQL manual, "postgres": Options for Single-User Mode). */
async function replacePassword(
  clusterDir: string,
  password: string,
  binaries: Binaries,
  user: ServiceUser | undefined,
): Promise<void> {
  const result = await runProgram(
    programPath(binaries, 'postgres'),
    ['--single', '-D', clusterDir, 'postgres'],
    {
      user,
      input: `alter user ${CLUSTER_USER} password '${password}'\n`,
    },
  );
  if (result.exitCode !== 0 || /ERROR|FATAL/.test(result.output)) {
    throw new AppError('STORE_EMBEDDED_FAILED', `the lost password could not be replaced: ${result.output}`);
  }
}

/** The password of this data folder's cluster; undefined when there is none yet or it was damaged. */
export async function readPassword(dataDir: string): Promise<string | undefined> {
  const file = join(dataDir, PASSWORD_FILE);
  if (!(await exists(file))) return undefined;
  const password = (await readFile(file, 'utf8')).trim();
  // Only what writePassword makes goes into SQL text and URLs.
  return /^[\w-]{20,}$/.test(password) ? password : undefined;
}

async function writePassword(dataDir: string, password: string): Promise<void> {
  const file = join(dataDir, PASSWORD_FILE);
  await rm(file, { force: true });
  await writeFile(file, `${password}\n`, { mode: 0o600 });
}
