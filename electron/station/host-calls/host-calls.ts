import { roleSuffices } from '../../../shared/contract/declare.ts';
import {
  HOST_CALLS,
  type HostCallInput,
  type HostCallName,
  type HostCallOutput,
} from '../../../shared/contract/host.ts';
import { AppError } from '../../../shared/errors.ts';
import type { SessionBook } from '../../access/session-book.ts';
import type { Caller } from '../commands/command-handler.ts';
import type { HostCallParts } from './host-call-parts.ts';
import { removeUser, saveUser, viewUsers } from './people-calls.ts';
import { roleOf, type Seat, standingOf } from './seat.ts';
import { createFirstSupervisor, logIn, logOut, viewSession } from './session-calls.ts';
import type { TrainingDesk } from './training-desk.ts';

/** What a screen can ask of its host; the same for a window and for a browser. */
export interface HostCalls {
  /**
   * Checks input and role, and answers. A login, a logout and the first supervisor's naming change the
   * seat's session. Throws AppError: BAD_REQUEST, UNAUTHORISED without any session, FORBIDDEN for the role,
   * or why it cannot be done.
   */
  call(name: HostCallName, given: unknown, seat: Seat): Promise<unknown>;
  /**
   * Who gives the station a command from this seat; without control a viewer. It counts as something done:
   * control stays. Throws AppError UNAUTHORISED without any session.
   */
  caller(seat: Seat, reason: string | null): Caller;
}

type Handlers = {
  readonly [N in HostCallName]: (input: HostCallInput<N>, seat: Seat) => Promise<HostCallOutput<N>>;
};

/** Screens ask these by themselves, so they say nothing about somebody being there. */
const ASKED_BY_ITSELF: ReadonlySet<HostCallName> = new Set(['session', 'users', 'about', 'training']);
/** The actor of somebody who has not logged in: the command is refused, and the refusal is recorded. */
const NOBODY = 'nobody logged in';

export function createHostCalls(parts: HostCallParts): HostCalls {
  const handlers = handlersOf(parts);
  const answer = async <N extends HostCallName>(name: N, given: unknown, seat: Seat): Promise<unknown> => {
    requireRole(name, seat, parts.sessions);
    const input = parseInput(name, given);
    if (!ASKED_BY_ITSELF.has(name)) noteAct(seat, parts.sessions);
    const handler: Handlers[N] = handlers[name];
    return await handler(input, seat);
  };
  return {
    call: answer,
    caller(seat, reason) {
      const standing = standingOf(seat, parts.sessions);
      const role = roleOf(standing);
      if (role === null) throw notLoggedIn();
      noteAct(seat, parts.sessions);
      return { actor: standing.user?.name ?? NOBODY, role, station: seat.station, reason };
    },
  };
}

/** One handler a call: a missing one does not compile. */
function handlersOf(parts: HostCallParts): Handlers {
  const { training } = parts;
  const desk = (): TrainingDesk => {
    if (training !== null) return training;
    throw new AppError('COMMAND_NOT_NOW', 'this is possible in training mode only');
  };
  return {
    session: async (_input, seat) => viewSession(parts, seat),
    login: (input, seat) => logIn(parts, input, seat),
    logout: (_input, seat) => logOut(parts, seat),
    createFirstSupervisor: (input, seat) => createFirstSupervisor(parts, input, seat),
    users: async () => viewUsers(parts),
    saveUser: (input, seat) => saveUser(parts, input, seat),
    removeUser: (input, seat) => removeUser(parts, input, seat),
    about: () => parts.about(),
    training: async () => (await training?.view()) ?? null,
    switchBehaviour: (input) => desk().switchBehaviour(input),
    async startLesson({ name }) {
      await desk().startLesson(name);
      return await desk().view();
    },
    async endLesson() {
      await desk().endLesson();
      return await desk().view();
    },
    async setTrainingSpeed({ kg_per_second: kgPerSecond }) {
      await desk().setSpeed(kgPerSecond);
      return await desk().view();
    },
  };
}

function requireRole(name: HostCallName, seat: Seat, sessions: SessionBook): void {
  const needed = HOST_CALLS[name].role;
  if (needed === null) return;
  const role = roleOf(standingOf(seat, sessions));
  if (role === null) throw notLoggedIn();
  if (!roleSuffices(role, needed)) throw new AppError('FORBIDDEN', `this needs the role ${needed}`);
}

function noteAct(seat: Seat, sessions: SessionBook): void {
  if (seat.kind === 'screen' && seat.sessionId !== null) sessions.note(seat.sessionId);
}

function notLoggedIn(): AppError {
  return new AppError('UNAUTHORISED', 'log in first, or open the link that the program printed');
}

/** Throws AppError BAD_REQUEST naming the first field that does not fit. */
function parseInput<N extends HostCallName>(name: N, given: unknown): HostCallInput<N> {
  const parsed = HOST_CALLS[name].input.safeParse(given);
  if (parsed.success) return parsed.data as HostCallInput<N>;
  const issue = parsed.error.issues[0];
  throw new AppError(
    'BAD_REQUEST',
    `${issue?.path.join('.') ?? 'input'}: ${issue?.message ?? 'does not fit'}`,
  );
}
