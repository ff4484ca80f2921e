import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { AppError, messageOf } from '../../shared/errors.ts';

const TOKEN_BYTES = 32;
/** 256 bits as base64url. */
const TOKEN = /^[A-Za-z0-9_-]{43}$/;
const OWNER_ONLY = 0o600;

/**
 * Writes a secret so that only the owner can read it, and so that after a power cut either the old or the
 * new one is there as a whole. Throws AppError DATA_FOLDER_UNUSABLE; its message never holds the secret.
 */
export function writeSecretFile(file: string, secret: string): void {
  const fresh = `${file}.new`;
  try {
    // A left-over of a crash may have other access rights, which opening would keep.
    rmSync(fresh, { force: true });
    const descriptor = openSync(fresh, 'wx', OWNER_ONLY);
    try {
      writeSync(descriptor, `${secret}\n`);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(fresh, file);
  } catch (thrown) {
    throw unusable(file, messageOf(thrown), thrown);
  }
}

/** The secret in a file, without its line end; null when there is none. Takes access from everyone else. */
export function readSecretFile(file: string): string | null {
  try {
    chmodSync(file, OWNER_ONLY);
    return readFileSync(file, 'utf8').trimEnd();
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null;
    throw unusable(file, messageOf(thrown), thrown);
  }
}

/**
 * The token in a file; a new one of 256 random bits, as base64url, when there is none. The operating
 * system's random source is used directly: a token that a test could predict would be no secret.
 *
 * Throws AppError DATA_FOLDER_UNUSABLE when the file holds anything else: it is not replaced, as clients
 * may know the token that somebody meant to put there.
 */
export function readOrCreateToken(file: string): string {
  const present = readSecretFile(file);
  if (present === null) {
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    writeSecretFile(file, token);
    return token;
  }
  if (!TOKEN.test(present)) {
    throw unusable(
      file,
      'it does not hold a token of 43 base64url characters; delete it to have a new one made',
    );
  }
  return present;
}

function unusable(file: string, problem: string, cause?: unknown): AppError {
  return new AppError('DATA_FOLDER_UNUSABLE', `the secret file ${file} cannot be used: ${problem}`, {
    details: { file },
    cause,
  });
}
