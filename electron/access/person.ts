import type { Role } from '../../shared/contract/declare.ts';
import type { EpochMs } from '../domain/batch.ts';

/** Somebody who may log in. */
export interface Person {
  readonly name: string;
  readonly role: Role;
  readonly disabled: boolean;
  /** Of the PIN or password; see secret-hash. */
  readonly hash: string;
  readonly lastLoginAt: EpochMs | null;
}

/** Who acts: what a session and the audit need to know of a person. */
export interface Actor {
  readonly name: string;
  readonly role: Role;
}

/** Two names that a person would read as the same are the same: "budi" cannot be added beside "Budi". */
export function nameKey(name: string): string {
  return name.trim().replace(/\s+/g, ' ').normalize('NFKC').toLowerCase();
}
