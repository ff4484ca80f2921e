import Database from 'better-sqlite3';
import { AppError, messageOf } from '../../../shared/errors.ts';

/** What the books keep; each kind has its own ids. */
export type EntryKind = 'order' | 'session' | 'failure' | 'call' | 'counter';

/** One row: `body` is JSON. */
export interface Entry {
  readonly id: string;
  readonly body: string;
}

/**
 * The file behind the books: SQLite in WAL mode, so that a killed process loses nothing that it has
 * answered. Power loss may cost the last calls (synchronous=NORMAL): these are training data.
 */
export class BooksFile implements Disposable {
  readonly #database: Database.Database;

  private constructor(database: Database.Database) {
    this.#database = database;
  }

  /** Opens or creates the file. Throws AppError TRAINING_BOOKS_UNUSABLE when it is no SQLite file or cannot be written. */
  static open(path: string): BooksFile {
    let database: Database.Database | undefined;
    try {
      database = new Database(path);
      database.pragma('journal_mode = WAL');
      database.pragma('synchronous = NORMAL');
      database.exec(
        `CREATE TABLE IF NOT EXISTS entry (
           place INTEGER PRIMARY KEY AUTOINCREMENT,
           kind TEXT NOT NULL,
           id TEXT NOT NULL,
           body TEXT NOT NULL,
           UNIQUE (kind, id)
         )`,
      );
      return new BooksFile(database);
    } catch (thrown) {
      database?.close();
      throw new AppError('TRAINING_BOOKS_UNUSABLE', `training books ${path}: ${messageOf(thrown)}`, {
        cause: thrown,
      });
    }
  }

  /** All entries of a kind, in the order in which they were first saved. */
  entries(kind: EntryKind): readonly Entry[] {
    return this.#database
      .prepare<[string], Entry>('SELECT id, body FROM entry WHERE kind = ? ORDER BY place')
      .all(kind);
  }

  /** Saves an entry; one that is there already keeps its place. */
  save(kind: EntryKind, id: string, body: string): void {
    this.#database
      .prepare<[string, string, string]>(
        'INSERT INTO entry (kind, id, body) VALUES (?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body',
      )
      .run(kind, id, body);
  }

  remove(kind: EntryKind, id: string): void {
    this.#database.prepare<[string, string]>('DELETE FROM entry WHERE kind = ? AND id = ?').run(kind, id);
  }

  /** Runs `work` so that all of its changes, or none, are in the file. */
  transaction<T>(work: () => T): T {
    return this.#database.transaction(work)();
  }

  [Symbol.dispose](): void {
    this.#database.close();
  }
}
