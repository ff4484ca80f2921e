import { spawn } from 'node:child_process';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import pg from 'pg';
import { AppError, messageOf } from '../../../shared/errors.ts';
import { type Clock, sleep } from '../../domain/ports.ts';
import { type Binaries, programPath } from './binaries.ts';
import { identityOf, programEnvironment, type ServiceUser } from './run-program.ts';

export interface ServerExit {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A server that we started; `exited` resolves when it has ended, for whatever reason. */
export interface ServerProcess {
  readonly pid: number;
  readonly exited: Promise<ServerExit>;
  hasExited(): boolean;
}

export interface ServerOptions {
  readonly binaries: Binaries;
  readonly clusterDir: string;
  readonly logFile: string;
  readonly port: number;
  readonly user: ServiceUser | undefined;
}

/** At each start a log file of this size is set aside; one older file is kept. */
const LOG_FILE_LIMIT_BYTES = 5_000_000;
const PROBE_TIMEOUT_MS = 2000;
const LOOK_AGAIN_MS = 50;

/**
 * Starts a server in a process group of its own, so that Ctrl-C in a terminal reaches the station only,
 * which then stops its database in order. Its output goes to a file, not to a pipe of ours: it must not
 * break when we are killed.
 */
export async function spawnServer(options: ServerOptions): Promise<ServerProcess> {
  await setLongLogAside(options.logFile);
  const log = await open(options.logFile, 'a', 0o600);
  try {
    const child = spawn(programPath(options.binaries, 'postgres'), serverArguments(options), {
      cwd: options.clusterDir,
      detached: true,
      env: programEnvironment(),
      stdio: ['ignore', log.fd, log.fd],
      windowsHide: true,
      ...identityOf(options.user),
    });
    const exited = new Promise<ServerExit>((resolve) => {
      child.once('exit', (exitCode, signal) => resolve({ exitCode, signal }));
      child.once('error', () => resolve({ exitCode: null, signal: null }));
    });
    let gone = false;
    void exited.then(() => {
      gone = true;
    });
    // Without a pid it never ran; the 'error' event follows, and must not be waited for.
    const hasExited = (): boolean => gone || child.pid === undefined;
    return { pid: child.pid ?? 0, exited, hasExited };
  } finally {
    await log.close();
  }
}

function serverArguments(options: ServerOptions): string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    port: options.port,
    unix_socket_directories: '',
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    max_connections: 50,
    shared_buffers: '32MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    logging_collector: 'off',
    log_checkpoints: 'off',
    // Statements that fail are logged by the caller, with what it was doing.
    log_min_messages: 'warning',
    log_min_error_statement: 'panic',
  };
  return [
    '-D',
    options.clusterDir,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
}

/**
 * Waits until the server answers a query on `url`. Throws STORE_EMBEDDED_FAILED when it ends before, when
 * it refuses our password, when the time is up, or when `signal` aborts; details.logTail has the end of its log.
 */
export async function waitUntilReady(
  server: ServerProcess,
  url: string,
  options: { clock: Clock; timeoutMs: number; logFile: string; signal: AbortSignal },
): Promise<void> {
  const deadlineMs = options.clock.monotonicMs() + options.timeoutMs;
  for (;;) {
    if (options.signal.aborted)
      throw new AppError('STORE_EMBEDDED_FAILED', 'PostgreSQL was stopped while it started');
    const fault = server.hasExited() ? 'it ended at once' : await faultOf(url);
    if (fault === undefined && !server.hasExited()) return;
    const refused = fault?.includes('password authentication failed') ?? false;
    if (server.hasExited() || refused || options.clock.monotonicMs() >= deadlineMs) {
      throw new AppError(
        'STORE_EMBEDDED_FAILED',
        `PostgreSQL does not start: ${fault ?? 'it ended at once'}`,
        {
          details: { logTail: await tailOf(options.logFile) },
        },
      );
    }
    await sleep(options.clock, LOOK_AGAIN_MS, options.signal);
  }
}

/** Asks one question on a connection of its own. */
export async function askOnce(url: string, question: string): Promise<string | undefined> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: PROBE_TIMEOUT_MS,
    query_timeout: PROBE_TIMEOUT_MS,
  });
  // A connection that breaks while idle reports here; the query below fails as well and tells it.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const result = await client.query<{ answer: unknown }>(question);
    const answer = result.rows[0]?.answer;
    return answer === undefined || answer === null ? undefined : String(answer);
  } finally {
    await client.end();
  }
}

/** A TCP port that was free on loopback a moment ago. Another program may take it; the caller tries again. */
export function freeLoopbackPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

async function faultOf(url: string): Promise<string | undefined> {
  try {
    await askOnce(url, 'select 1 as answer');
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

async function setLongLogAside(logFile: string): Promise<void> {
  const size = await stat(logFile).then(
    (found) => found.size,
    () => 0,
  );
  if (size < LOG_FILE_LIMIT_BYTES) return;
  await rm(`${logFile}.1`, { force: true });
  await rename(logFile, `${logFile}.1`);
}

async function tailOf(logFile: string): Promise<string> {
  return readFile(logFile, 'utf8').then(
    (text) => text.slice(-2000),
    (error: unknown) => messageOf(error),
  );
}
