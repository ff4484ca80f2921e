import { AppError } from '../../../shared/errors.ts';
import { runProgram, type ServiceUser } from './run-program.ts';

/**
 * The unprivileged user for PostgreSQL, which refuses to run as root (PostgreSQL manual, "The PostgreSQL
 * User Account"). Returns undefined when this process is not root: then it runs PostgreSQL as itself.
 * Creates the user and its group when the machine has none of that name.
 * Throws STORE_EMBEDDED_FAILED when that is impossible.
 */
export async function serviceUser(name: string): Promise<ServiceUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const existing = await lookUp(name);
  if (existing !== undefined) return existing;
  const group = await runProgram('groupadd', ['--force', '--system', name]);
  const user = await runProgram('useradd', [
    ...['--system', '--gid', name, '--no-create-home', '--home-dir', '/nonexistent'],
    ...['--shell', '/usr/sbin/nologin', name],
  ]);
  const created = await lookUp(name);
  if (created !== undefined) return created;
  throw new AppError(
    'STORE_EMBEDDED_FAILED',
    `PostgreSQL does not run as root, and the user "${name}" could not be created`,
    { details: { groupadd: group.output, useradd: user.output } },
  );
}

/** True when `user` can run `sh -c test` with this condition about `path`; covers ACLs and mount options. */
export async function userCan(
  user: ServiceUser | undefined,
  condition: 'enter' | 'run' | 'read',
  path: string,
): Promise<boolean> {
  if (user === undefined) return true;
  const test = { enter: 'cd -- "$1"', run: 'test -x "$1"', read: 'test -r "$1"' }[condition];
  const result = await runProgram('/bin/sh', ['-c', test, 'sh', path], { user });
  return result.exitCode === 0;
}

async function lookUp(name: string): Promise<ServiceUser | undefined> {
  const [uid, gid] = await Promise.all([runProgram('id', ['-u', name]), runProgram('id', ['-g', name])]);
  if (uid.exitCode !== 0 || gid.exitCode !== 0) return undefined;
  const user = { name, uid: Number(uid.output), gid: Number(gid.output) };
  if (Number.isInteger(user.uid) && Number.isInteger(user.gid)) return user;
  throw new AppError('STORE_EMBEDDED_FAILED', `"id ${name}" answers neither ids nor an error: ${uid.output}`);
}
