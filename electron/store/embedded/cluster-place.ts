import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, realpath, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceUser } from './run-program.ts';
import { userCan } from './service-user.ts';

/** Where the cluster's files are. */
export interface ClusterPlace {
  readonly clusterDir: string;
  /** True when they could not be kept inside the data folder; {@link notePlace} then records it. */
  readonly outside: boolean;
}

interface PlaceNote {
  readonly clusterDir: string;
  /** The data folder that the cluster was made for: a copy of that folder must not use it as well. */
  readonly dataDir: string;
}

const NOTE_FILE = 'postgres-place.json';

/**
 * Decides where the cluster lives: `<dataDir>/postgres`, or `<sharedDir>/<hash of dataDir>` when the
 * service user cannot get through a folder above the data folder. That folder is not ours to open; the
 * data folder is, and is given o+x (passing through, not listing).
 * Throws STORE_EMBEDDED_FAILED rather than starting an empty cluster where an older one has the data.
 */
export async function findClusterPlace(
  dataDir: string,
  sharedDir: string,
  user: ServiceUser | undefined,
): Promise<ClusterPlace> {
  const home = await realpath(dataDir);
  const noted = await readNote(home);
  if (noted !== undefined) return placeFromNote(noted, home);
  const inside = join(home, 'postgres');
  if (user === undefined) return { clusterDir: inside, outside: false };
  await letPassThrough(home);
  if (await userCan(user, 'enter', home)) return { clusterDir: inside, outside: false };
  if (await exists(join(inside, 'PG_VERSION'))) {
    throw new AppError(
      'STORE_EMBEDDED_FAILED',
      `the database is in ${inside}, but user ${user.name} can no longer get there: a folder above it is closed`,
    );
  }
  await mkdir(sharedDir, { recursive: true });
  await letPassThrough(sharedDir);
  return { clusterDir: join(sharedDir, clusterName(home)), outside: true };
}

/** Records a place outside the data folder, once the cluster there is complete. */
export async function notePlace(dataDir: string, place: ClusterPlace): Promise<void> {
  if (!place.outside) return;
  const note: PlaceNote = { clusterDir: place.clusterDir, dataDir: await realpath(dataDir) };
  await writeFile(join(dataDir, NOTE_FILE), `${JSON.stringify(note, null, 2)}\n`, { mode: 0o600 });
}

async function placeFromNote(note: PlaceNote, home: string): Promise<ClusterPlace> {
  if (note.dataDir !== home && (await exists(note.dataDir))) {
    throw new AppError(
      'STORE_EMBEDDED_FAILED',
      `${home} is a copy of ${note.dataDir}, whose database ${note.clusterDir} it must not share; ` +
        `delete ${join(home, NOTE_FILE)} to start with an empty one`,
    );
  }
  if (!(await exists(join(note.clusterDir, 'PG_VERSION')))) {
    throw new AppError(
      'STORE_EMBEDDED_FAILED',
      `${join(home, NOTE_FILE)} says that the database is in ${note.clusterDir}, but it is not there`,
    );
  }
  return { clusterDir: note.clusterDir, outside: true };
}

async function readNote(home: string): Promise<PlaceNote | undefined> {
  const file = join(home, NOTE_FILE);
  if (!(await exists(file))) return undefined;
  const note: unknown = JSON.parse(await readFile(file, 'utf8'));
  if (
    typeof note === 'object' &&
    note !== null &&
    'clusterDir' in note &&
    'dataDir' in note &&
    typeof note.clusterDir === 'string' &&
    typeof note.dataDir === 'string'
  ) {
    return { clusterDir: note.clusterDir, dataDir: note.dataDir };
  }
  throw new AppError('STORE_EMBEDDED_FAILED', `${file} does not say where the database is`);
}

function clusterName(home: string): string {
  return createHash('sha256').update(home).digest('hex').slice(0, 16);
}

async function letPassThrough(folder: string): Promise<void> {
  const { mode } = await stat(folder);
  if ((mode & 0o001) === 0) await chmod(folder, (mode & 0o777) | 0o001);
}

export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
