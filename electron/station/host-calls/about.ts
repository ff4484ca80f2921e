import { type Kysely, sql } from 'kysely';
import type { AboutView } from '../../../shared/contract/host.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Schema } from '../../store/schema.ts';
import { storeCall } from '../../store/store-call.ts';
import type { DataPaths } from '../data-folder.ts';
import { readLicences, readManifest } from './licences.ts';

export interface AboutParts {
  /** Where package.json is. */
  readonly programFolder: string;
  readonly paths: DataPaths;
  readonly db: Kysely<Schema>;
}

/** Versions, folders and licences. Licences are read once, as reading takes some hundred files. */
export function createAbout({ programFolder, paths, db }: AboutParts): () => Promise<AboutView> {
  let licences: AboutView['licences'] | null = null;
  return async () => {
    licences ??= [...readLicences(programFolder)];
    return {
      version: readManifest(programFolder).version,
      runtime: [...programVersions(), ...(await databaseVersion(db))],
      data_folder: paths.root,
      log_folder: paths.logs,
      licences,
    };
  };
}

function programVersions(): AboutView['runtime'] {
  const { node, electron, chrome } = process.versions;
  return [
    { name: 'Node.js', version: node },
    ...(electron === undefined ? [] : [{ name: 'Electron', version: electron }]),
    ...(chrome === undefined ? [] : [{ name: 'Chromium', version: chrome }]),
  ];
}

/** Nothing while the database is away. */
async function databaseVersion(db: Kysely<Schema>): Promise<AboutView['runtime']> {
  try {
    const { rows } = await storeCall(() =>
      sql<{ version: string }>`select current_setting('server_version') as version`.execute(db),
    );
    return rows.map(({ version }) => ({ name: 'PostgreSQL', version }));
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'STORE_UNAVAILABLE') return [];
    throw thrown;
  }
}
