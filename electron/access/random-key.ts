import { createHash, randomBytes } from 'node:crypto';

/**
 * A key that nobody can guess, as base64url. It comes from the operating system directly and not from an
 * injected source: a key that a test could predict would be no key.
 */
export function randomKey(bytes: number): string {
  return randomBytes(bytes).toString('base64url');
}

/**
 * What is kept of a key: it finds the key's entry and opens nothing by itself. A fast hash will do, as a key
 * of 128 random bits and more cannot be found by trying.
 */
export function fingerprint(key: string): string {
  return createHash('sha256').update(key).digest('base64url');
}
