import type { HostCallInput, HostCallOutput } from '../../../shared/contract/host.ts';
import { AppError } from '../../../shared/errors.ts';
import { nameKey, type Person } from '../../access/person.ts';
import type { HostCallParts } from './host-call-parts.ts';
import { type Seat, standingOf } from './seat.ts';
import { TRAINING_PEOPLE } from './training-people.ts';

type Users = HostCallOutput<'users'>;

export function viewUsers({ people }: HostCallParts): Users {
  const text = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
  return {
    users: people.list().map(({ name, role, disabled, lastLoginAt }) => ({
      name,
      role,
      disabled,
      last_login_at: text(lastLoginAt),
      locked_until: text(people.lockedUntil(name)),
    })),
  };
}

/**
 * Adds or changes a person. Control that this person holds ends at once, but for somebody who only gives
 * oneself a new PIN. Rejects with what People.save does; COMMAND_NOT_NOW for the ready-made people.
 */
export async function saveUser(
  parts: HostCallParts,
  input: HostCallInput<'saveUser'>,
  seat: Seat,
): Promise<Users> {
  const { name, role, disabled, secret } = input;
  const before = findPerson(parts, name);
  await recorded(parts, seat, 'saveUser', name, before, async () => {
    await parts.people.save({ name, role, disabled, secret });
    const keepsOwn = before?.role === role && !disabled && seat.kind === 'screen';
    parts.sessions.dropControl(name, keepsOwn ? seat.sessionId : null);
    return { role, disabled, new_secret: secret !== undefined };
  });
  return viewUsers(parts);
}

/** Rejects with what People.remove does; COMMAND_NOT_NOW for the ready-made people. */
export async function removeUser(
  parts: HostCallParts,
  { name }: HostCallInput<'removeUser'>,
  seat: Seat,
): Promise<Users> {
  await recorded(parts, seat, 'removeUser', name, findPerson(parts, name), async () => {
    await parts.people.remove(name);
    parts.sessions.dropControl(name, null);
    return null;
  });
  return viewUsers(parts);
}

/** Leaves an audit row, whatever comes of it. */
async function recorded(
  parts: HostCallParts,
  seat: Seat,
  command: string,
  name: string,
  person: Person | undefined,
  change: () => Promise<unknown>,
): Promise<void> {
  const row = {
    actor: standingOf(seat, parts.sessions).user?.name ?? '',
    station: seat.station,
    command,
    input: { name },
    before: person === undefined ? null : { role: person.role, disabled: person.disabled },
  };
  try {
    refuseReadyMade(parts, name);
    parts.log.note({ ...row, outcome: 'done', after: await change() });
  } catch (thrown) {
    if (thrown instanceof AppError) {
      parts.log.note({ ...row, outcome: 'refused', code: thrown.code, message: thrown.message });
    }
    throw thrown;
  }
}

function findPerson({ people }: HostCallParts, name: string): Person | undefined {
  return people.list().find((person) => nameKey(person.name) === nameKey(name));
}

/** Their PINs are on the screen: changed ones would not be. */
function refuseReadyMade({ mode }: HostCallParts, name: string): void {
  const isReadyMade = TRAINING_PEOPLE.some((person) => nameKey(person.name) === nameKey(name));
  if (mode === 'training' && isReadyMade) {
    throw new AppError('COMMAND_NOT_NOW', `${name} belongs to the training and stays as it is`);
  }
}
