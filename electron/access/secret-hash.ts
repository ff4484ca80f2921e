import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { AppError } from '../../shared/errors.ts';

/**
 * scrypt's cost (RFC 7914): 2^15 blocks of 8 * 128 bytes, so 32 MiB and some tens of milliseconds a try. A
 * four-digit PIN has 10,000 values: the lock-out protects it at the screen, this cost protects it in a
 * stolen file.
 */
const COST = { N: 2 ** 15, r: 8, p: 1 } as const;
/** Twice what {@link COST} needs: the library's own limit is exactly too small for it. */
const MAX_MEMORY_BYTES = 64 * 1024 * 1024;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Hashes computed at once: each takes a thread that file access and name look-ups share. */
const MAX_HASHES_AT_ONCE = 2;
/** Hashes that may wait for their turn; one more is refused. */
const MAX_WAITING_HASHES = 16;

/** `scrypt$N$r$p$salt$hash`, both as base64url. */
const STORED = /^scrypt\$(\d{1,7})\$(\d{1,2})\$(\d{1,2})\$([\w-]{22})\$([\w-]{43})$/;

interface Cost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

let running = 0;
const waiting: (() => void)[] = [];

/** A PIN or password as it is kept: never itself. Throws AppError RATE_LIMITED when too many wait. */
export async function hashSecret(secret: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await inTurn(() => derive(secret, salt, COST));
  return stored(salt, hash);
}

function stored(salt: Buffer, hash: Buffer): string {
  return `scrypt$${COST.N}$${COST.r}$${COST.p}$${salt.toString('base64url')}$${hash.toString('base64url')}`;
}

/**
 * True when `secret` is the one that `stored` was made of. The comparison takes the same time wherever the
 * two differ. Throws AppError RATE_LIMITED when too many wait.
 */
export async function isSecret(secret: string, stored: string): Promise<boolean> {
  const [, N, r, p, salt = '', hash = ''] = STORED.exec(stored) ?? [];
  const expected = Buffer.from(hash, 'base64url');
  if (expected.length !== HASH_BYTES) throw new AppError('INTERNAL', 'a stored hash cannot be read');
  const cost = { N: Number(N), r: Number(r), p: Number(p) };
  const given = await inTurn(() => derive(secret, Buffer.from(salt, 'base64url'), cost));
  return timingSafeEqual(given, expected);
}

/** A hash that no secret has: random, and never made of anything. */
export function unknownHash(): string {
  return stored(randomBytes(SALT_BYTES), randomBytes(HASH_BYTES));
}

/** True for a text that {@link isSecret} can compare with: of this cost or a lower one, never a huge one. */
export function isStoredHash(text: string): boolean {
  const [, N, r, p] = STORED.exec(text) ?? [];
  return N !== undefined && Number(N) <= COST.N && Number(r) <= COST.r && Number(p) <= COST.p;
}

/** One way to write what looks the same: keyboards differ in how they make an accented letter. */
function derive(secret: string, salt: Buffer, cost: Cost): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(
      secret.normalize('NFKC'),
      salt,
      HASH_BYTES,
      { ...cost, maxmem: MAX_MEMORY_BYTES },
      (error, hash) => {
        if (error === null) resolve(hash);
        else reject(new AppError('INTERNAL', 'a secret cannot be hashed', { cause: error }));
      },
    );
  });
}

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= MAX_HASHES_AT_ONCE) {
    if (waiting.length >= MAX_WAITING_HASHES) throw new AppError('RATE_LIMITED', 'too many logins at once');
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else {
    running += 1;
  }
  try {
    return await work();
  } finally {
    // The turn is handed on as it is: nobody else can take it in between.
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}
