import { appendFile, mkdir, rename, stat } from 'node:fs/promises';
import { dirname, parse } from 'node:path';

export interface RotationLimits {
  readonly maxFileBytes: number;
  /** How many files there are in all, the current one included. */
  readonly maxFilesCount: number;
  /** What waits while the disk is slow; beyond it new lines are dropped and counted. */
  readonly maxQueuedChars: number;
}

export const DEFAULT_ROTATION: RotationLimits = {
  maxFileBytes: 5_000_000,
  maxFilesCount: 10,
  maxQueuedChars: 4_000_000,
};

export interface FileCounts {
  readonly failedWrites: number;
  /** Lines that never reached the file: a write failed, or the queue was full. */
  readonly lostLines: number;
}

const CHUNK_CHARS = 262_144;

/**
 * Appends lines to a file, in order and without ever making the caller wait; `name.log` becomes
 * `name.1.log`, that `name.2.log` and so on when it is full. A failed write is counted, and writing is
 * tried again with the next line: a disk that was full, or a folder that was gone, may be back.
 */
export class RotatingFile {
  readonly #file: string;
  readonly #limits: RotationLimits;
  #queue: string[] = [];
  #queuedChars = 0;
  #failedWrites = 0;
  #lostLines = 0;
  #afterFailure = false;
  #writing: Promise<void> | null = null;

  constructor(file: string, limits: RotationLimits = DEFAULT_ROTATION) {
    this.#file = file;
    this.#limits = limits;
  }

  get counts(): FileCounts {
    return { failedWrites: this.#failedWrites, lostLines: this.#lostLines };
  }

  /** Takes one line, without its line end. Never throws, never waits. */
  append(line: string): void {
    if (this.#queuedChars + line.length > this.#limits.maxQueuedChars) {
      this.#lostLines += 1;
      return;
    }
    this.#queue.push(line);
    this.#queuedChars += line.length;
    this.#writing ??= this.#writeAll();
  }

  /** Resolves when everything taken so far is written or counted as lost. */
  async flush(): Promise<void> {
    await this.#writing;
  }

  async #writeAll(): Promise<void> {
    while (this.#queue.length > 0) {
      const lines = this.#nextChunk();
      try {
        await this.#write(lines);
      } catch {
        // Disk full, folder gone, no permission: the caller must not suffer; the counts are shown as health.
        this.#failedWrites += 1;
        this.#lostLines += lines.length;
        this.#afterFailure = true;
      }
    }
    this.#writing = null;
  }

  #nextChunk(): string[] {
    let chars = 0;
    let count = 0;
    for (const line of this.#queue) {
      if (count > 0 && chars + line.length > CHUNK_CHARS) break;
      chars += line.length;
      count += 1;
    }
    this.#queuedChars -= chars;
    return this.#queue.splice(0, count);
  }

  async #write(lines: readonly string[]): Promise<void> {
    // A failed write may have left half a line behind.
    const text = `${this.#afterFailure ? '\n' : ''}${lines.join('\n')}\n`;
    const size = await this.#size();
    if (size > 0 && size + Buffer.byteLength(text) > this.#limits.maxFileBytes) await this.#rotate();
    await appendFile(this.#file, text, { mode: 0o600 });
    this.#afterFailure = false;
  }

  async #size(): Promise<number> {
    try {
      return (await stat(this.#file)).size;
    } catch (thrown) {
      if (!isMissing(thrown)) throw thrown;
      await mkdir(dirname(this.#file), { recursive: true, mode: 0o700 });
      return 0;
    }
  }

  async #rotate(): Promise<void> {
    for (let number = this.#limits.maxFilesCount - 2; number >= 0; number--) {
      try {
        await rename(this.#numbered(number), this.#numbered(number + 1));
      } catch (thrown) {
        if (!isMissing(thrown)) throw thrown;
      }
    }
  }

  #numbered(number: number): string {
    if (number === 0) return this.#file;
    const { dir, name, ext } = parse(this.#file);
    return `${dir}/${name}.${number}${ext}`;
  }
}

function isMissing(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
}
