import { chmodSync, mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { AppError, messageOf } from '../../shared/errors.ts';

/** Where things are in the data folder. */
export interface DataPaths {
  readonly root: string;
  readonly settingsFile: string;
  readonly lockFile: string;
  readonly logs: string;
  readonly secrets: string;
  readonly outbox: string;
  readonly training: string;
  /** Made and owned by the embedded PostgreSQL, which does not run as root. */
  readonly postgres: string;
  readonly apiTokenFile: string;
  /** Who may log in, with the hashes of their PINs. */
  readonly usersFile: string;
  /** The alarms that are open, with who has seen them. */
  readonly alarmsFile: string;
}

/** A prepared data folder that this process alone may use until it lets go of it, or dies. */
export interface DataFolder extends Disposable {
  readonly paths: DataPaths;
  /** Lets another Batchline have the folder. Calling it twice does nothing. */
  release(): void;
}

/** Only the owner looks into the folder. */
const PRIVATE_MODE = 0o700;
/** As root, PostgreSQL runs as another user: it may pass through the folder to its own part, not list it. */
const PASSABLE_MODE = 0o711;

/** What Batchline itself puts into its data folder. */
const OUR_NAMES = new Set([
  'settings.json',
  'settings.json.new',
  'settings.last-good.json',
  'settings.last-good.json.new',
  'users.json',
  'users.json.new',
  'alarms.json',
  'alarms.json.new',
  'alarms.json.damaged',
  'logs',
  'secrets',
  'outbox',
  'training',
  'postgres',
  'postgres-password',
  'postgres-place',
  'postgres.log',
  'lost+found',
]);

/** An open lock that nothing refers to would be closed by the garbage collector, and the folder be free. */
const heldLocks = new Set<Database.Database>();

/** Where things are in the data folder at `dataDir`; touches nothing. */
export function dataPaths(dataDir: string): DataPaths {
  const root = resolve(dataDir);
  return {
    root,
    settingsFile: join(root, 'settings.json'),
    lockFile: join(root, 'lock.sqlite'),
    logs: join(root, 'logs'),
    secrets: join(root, 'secrets'),
    outbox: join(root, 'outbox'),
    training: join(root, 'training'),
    postgres: join(root, 'postgres'),
    apiTokenFile: join(root, 'secrets', 'api-token'),
    usersFile: join(root, 'users.json'),
    alarmsFile: join(root, 'alarms.json'),
  };
}

/**
 * Makes the data folder and its sub folders, and takes it for this process: two Batchlines on one folder
 * would both write the same journal. The operating system frees the lock when the process dies, however
 * it dies.
 *
 * A folder that holds anything else keeps its access rights: it may be a home or /tmp.
 *
 * Throws AppError DATA_FOLDER_IN_USE when another process has it, and DATA_FOLDER_UNUSABLE when it cannot
 * be made or written.
 */
export function prepareDataFolder({
  dataDir,
  isRoot = runsAsRoot(),
}: {
  dataDir: string;
  isRoot?: boolean;
}): DataFolder {
  const paths = dataPaths(dataDir);
  usable(paths.root, () => {
    mkdirSync(paths.root, { recursive: true, mode: PRIVATE_MODE });
    if (isOurs(paths)) chmodSync(paths.root, isRoot ? PASSABLE_MODE : PRIVATE_MODE);
  });
  const lock = takeLock(paths);
  try {
    usable(paths.root, () => {
      chmodSync(paths.lockFile, 0o600);
      for (const folder of [paths.logs, paths.secrets, paths.outbox, paths.training]) {
        mkdirSync(folder, { recursive: true, mode: PRIVATE_MODE });
        chmodSync(folder, PRIVATE_MODE);
      }
    });
  } catch (thrown) {
    letGo(lock);
    throw thrown;
  }
  return { paths, release: () => letGo(lock), [Symbol.dispose]: () => letGo(lock) };
}

function runsAsRoot(): boolean {
  return process.getuid?.() === 0;
}

function usable(root: string, prepare: () => void): void {
  try {
    prepare();
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    throw new AppError(
      'DATA_FOLDER_UNUSABLE',
      `the data folder ${root} cannot be used: ${messageOf(thrown)}`,
      {
        details: { root },
        cause: thrown,
      },
    );
  }
}

/** Whether nothing but Batchline's own is in the folder: only then its access rights are ours to change. */
function isOurs({ root }: DataPaths): boolean {
  return readdirSync(root).every((name) => OUR_NAMES.has(name) || name.startsWith('lock.sqlite'));
}

function takeLock({ root, lockFile }: DataPaths): Database.Database {
  let lock: Database.Database | undefined;
  try {
    lock = new Database(lockFile, { timeout: 0 });
    lock.exec('BEGIN EXCLUSIVE');
  } catch (thrown) {
    lock?.close();
    const isBusy = thrown instanceof Database.SqliteError && thrown.code.startsWith('SQLITE_BUSY');
    throw isBusy
      ? new AppError('DATA_FOLDER_IN_USE', `another Batchline uses the data folder ${root}`, {
          details: { root },
          cause: thrown,
        })
      : new AppError('DATA_FOLDER_UNUSABLE', `the lock ${lockFile} cannot be taken: ${messageOf(thrown)}`, {
          details: { root },
          cause: thrown,
        });
  }
  heldLocks.add(lock);
  return lock;
}

function letGo(lock: Database.Database): void {
  if (heldLocks.delete(lock)) lock.close();
}
