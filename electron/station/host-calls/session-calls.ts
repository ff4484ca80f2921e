import type { HostCallInput, SessionView } from '../../../shared/contract/host.ts';
import { AppError } from '../../../shared/errors.ts';
import type { HostCallParts } from './host-call-parts.ts';
import { type ScreenSeat, type Seat, standingOf } from './seat.ts';
import { offsetOf } from './time-zone.ts';
import { TRAINING_PEOPLE } from './training-people.ts';

/** Who sits here, and what the screen is told about the plant. */
export function viewSession(parts: HostCallParts, seat: Seat): SessionView {
  const { people, clock, host, mode, timeZone, version } = parts;
  const { access, user, locksAt } = standingOf(seat, parts.sessions);
  return {
    access,
    user: user === null ? null : { name: user.name, role: user.role },
    locks_at: locksAt === null ? null : new Date(locksAt).toISOString(),
    first_start: people.isEmpty,
    training_accounts: mode === 'training' ? TRAINING_PEOPLE.map((person) => ({ ...person })) : [],
    mode,
    host,
    station: seat.station,
    time_zone: offsetOf(timeZone, clock.now()),
    version,
  };
}

/** Throws AppError LOGIN_REFUSED, LOGIN_LOCKED, USERS_FILE_BAD, or RATE_LIMITED. */
export async function logIn(
  parts: HostCallParts,
  { name, secret }: HostCallInput<'login'>,
  seat: Seat,
): Promise<SessionView> {
  const screen = screenOf(seat);
  const outcome = await parts.people.logIn(name, secret);
  if (outcome.kind !== 'in') {
    const refusal = refusalOf(outcome);
    const { code, message } = refusal;
    noteAccess(parts, seat, { actor: name, command: 'login', outcome: 'refused', code, message });
    throw refusal;
  }
  screen.sessionId = parts.sessions.logIn(screen.sessionId, outcome.person);
  noteAccess(parts, seat, { actor: outcome.person.name, command: 'login', outcome: 'done' });
  return viewSession(parts, seat);
}

export async function logOut(parts: HostCallParts, seat: Seat): Promise<SessionView> {
  const screen = screenOf(seat);
  const { user } = standingOf(seat, parts.sessions);
  // Without control there is nothing to give up, and the view keeps its session.
  if (screen.sessionId === null || user === null) return viewSession(parts, seat);
  screen.sessionId = parts.sessions.logOut(screen.sessionId);
  noteAccess(parts, seat, { actor: user.name, command: 'logout', outcome: 'done' });
  return viewSession(parts, seat);
}

/**
 * Only from a seat that may look: the one-time link or the window shows that it is somebody who started the
 * program. Throws AppError UNAUTHORISED, COMMAND_NOT_NOW when there are people already, USERS_FILE_BAD.
 */
export async function createFirstSupervisor(
  parts: HostCallParts,
  { name, secret }: HostCallInput<'createFirstSupervisor'>,
  seat: Seat,
): Promise<SessionView> {
  if (standingOf(seat, parts.sessions).access === 'none') {
    throw new AppError('UNAUTHORISED', 'open the link that the program printed when it started');
  }
  const person = await parts.people.createFirst(name, secret);
  if (seat.kind === 'screen') seat.sessionId = parts.sessions.logIn(seat.sessionId, person);
  noteAccess(parts, seat, {
    actor: person.name,
    command: 'createFirstSupervisor',
    outcome: 'done',
    after: person,
  });
  return viewSession(parts, seat);
}

type Noted = Omit<Parameters<HostCallParts['log']['note']>[0], 'station' | 'input'>;

function noteAccess({ log }: HostCallParts, { station }: Seat, row: Noted): void {
  log.note({ ...row, station, input: {} });
}

function refusalOf(outcome: { kind: 'refused' } | { kind: 'locked'; until: number }): AppError {
  if (outcome.kind === 'refused') return new AppError('LOGIN_REFUSED', 'name or PIN is not right');
  const until = new Date(outcome.until).toISOString();
  return new AppError('LOGIN_LOCKED', `this name is locked until ${until}`, { details: { until } });
}

function screenOf(seat: Seat): ScreenSeat {
  if (seat.kind === 'screen') return seat;
  throw new AppError(
    'BAD_REQUEST',
    'a program with the token has its rights, and no session to log in or out',
  );
}
