import { spawn } from 'node:child_process';

/** The unprivileged user that PostgreSQL runs as; undefined when this process may run it itself. */
export interface ServiceUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

export interface ProgramResult {
  /** Null when a signal ended the program or when it could not be started at all. */
  readonly exitCode: number | null;
  /** The last {@link OUTPUT_LIMIT_CHARS} characters of what it printed, or why it could not be started. */
  readonly output: string;
}

export interface ProgramOptions {
  readonly user?: ServiceUser | undefined;
  readonly cwd?: string;
  /** Written to standard input, which is then closed. */
  readonly input?: string;
}

const OUTPUT_LIMIT_CHARS = 8000;

/**
 * The environment of every program of the cluster: nothing of ours that could redirect it (PGDATA,
 * PGPORT, LC_*), and no locale that the machine may lack.
 */
export function programEnvironment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'SystemRoot', 'SYSTEMROOT', 'TEMP', 'TMP'];
  const entries = kept.flatMap((name) =>
    process.env[name] === undefined ? [] : [[name, process.env[name]]],
  );
  return { ...Object.fromEntries(entries), LC_ALL: 'C', TZ: 'UTC' };
}

/** The identity part of spawn's options: only root can and must change it. */
export function identityOf(user: ServiceUser | undefined): { uid?: number; gid?: number } {
  return user === undefined ? {} : { uid: user.uid, gid: user.gid };
}

/** Runs a program to its end. Never rejects: a program that cannot be started is a result, too. */
export function runProgram(
  file: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd: options.cwd ?? (process.platform === 'win32' ? undefined : '/'),
      env: programEnvironment(),
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
      ...identityOf(options.user),
    });
    let output = '';
    const collect = (chunk: Buffer): void => {
      output = (output + chunk.toString('utf8')).slice(-OUTPUT_LIMIT_CHARS);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    // A program that ends without reading its input breaks the pipe; its exit code tells what happened.
    child.stdin.on('error', () => undefined);
    child.once('error', (error) => resolve({ exitCode: null, output: error.message }));
    child.once('close', (exitCode) => resolve({ exitCode, output: output.trim() }));
    child.stdin.end(options.input ?? '');
  });
}
