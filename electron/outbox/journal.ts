import { existsSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { AppError, type ErrorCode, messageOf } from '../../shared/errors.ts';
import { APPLICATION_ID, CURRENT_VERSION, describeFile, upgradeSchema } from './journal-schema.ts';

/** How long a call waits for another process that holds the file. It blocks this process meanwhile. */
const BUSY_TIMEOUT_MS = 2_000;
/** Switching a new file to its write-ahead log is tried so often, with a pause of so long before each next time. */
const WAL_SWITCH_ATTEMPTS = 50;
const WAL_SWITCH_PAUSE_MS = 20;
/** The write-ahead log is cut back to this size once its pages are in the main file. */
const WAL_LIMIT_BYTES = 4 * 1024 * 1024;

/** What SQLite's primary result codes mean here; a code that is not listed is our own mistake (INTERNAL). */
const CODE_OF_SQLITE: readonly (readonly [prefix: string, code: ErrorCode])[] = [
  ['SQLITE_CORRUPT', 'OUTBOX_CORRUPT'],
  ['SQLITE_NOTADB', 'OUTBOX_CORRUPT'],
  ['SQLITE_FULL', 'OUTBOX_FULL'],
  ['SQLITE_BUSY', 'OUTBOX_UNAVAILABLE'],
  ['SQLITE_LOCKED', 'OUTBOX_UNAVAILABLE'],
  ['SQLITE_IOERR', 'OUTBOX_UNAVAILABLE'],
  ['SQLITE_CANTOPEN', 'OUTBOX_UNAVAILABLE'],
  ['SQLITE_READONLY', 'OUTBOX_UNAVAILABLE'],
  ['SQLITE_PERM', 'OUTBOX_UNAVAILABLE'],
  ['SQLITE_NOMEM', 'OUTBOX_UNAVAILABLE'],
];

/**
 * One open SQLite file with write-ahead log and `synchronous = FULL`: a write that returned is on the disk,
 * also after a power cut.
 */
export class Journal {
  readonly file: string;
  readonly #db: Database.Database;

  private constructor(file: string, db: Database.Database) {
    this.file = file;
    this.#db = db;
  }

  /**
   * Opens or creates `file`. `verifyRows` may throw OUTBOX_CORRUPT when rows of a file of the current version
   * cannot be understood; it runs, like all checks, on a read-only connection, so that a damaged file stays
   * exactly as it was found. Throws OUTBOX_CORRUPT or OUTBOX_UNAVAILABLE, both naming the file.
   */
  static open(file: string, verifyRows: (db: Database.Database) => void): Journal {
    return translated(file, 'open', 'OUTBOX_UNAVAILABLE', () => {
      verifyExisting(file, verifyRows);
      const db = new Database(file, { timeout: BUSY_TIMEOUT_MS });
      try {
        switchToWal(file, db);
        db.pragma('synchronous = FULL');
        // On macOS a plain fsync leaves data in the drive's cache; elsewhere this changes nothing.
        db.pragma('fullfsync = ON');
        db.pragma('foreign_keys = ON');
        db.pragma(`journal_size_limit = ${WAL_LIMIT_BYTES}`);
        db.transaction(() => upgradeSchema(db)).immediate();
      } catch (thrown) {
        db.close();
        throw thrown;
      }
      return new Journal(file, db);
    });
  }

  read<T>(what: string, run: (db: Database.Database) => T): T {
    return translated(this.file, what, 'INTERNAL', () => run(this.#opened()));
  }

  /** Runs `run` in one write transaction; when this returns, its changes are on the disk. */
  write<T>(what: string, run: (db: Database.Database) => T): T {
    return translated(this.file, what, 'INTERNAL', () => {
      const db = this.#opened();
      return db.transaction(() => run(db)).immediate();
    });
  }

  close(): void {
    this.#db.close();
  }

  #opened(): Database.Database {
    if (!this.#db.open) throw new AppError('OUTBOX_UNAVAILABLE', `the outbox ${this.file} is closed`);
    return this.#db;
  }
}

function verifyExisting(file: string, verifyRows: (db: Database.Database) => void): void {
  if (!existsSync(file) || statSync(file).size === 0) return;
  const db = new Database(file, { readonly: true, timeout: BUSY_TIMEOUT_MS });
  try {
    const finding = String(db.pragma('integrity_check(1)', { simple: true }));
    if (finding !== 'ok') throw new AppError('OUTBOX_CORRUPT', `the outbox ${file} is damaged: ${finding}`);
    const { version, applicationId, tables } = describeFile(db);
    if (tables > 0 && applicationId !== APPLICATION_ID) {
      throw new AppError('OUTBOX_CORRUPT', `${file} is a database of something else, not an outbox`);
    }
    if (version > CURRENT_VERSION) {
      throw new AppError(
        'OUTBOX_UNAVAILABLE',
        `the outbox ${file} was written by a newer version (${version}; this one knows ${CURRENT_VERSION})`,
      );
    }
    if (version === CURRENT_VERSION) verifyRows(db);
  } finally {
    db.close();
  }
}

/**
 * Two processes that create one file at the same moment both want it alone for this switch. SQLite then
 * answers busy at once instead of waiting (it would be a deadlock), so the waiting is done here.
 */
function switchToWal(file: string, db: Database.Database): void {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const mode = String(db.pragma('journal_mode = WAL', { simple: true }));
      if (mode === 'wal') return;
      throw new AppError('OUTBOX_UNAVAILABLE', `${file}: no write-ahead log on this file system (${mode})`);
    } catch (thrown) {
      const busy = thrown instanceof Database.SqliteError && thrown.code.startsWith('SQLITE_BUSY');
      if (!busy || attempt >= WAL_SWITCH_ATTEMPTS) throw thrown;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WAL_SWITCH_PAUSE_MS);
    }
  }
}

/** Runs `run`; what SQLite throws becomes an AppError that names the file and what was being done. */
function translated<T>(file: string, what: string, otherwise: ErrorCode, run: () => T): T {
  try {
    return run();
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    const message = `the outbox ${file} failed (${what}): ${messageOf(thrown)}`;
    throw new AppError(codeOfThrown(thrown) ?? otherwise, message, { details: { file }, cause: thrown });
  }
}

function codeOfThrown(thrown: unknown): ErrorCode | undefined {
  if (!(thrown instanceof Database.SqliteError)) return undefined;
  return CODE_OF_SQLITE.find(([prefix]) => thrown.code.startsWith(prefix))?.[1];
}
