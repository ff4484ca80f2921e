import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { killAllOf } from './plant-processes.ts';

const PROGRAM = fileURLToPath(new URL('../headless.ts', import.meta.url));
const READY = /^ready (http:\/\/127\.0\.0\.1:\d+)$/;
/** The token that every station of a test has, unless the test leaves its making to the station. */
export const API_TOKEN = 'token-of-a-test-station';

export interface HeadlessOptions {
  readonly dataDir: string;
  /** Settings under the mill's names. What the test's own process has in its environment does not count. */
  readonly env?: Readonly<Record<string, string>>;
  /** After `--data-dir DIR`; `--http 0` unless told. */
  readonly args?: readonly string[];
  /** A process group of its own, to be killed as a whole. */
  readonly ownGroup?: boolean;
}

/** How a process ended. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** An answer of the API. */
export interface ApiReply {
  readonly status: number;
  readonly body: unknown;
}

/** The headless host as a process of its own, as a service manager or a person at a terminal runs it. */
export class HeadlessProcess {
  /** What it wrote to the terminal so far, line by line. */
  readonly lines: string[] = [];
  readonly errorLines: string[] = [];
  /** Resolves when it has ended and all that it wrote has arrived. */
  readonly ended: Promise<Ending>;
  readonly #child: ChildProcess;
  readonly #waiting = new Set<() => void>();
  #isEnded = false;

  private constructor(child: ChildProcess, stdout: Readable, stderr: Readable) {
    this.#child = child;
    createInterface({ input: stdout }).on('line', (line) => this.#take(this.lines, line));
    createInterface({ input: stderr }).on('line', (line) => this.#take(this.errorLines, line));
    this.ended = new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => {
        this.#isEnded = true;
        for (const look of this.#waiting) look();
        resolve({ code, signal });
      });
    });
  }

  /** Spawns it, and does not wait for it to be ready. */
  static spawn({ dataDir, env = {}, args = ['--http', '0'], ownGroup }: HeadlessOptions): HeadlessProcess {
    const child = spawn(process.execPath, [PROGRAM, '--data-dir', dataDir, ...args], {
      env: { ...systemEnvironment(), TRAINING_SPEED: 'instant', BATCHLINE_API_TOKEN: API_TOKEN, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: ownGroup === true,
    });
    const { stdout, stderr } = child;
    if (stdout === null || stderr === null) throw new Error('the process has no output');
    return new HeadlessProcess(child, stdout, stderr);
  }

  /** Spawns it and waits until it answers. Rejects with what it wrote when it ends before. */
  static async start(options: HeadlessOptions): Promise<HeadlessProcess> {
    const host = HeadlessProcess.spawn(options);
    await host.line(READY);
    return host;
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error('the process did not start');
    return this.#child.pid;
  }

  /** Base address of its API; throws before it is ready. */
  get address(): string {
    for (const line of this.lines) {
      const address = READY.exec(line)?.[1];
      if (address !== undefined) return address;
    }
    throw new Error('the process is not ready');
  }

  /** How many lines of the terminal fit. */
  count(pattern: RegExp): number {
    return this.lines.filter((line) => pattern.test(line)).length;
  }

  /** Resolves with the `nth` line that fits, past ones included. Rejects when the process ends before. */
  async line(pattern: RegExp, nth = 1): Promise<string> {
    await this.until(() => this.count(pattern) >= nth);
    return this.lines.filter((line) => pattern.test(line))[nth - 1] ?? '';
  }

  /**
   * Resolves when `found` is true; it is asked now and after each line of the terminal. Rejects when the
   * process ends before; a test's own timeout ends it otherwise.
   */
  async until(found: () => boolean | Promise<boolean>): Promise<void> {
    for (;;) {
      const seen = this.lines.length + this.errorLines.length;
      if (await found()) return;
      if (this.#isEnded)
        throw new Error(`the station ended: ${[...this.lines, ...this.errorLines].join('\n')}`);
      if (this.lines.length + this.errorLines.length === seen) await this.#news();
    }
  }

  /** Asks it to stop and waits for the end. */
  stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Ending> {
    this.#child.kill(signal);
    return this.ended;
  }

  /** Kills its whole process group, itself included; only with `ownGroup`. */
  killGroup(): Promise<Ending> {
    process.kill(-this.pid, 'SIGKILL');
    return this.ended;
  }

  /** Calls the API; `init` as for fetch, the token is added where none is given. */
  async call(path: string, init: RequestInit = {}): Promise<ApiReply> {
    const headers = { authorization: `Bearer ${API_TOKEN}`, ...init.headers };
    const response = await fetch(`${this.address}${path}`, { ...init, headers });
    return { status: response.status, body: await response.json() };
  }

  #take(lines: string[], line: string): void {
    lines.push(line);
    for (const look of this.#waiting) look();
  }

  #news(): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
    });
  }
}

/** A data folder for tests; disposing it ends whatever still runs on it. */
export class HeadlessFolder implements AsyncDisposable {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  static async make(): Promise<HeadlessFolder> {
    return new HeadlessFolder(await realpath(await mkdtemp(join(tmpdir(), 'batchline-headless-'))));
  }

  /** One for the present test, disposed when that has finished: also when its time ran out in mid-air. */
  static async forTest(): Promise<HeadlessFolder> {
    const folder = await HeadlessFolder.make();
    onTestFinished(() => folder[Symbol.asyncDispose]());
    return folder;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    killAllOf(this.path);
    // A process that was killed just now may still be writing: rm looks again.
    await rm(this.path, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }
}

/** What any program needs; none of the station's settings is among it. */
function systemEnvironment(): Record<string, string> {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'LANG'];
  return Object.fromEntries(
    kept.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
