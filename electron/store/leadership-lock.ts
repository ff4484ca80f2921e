import { createHash } from 'node:crypto';
import pg from 'pg';
import { AppError, messageOf } from '../../shared/errors.ts';
import type { EpochMs } from '../domain/batch.ts';
import type { Clock, Logger } from '../domain/ports.ts';
import { timestampOf } from './column-values.ts';
import { plainUrl } from './database-url.ts';
import { storeCall } from './store-call.ts';

export interface LeadershipLockOptions {
  readonly url: string;
  /** What is commanded: stations with the same key exclude each other, e.g. the PLC's address. */
  readonly key: string;
  /** This station's name, told to the others while it leads. */
  readonly stationName?: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Who leads. */
export interface LeadershipHolder {
  /** Null for a station that gave none. */
  readonly name: string | null;
  readonly since: EpochMs;
  readonly epoch: number;
}

/** Length of the name's column, in characters. */
const NAME_LIMIT_CHARS = 128;
const CONNECT_TIMEOUT_MS = 5000;
const QUERY_TIMEOUT_MS = 3000;

/**
 * One station of a database commands a PLC (S8): a session-level advisory lock (PostgreSQL manual,
 * "Advisory Locks") on a connection of its own. It ends with that connection, so a station that is killed
 * or cut off frees it. Not to be used through a pooler that shares sessions.
 *
 * Each acquisition has a higher epoch than all before it. A station that was cut off may not know yet
 * that another one took over: {@link confirm} asks the database, and is due before every write.
 */
export class LeadershipLock implements AsyncDisposable {
  readonly #options: LeadershipLockOptions;
  readonly #lostListeners = new Set<(reason: string) => void>();
  #held: { readonly client: pg.Client; readonly epoch: number } | undefined;
  #holder: LeadershipHolder | null = null;
  #acquiring: Promise<'acquired' | 'held-by-other'> | undefined;

  constructor(options: LeadershipLockOptions) {
    this.#options = options;
  }

  /**
   * Tries to become the leader; does not wait. Returns `acquired` also when this station leads already.
   * Throws STORE_UNAVAILABLE when the database cannot be asked.
   */
  acquire(): Promise<'acquired' | 'held-by-other'> {
    // A second call meanwhile would find the lock held by another connection: our own.
    this.#acquiring ??= this.#acquire().finally(() => {
      this.#acquiring = undefined;
    });
    return this.#acquiring;
  }

  async #acquire(): Promise<'acquired' | 'held-by-other'> {
    if (this.#held !== undefined && (await this.confirm())) return 'acquired';
    const client = this.#newClient();
    try {
      const epoch = await storeCall(() => this.#tryOn(client));
      if (epoch === null) {
        await endQuietly(client);
        return 'held-by-other';
      }
      this.#held = { client, epoch };
      client.once('end', () => this.#lose(client, 'its database connection ended'));
      this.#options.logger.info(`this station leads, epoch ${epoch}`, { module: 'store' });
      return 'acquired';
    } catch (error) {
      await endQuietly(client);
      throw error;
    }
  }

  /** The epoch of the lock that this station holds; null when it holds none, as far as it knows. */
  epoch(): number | null {
    return this.#held?.epoch ?? null;
  }

  /** Who leads, as {@link acquire} last found it; null when nobody does or it is not known. */
  get holder(): LeadershipHolder | null {
    return this.#holder;
  }

  /**
   * Asks the database, on the lock's own connection, whether this station still leads. No answer in time
   * means no: then the lock is given up and the `lost` listeners are told.
   */
  async confirm(): Promise<boolean> {
    const held = this.#held;
    if (held === undefined) return false;
    try {
      const { rows } = await held.client.query<{ epoch: string }>(
        'select epoch from station_epoch where lock_key = $1',
        [this.#options.key],
      );
      if (this.#held === held && Number(rows[0]?.epoch) === held.epoch) return true;
      this.#lose(held.client, 'another station took over');
    } catch (error) {
      this.#lose(held.client, messageOf(error));
    }
    return false;
  }

  /** Tells when the lock was lost, not when it was released. Returns the function that stops telling. */
  onLost(listener: (reason: string) => void): () => void {
    this.#lostListeners.add(listener);
    return () => this.#lostListeners.delete(listener);
  }

  /** Gives the lock back. Idempotent. */
  async release(): Promise<void> {
    const held = this.#held;
    this.#held = undefined;
    this.#holder = null;
    if (held === undefined) return;
    // A server that ends first is no news any more.
    held.client.removeAllListeners('error').on('error', () => undefined);
    await endQuietly(held.client);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.release();
  }

  /** The new epoch, or null when another station holds the lock. */
  async #tryOn(client: pg.Client): Promise<number | null> {
    await client.connect();
    // A station whose machine loses power sends nothing more; the server must notice in half a minute.
    await client.query(
      'set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3',
    );
    const locked = await client.query<{ got: boolean }>('select pg_try_advisory_lock($1::bigint) as got', [
      lockNumber(this.#options.key),
    ]);
    const { key, stationName = null, clock } = this.#options;
    if (locked.rows[0]?.got !== true) {
      this.#holder = await readHolder(client, key);
      return null;
    }
    const name = stationName?.slice(0, NAME_LIMIT_CHARS) ?? null;
    const since = clock.now();
    const { rows } = await client.query<{ epoch: string }>(
      `insert into station_epoch (lock_key, epoch, taken_at, station_name)
       values ($1, nextval('station_epoch_numbers'), $2, $3)
       on conflict (lock_key) do update
         set epoch = excluded.epoch, taken_at = excluded.taken_at, station_name = excluded.station_name
       returning epoch`,
      [key, timestampOf(since), name],
    );
    const epoch = Number(rows[0]?.epoch);
    if (!Number.isSafeInteger(epoch)) throw new AppError('INTERNAL', 'the database gave no epoch');
    this.#holder = { name, since, epoch };
    return epoch;
  }

  #newClient(): pg.Client {
    const client = new pg.Client({
      connectionString: plainUrl(this.#options.url),
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: QUERY_TIMEOUT_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: 5000,
    });
    // Without a listener a dying connection would end the process; 'end' follows and is the news.
    client.on('error', (error) => {
      this.#options.logger.warn(`leadership connection: ${error.message}`, { module: 'store' });
    });
    return client;
  }

  #lose(client: pg.Client, reason: string): void {
    if (this.#held?.client !== client) return;
    this.#held = undefined;
    this.#holder = null;
    this.#options.logger.warn(`this station does not lead any more: ${reason}`, { module: 'store' });
    void endQuietly(client);
    for (const listener of this.#lostListeners) listener(reason);
  }
}

/** What the station that holds the lock wrote about itself. */
async function readHolder(client: pg.Client, key: string): Promise<LeadershipHolder | null> {
  const { rows } = await client.query<{ name: string | null; since_ms: number; epoch: string }>(
    `select station_name as name, (extract(epoch from taken_at) * 1000)::float8 as since_ms, epoch
     from station_epoch where lock_key = $1`,
    [key],
  );
  const row = rows[0];
  return row === undefined
    ? null
    : { name: row.name, since: Math.round(row.since_ms), epoch: Number(row.epoch) };
}

/** A 64-bit lock number from the key's text. */
function lockNumber(key: string): string {
  return createHash('sha256').update(`batchline:${key}`).digest().readBigInt64BE().toString();
}

/** A connection that is gone cannot be ended in order; there is nothing left to do about it. */
async function endQuietly(client: pg.Client): Promise<void> {
  await client.end().catch(() => undefined);
}
