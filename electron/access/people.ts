import type { Role } from '../../shared/contract/declare.ts';
import { AppError, messageOf } from '../../shared/errors.ts';
import type { EpochMs } from '../domain/batch.ts';
import type { Clock, Logger } from '../domain/ports.ts';
import { LoginGuard } from './login-guard.ts';
import { MAX_PEOPLE, type PeopleFile, readPeople, writePeople } from './people-file.ts';
import { type Actor, nameKey, type Person } from './person.ts';
import { hashSecret, isSecret, unknownHash } from './secret-hash.ts';

export interface PeopleParts {
  readonly file: PeopleFile;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** How a login ended. */
export type LoginOutcome =
  | { readonly kind: 'in'; readonly person: Actor }
  /** Wrong name, wrong PIN or a disabled person: which of them is nobody's business. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'locked'; readonly until: EpochMs };

/** What a supervisor decides about a person; without a secret the present one stays. */
export interface PersonChange {
  readonly name: string;
  readonly role: Role;
  readonly disabled: boolean;
  readonly secret?: string | undefined;
}

/**
 * Everybody who may log in, kept in one file. While that file cannot be used nobody logs in and nothing is
 * written over it; it is looked at again with each call, so repairing it is enough.
 */
export class People {
  readonly #parts: PeopleParts;
  readonly #guard: LoginGuard;
  #people: readonly Person[] = [];
  #fault: AppError | null = null;
  /** Changes run one after the other: each is made from what the one before has left. */
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(parts: PeopleParts) {
    this.#parts = parts;
    this.#guard = new LoginGuard(parts.clock);
    this.#read();
  }

  static open(parts: PeopleParts): People {
    return new People(parts);
  }

  /** Why nobody can log in; null when the file is good. */
  get fault(): AppError | null {
    if (this.#fault !== null) this.#read();
    return this.#fault;
  }

  /** Nobody can log in yet. */
  get isEmpty(): boolean {
    return this.fault === null && this.#people.length === 0;
  }

  /** By name. Throws AppError USERS_FILE_BAD. */
  list(): readonly Person[] {
    this.#requireGood();
    return this.#people;
  }

  /** When a locked name can log in again; null when it can now. */
  lockedUntil(name: string): EpochMs | null {
    return this.#guard.lockedUntil(name);
  }

  /** Throws AppError USERS_FILE_BAD, or RATE_LIMITED when too many log in at once. */
  async logIn(name: string, secret: string): Promise<LoginOutcome> {
    this.#requireGood();
    const until = this.#guard.lockedUntil(name);
    if (until !== null) return { kind: 'locked', until };
    const found = this.#find(name);
    this.#guard.count(name, found !== undefined);
    // A name that nobody has takes as long as one that somebody has.
    const isRight = await isSecret(secret, found?.hash ?? unknownHash());
    // Looked up again: in the meantime a supervisor may have taken the person out.
    const person = this.#find(name);
    if (!isRight || person === undefined || person.hash !== found?.hash || person.disabled) {
      const locked = this.#guard.lockedUntil(name);
      return locked === null ? { kind: 'refused' } : { kind: 'locked', until: locked };
    }
    this.#guard.clear(name);
    this.#noteLogin(person);
    return { kind: 'in', person: { name: person.name, role: person.role } };
  }

  /** Throws AppError COMMAND_NOT_NOW when somebody is in the file already, USERS_FILE_BAD, or why it cannot be written. */
  createFirst(name: string, secret: string): Promise<Actor> {
    return this.#inTurn(async () => {
      this.#requireGood();
      if (this.#people.length > 0) {
        throw new AppError('COMMAND_NOT_NOW', 'the first supervisor is named already: log in');
      }
      const hash = await hashSecret(secret);
      const person: Person = { name, role: 'supervisor', disabled: false, hash, lastLoginAt: this.#now() };
      this.#keep([person]);
      return { name, role: person.role };
    });
  }

  /**
   * Adds a person or changes one. Throws AppError: BAD_REQUEST for a new one without a secret,
   * LAST_SUPERVISOR when nobody could change anything afterwards, COMMAND_NOT_NOW when there are too many
   * people, USERS_FILE_BAD, or why it cannot be written.
   */
  save({ name, role, disabled, secret }: PersonChange): Promise<void> {
    return this.#inTurn(async () => {
      this.#requireGood();
      const fresh = secret === undefined ? undefined : await hashSecret(secret);
      const present = this.#find(name);
      const hash = fresh ?? present?.hash;
      if (hash === undefined) {
        throw new AppError('BAD_REQUEST', `secret: ${name} is new and needs a PIN or password`);
      }
      const person: Person = { name, role, disabled, hash, lastLoginAt: present?.lastLoginAt ?? null };
      const others = this.#people.filter((other) => nameKey(other.name) !== nameKey(name));
      if (others.length >= MAX_PEOPLE) {
        throw new AppError('COMMAND_NOT_NOW', `there are ${MAX_PEOPLE} people already: take one out first`);
      }
      this.#keep([...others, person]);
      if (fresh !== undefined) this.#guard.clear(name);
    });
  }

  /** Throws AppError NOT_FOUND, LAST_SUPERVISOR, USERS_FILE_BAD, or why it cannot be written. */
  remove(name: string): Promise<void> {
    return this.#inTurn(async () => {
      this.#requireGood();
      if (this.#find(name) === undefined) throw new AppError('NOT_FOUND', `nobody here is called ${name}`);
      this.#keep(this.#people.filter((other) => nameKey(other.name) !== nameKey(name)));
      this.#guard.clear(name);
    });
  }

  #find(name: string): Person | undefined {
    return this.#people.find((person) => nameKey(person.name) === nameKey(name));
  }

  #keep(people: readonly Person[]): void {
    if (!people.some(({ role, disabled }) => role === 'supervisor' && !disabled)) {
      throw new AppError('LAST_SUPERVISOR', 'this is the last supervisor who can log in: name another first');
    }
    const sorted = people.toSorted((a, b) => a.name.localeCompare(b.name));
    writePeople(this.#parts.file, sorted);
    this.#people = sorted;
  }

  /** A disk that is full keeps nobody out. */
  #noteLogin(person: Person): void {
    const seen = { ...person, lastLoginAt: this.#now() };
    try {
      this.#keep(this.#people.map((other) => (other === person ? seen : other)));
    } catch (thrown) {
      this.#parts.logger.warn(`the login of ${person.name} is not noted: ${messageOf(thrown)}`, MODULE);
    }
  }

  #requireGood(): void {
    const { fault } = this;
    if (fault !== null) throw fault;
  }

  #read(): void {
    const before = this.#fault?.message;
    try {
      this.#people = readPeople(this.#parts.file).toSorted((a, b) => a.name.localeCompare(b.name));
      this.#fault = null;
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
      this.#fault = thrown;
      if (thrown.message !== before) {
        this.#parts.logger.error(`nobody can log in. ${thrown.message}`, MODULE);
      }
    }
  }

  #now(): EpochMs {
    return this.#parts.clock.now();
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}

const MODULE = { module: 'access' } as const;
