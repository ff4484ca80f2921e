import { readFileSync, rmSync } from 'node:fs';
import { z } from 'zod';
import { AppError, messageOf } from '../../shared/errors.ts';
import { ALL_SETTINGS } from './config/setting-table.ts';
import { writeSecretFile } from './secret-file.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Encrypts for the person who runs this program, with a key that the operating system keeps. */
export interface Sealer {
  seal(text: string): Buffer;
  /** Throws when it was sealed by somebody else, or on another computer. */
  unseal(sealed: Buffer): string;
}

const SECRET_NAMES = ALL_SETTINGS.filter(({ secret }) => secret).flatMap(({ spellings }) =>
  spellings.map(({ name }) => name),
);
const NO_KEY_STORE = 'this computer has no store for the key';
const sealedSchema = z.record(z.string(), z.string());

/**
 * The environment of a station: what is set, and below that the secrets that were kept at an earlier start.
 * With `keep` the secrets that are set now are kept in their place. `sealer` null: nothing can be kept here.
 *
 * Throws AppError CONFIG_INVALID when secrets are to be kept and cannot be, or were kept and cannot be read:
 * without them the station would run on other settings than it was given.
 */
export function openEnvironment(
  file: string,
  env: Environment,
  sealer: Sealer | null,
  keep: boolean,
): Environment {
  if (!keep) return unsealSecrets(file, env, sealer);
  if (sealer === null) throw new AppError('CONFIG_INVALID', `secrets cannot be kept: ${NO_KEY_STORE}`);
  sealSecrets(file, env, sealer);
  return env;
}

/** Keeps the secret settings that are set, encrypted, in `file`; without any it takes the file away. */
function sealSecrets(file: string, env: Environment, sealer: Sealer): void {
  const secrets = Object.fromEntries(
    SECRET_NAMES.flatMap((name) => {
      const value = env[name];
      return value === undefined || value === '' ? [] : [[name, value]];
    }),
  );
  if (Object.keys(secrets).length === 0) rmSync(file, { force: true });
  else writeSecretFile(file, sealer.seal(JSON.stringify(secrets)).toString('base64'));
}

function unsealSecrets(file: string, env: Environment, sealer: Sealer | null): Environment {
  const sealed = readIfThere(file);
  if (sealed === null) return env;
  try {
    if (sealer === null) throw new Error(NO_KEY_STORE);
    const kept = sealedSchema.parse(JSON.parse(sealer.unseal(Buffer.from(sealed, 'base64'))));
    const set = Object.entries(env).filter(([, value]) => value !== undefined && value !== '');
    return { ...env, ...kept, ...Object.fromEntries(set) };
  } catch (thrown) {
    throw new AppError(
      'CONFIG_INVALID',
      `the kept secrets cannot be read (${messageOf(thrown)}). Start once with --keep-secrets and the secrets in the environment, or delete ${file}.`,
      { cause: thrown },
    );
  }
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null;
    throw new AppError('DATA_FOLDER_UNUSABLE', `${file} cannot be read: ${messageOf(thrown)}`, {
      cause: thrown,
    });
  }
}
