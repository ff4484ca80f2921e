import { readFile, readlink, realpath, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { type Clock, type Logger, sleep } from '../../domain/ports.ts';

/** A running server process and how to see that it is gone. */
export interface Postmaster {
  readonly pid: number;
  isGone(): Promise<boolean>;
}

export interface StopLimits {
  /** How long a fast shutdown (clients disconnected, checkpoint written) may take. */
  readonly fastMs: number;
  /** How long an immediate one may take; the next start then recovers from the write-ahead log. */
  readonly immediateMs: number;
}

const LOOK_AGAIN_MS = 25;

/**
 * Ends a server: fast shutdown, after its deadline immediate, after that one kill. The signals are those
 * of the PostgreSQL manual, "Shutting Down the Server"; Windows has no signals, there the first one ends
 * the process and the next start recovers.
 * Throws STORE_EMBEDDED_FAILED when the process outlives all three.
 */
export async function stopPostmaster(
  postmaster: Postmaster,
  limits: StopLimits,
  ports: { clock: Clock; logger: Logger },
): Promise<void> {
  const steps = [
    { signal: 'SIGINT', waitMs: limits.fastMs },
    { signal: 'SIGQUIT', waitMs: limits.immediateMs },
    { signal: 'SIGKILL', waitMs: limits.immediateMs },
  ] as const;
  for (const { signal, waitMs } of steps) {
    if (signal !== 'SIGINT') ports.logger.warn(`PostgreSQL ${postmaster.pid} does not stop: ${signal}`);
    send(postmaster.pid, signal);
    const deadlineMs = ports.clock.monotonicMs() + waitMs;
    while (ports.clock.monotonicMs() < deadlineMs) {
      if (await postmaster.isGone()) return;
      await sleep(ports.clock, LOOK_AGAIN_MS);
    }
    if (await postmaster.isGone()) return;
  }
  throw new AppError('STORE_EMBEDDED_FAILED', `PostgreSQL process ${postmaster.pid} cannot be ended`);
}

/**
 * The live server of this cluster that a killed run left behind, or undefined. `answers(port)` tells
 * whether the server on that port is the one of this cluster, for systems without /proc.
 */
export async function findOrphan(
  clusterDir: string,
  answers: (port: number) => Promise<boolean>,
): Promise<Postmaster | undefined> {
  const lines = await pidFileLines(clusterDir);
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!Number.isInteger(pid) || pid <= 1) return undefined;
  const serves = async (): Promise<boolean> => {
    if (!send(pid, 0)) return false;
    return process.platform === 'linux' ? servesByProc(pid, clusterDir) : answers(port);
  };
  if (await serves()) return { pid, isGone: async () => !(await serves()) };
  return undefined;
}

/**
 * After a power cut the number in postmaster.pid may belong to some other program, and PostgreSQL then
 * refuses to start. It does ignore its own parent's number, so we put ours there. The file itself must
 * stay: it also names the shared memory of a crashed server, which PostgreSQL checks before it starts.
 * Call only after {@link findOrphan} found nothing.
 */
export async function disownPidFile(clusterDir: string): Promise<void> {
  const lines = await pidFileLines(clusterDir);
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !send(pid, 0)) return;
  await writeFile(join(clusterDir, 'postmaster.pid'), [String(process.pid), ...lines.slice(1)].join('\n'));
}

/** The server's working directory is its cluster; the folder's name alone would prove nothing. */
async function servesByProc(pid: number, clusterDir: string): Promise<boolean> {
  try {
    const [home, cwd, program] = await Promise.all([
      realpath(clusterDir),
      readlink(`/proc/${pid}/cwd`),
      readlink(`/proc/${pid}/exe`),
    ]);
    return cwd === home && basename(program).startsWith('postgres');
  } catch {
    return false; // Gone in between, or a zombie: neither serves anything.
  }
}

async function pidFileLines(clusterDir: string): Promise<string[]> {
  try {
    return (await readFile(join(clusterDir, 'postmaster.pid'), 'utf8')).split('\n');
  } catch {
    return []; // No file: the last server stopped in order.
  }
}

/** Sends a signal (0 only asks); false when there is no such process. */
function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch (error) {
    // EPERM: it exists and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
