import { AppError } from '../../shared/errors.ts';
import type { EpochMs } from '../domain/batch.ts';
import type { Cancel, Clock, Logger } from '../domain/ports.ts';
import { type Actor, nameKey } from './person.ts';
import { fingerprint, randomKey } from './random-key.ts';

/** Sessions at once; for one more the viewer goes who has been quiet for longest. */
export const MAX_SESSIONS = 100;
/** How long a session lasts at most, whatever is done in it: a shift and its overlap, in milliseconds. */
export const SESSION_LIFETIME_MS = 12 * 60 * 60_000;
/** 256 bits. */
const ID_BYTES = 32;

/**
 * How a session came about. `window`: a screen of this program, which shows the plant to whoever stands
 * before it. `link`: a browser that was given the one-time link, which may look. `login`: a browser that
 * knew a person's PIN and nothing else, so that nothing is left of it when that person logs out.
 */
export type SessionOrigin = 'window' | 'link' | 'login';

/** Who a session stands for now. */
export interface SessionState {
  /** Who may act; null: only looking. */
  readonly user: Actor | null;
  /** When control locks if nothing is done until then; null without control. */
  readonly locksAt: EpochMs | null;
}

/**
 * What is told when a session is over: its id's {@link fingerprint}, which is all that is kept of it, and that
 * of the session that took its place at a login or logout.
 */
export type SessionEndListener = (sessionKey: string, nextKey: string | null) => void;

export interface SessionBookParts {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Milliseconds without anything done after which control locks; asked each time, as it can be changed. */
  readonly controlLockMs: () => number;
}

/** Times are by the clock that never goes back. */
interface Entry {
  readonly origin: SessionOrigin;
  readonly user: Actor | null;
  /** Null for a window's view, which needs no login and so never ends. */
  readonly endsAtMs: number | null;
  /** When control began; after a whole lifetime it is over, however much is done. */
  readonly controlSinceMs: number;
  readonly lastActMs: number;
}

/** Who sits where. Kept in memory: after a restart everybody logs in again. Close it. */
export class SessionBook implements Disposable {
  readonly #parts: SessionBookParts;
  /** By fingerprint: a dump of this memory opens no session. */
  readonly #entries = new Map<string, Entry>();
  readonly #listeners = new Set<SessionEndListener>();
  #cancel: Cancel = () => undefined;

  constructor(parts: SessionBookParts) {
    this.#parts = parts;
  }

  /** Begins a session and gives its id. Throws AppError RATE_LIMITED when everybody who is in has control. */
  open(origin: SessionOrigin, user: Actor | null): string {
    this.#sweep();
    if (this.#entries.size >= MAX_SESSIONS) this.#dropQuietestViewer();
    const id = randomKey(ID_BYTES);
    const now = this.#now();
    const endsAtMs = origin === 'window' ? null : now + SESSION_LIFETIME_MS;
    this.#entries.set(fingerprint(id), { origin, user, endsAtMs, controlSinceMs: now, lastActMs: now });
    this.#sweepLater();
    return id;
  }

  /** Null when there is no such session any more. */
  find(id: string): SessionState | null {
    this.#sweep();
    const entry = this.#entries.get(fingerprint(id));
    if (entry === undefined) return null;
    if (entry.user === null) return { user: null, locksAt: null };
    return { user: entry.user, locksAt: this.#parts.clock.now() + this.#lockAtMs(entry) - this.#now() };
  }

  /** Something was done by hand: control stays. */
  note(id: string): void {
    this.#sweep();
    const key = fingerprint(id);
    const entry = this.#entries.get(key);
    if (entry !== undefined) this.#entries.set(key, { ...entry, lastActMs: this.#now() });
  }

  /**
   * Gives control to a person, under a new id: one that somebody else knew before opens nothing now. The old
   * session is over. Throws AppError RATE_LIMITED like {@link open}.
   */
  logIn(id: string | null, user: Actor): string {
    this.#sweep();
    const key = id === null ? '' : fingerprint(id);
    const entry = this.#entries.get(key);
    return entry === undefined ? this.open('login', user) : this.#replace(key, entry.origin, user);
  }

  /** Gives up control. Gives the id of the view that is left; null where the session is over. */
  logOut(id: string): string | null {
    this.#sweep();
    const key = fingerprint(id);
    const entry = this.#entries.get(key);
    if (entry === undefined) return null;
    if (entry.origin !== 'login') return this.#replace(key, entry.origin, null);
    this.#end(key);
    return null;
  }

  /** The screen is gone. Ending a session that there is not does nothing. */
  close(id: string): void {
    this.#end(fingerprint(id));
  }

  /** The person was changed or taken out: control that is held under this name ends, the views stay. */
  dropControl(name: string, exceptId: string | null): void {
    const except = exceptId === null ? null : fingerprint(exceptId);
    for (const [key, entry] of this.#entries) {
      if (key === except || entry.user === null || nameKey(entry.user.name) !== nameKey(name)) continue;
      this.#entries.set(key, { ...entry, user: null });
    }
  }

  onEnd(listener: SessionEndListener): Cancel {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Ends every session. */
  [Symbol.dispose](): void {
    this.#cancel();
    for (const key of [...this.#entries.keys()]) this.#end(key);
  }

  #lockAtMs({ lastActMs, controlSinceMs }: Entry): number {
    return Math.min(lastActMs + this.#parts.controlLockMs(), controlSinceMs + SESSION_LIFETIME_MS);
  }

  /** Ends what is over and locks what is idle: done before each look, and by a timer for those who listen. */
  #sweep(): void {
    const now = this.#now();
    for (const [key, entry] of this.#entries) {
      if (entry.endsAtMs !== null && entry.endsAtMs <= now) this.#end(key);
      else if (entry.user !== null && this.#lockAtMs(entry) <= now) {
        this.#parts.logger.info(`control of ${entry.user.name} is locked: nothing was done`, MODULE);
        this.#entries.set(key, { ...entry, user: null });
      }
    }
  }

  /** A session that ends by itself tells so in time, also when nobody looks. */
  #sweepLater(): void {
    this.#cancel();
    const ends = [...this.#entries.values()].flatMap(({ endsAtMs }) => (endsAtMs === null ? [] : [endsAtMs]));
    if (ends.length === 0) return;
    this.#cancel = this.#parts.clock.after(Math.min(...ends) - this.#now(), () => {
      this.#sweep();
      this.#sweepLater();
    });
  }

  #dropQuietestViewer(): void {
    const viewers = [...this.#entries].filter(([, { user, origin }]) => user === null && origin !== 'window');
    const [quietest] = viewers.toSorted(([, a], [, b]) => a.lastActMs - b.lastActMs);
    if (quietest === undefined) {
      throw new AppError('RATE_LIMITED', `${MAX_SESSIONS} people are logged in already`);
    }
    this.#end(quietest[0]);
  }

  /** The new session takes the old one's place, so that there is always room for it. */
  #replace(key: string, origin: SessionOrigin, user: Actor | null): string {
    this.#entries.delete(key);
    const id = this.open(origin, user);
    for (const listener of this.#listeners) listener(key, fingerprint(id));
    return id;
  }

  #end(key: string): void {
    if (!this.#entries.delete(key)) return;
    for (const listener of this.#listeners) listener(key, null);
  }

  #now(): number {
    return this.#parts.clock.monotonicMs();
  }
}

const MODULE = { module: 'access' } as const;
