import type { Role } from '../../../shared/contract/declare.ts';
import type { Actor } from '../../access/person.ts';
import type { SessionBook } from '../../access/session-book.ts';
import type { EpochMs } from '../../domain/batch.ts';

/** A browser or a window. A login puts it into another session: whoever carries the id looks here again. */
export interface ScreenSeat {
  readonly kind: 'screen';
  sessionId: string | null;
  /** The workstation or address, for the audit. */
  readonly station: string;
}

/** A program that knows the API's token: it has the token's rights, and no session. */
export interface ProgramSeat extends Actor {
  readonly kind: 'program';
  readonly station: string;
}

/** From where something is asked. */
export type Seat = ScreenSeat | ProgramSeat;

/** What may be done from a seat at this moment. */
export interface Standing {
  readonly access: 'none' | 'view' | 'control';
  readonly user: Actor | null;
  readonly locksAt: EpochMs | null;
}

export function standingOf(seat: Seat, sessions: SessionBook): Standing {
  if (seat.kind === 'program') {
    return { access: 'control', user: { name: seat.name, role: seat.role }, locksAt: null };
  }
  const session = seat.sessionId === null ? null : sessions.find(seat.sessionId);
  if (session === null) return { access: 'none', user: null, locksAt: null };
  return { access: session.user === null ? 'view' : 'control', ...session };
}

/** Null: not even looking is allowed. */
export function roleOf({ access, user }: Standing): Role | null {
  return access === 'none' ? null : (user?.role ?? 'viewer');
}
