import { z } from 'zod';
import { roleName } from '../../shared/contract/host.ts';
import { AppError, messageOf } from '../../shared/errors.ts';
import { nameKey, type Person } from './person.ts';
import { isStoredHash } from './secret-hash.ts';

/** Where people are kept. Reading gives null when there is nothing yet; writing replaces all or nothing. */
export interface PeopleFile {
  /** How it is called in a message. */
  readonly name: string;
  read(): string | null;
  write(text: string): void;
}

/** People that one station can have. */
export const MAX_PEOPLE = 200;
const FORMAT = 1;

const personSchema = z.strictObject({
  name: z.string().trim().min(2).max(64),
  role: roleName,
  disabled: z.boolean(),
  hash: z.string().refine(isStoredHash, 'is not a hash of this program'),
  last_login_at: z.iso.datetime().nullable(),
});
const fileSchema = z.strictObject({
  format: z.literal(FORMAT),
  people: z
    .array(personSchema)
    .max(MAX_PEOPLE)
    .refine(
      (people) => new Set(people.map(({ name }) => nameKey(name))).size === people.length,
      'two people have the same name',
    )
    .refine(
      (people) =>
        people.length === 0 || people.some(({ role, disabled }) => role === 'supervisor' && !disabled),
      'nobody in it is a supervisor',
    ),
});

/**
 * Everybody in the file; nobody when there is none. Throws AppError USERS_FILE_BAD naming the field when it
 * cannot be used: it is never repaired, as a guess would let in somebody who was shut out.
 */
export function readPeople(file: PeopleFile): readonly Person[] {
  const text = readText(file);
  if (text === null) return [];
  const parsed = fileSchema.safeParse(parseJson(file, text));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw bad(file, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'does not fit'}`);
  }
  return parsed.data.people.map(({ last_login_at, ...person }) => ({
    ...person,
    lastLoginAt: last_login_at === null ? null : Date.parse(last_login_at),
  }));
}

/** Throws what the file throws when it cannot be written; then the old one is still there. */
export function writePeople(file: PeopleFile, people: readonly Person[]): void {
  const rows = people.map(({ lastLoginAt, ...person }) => ({
    ...person,
    last_login_at: lastLoginAt === null ? null : new Date(lastLoginAt).toISOString(),
  }));
  file.write(JSON.stringify({ format: FORMAT, people: rows }, null, 2));
}

function readText(file: PeopleFile): string | null {
  try {
    return file.read();
  } catch (thrown) {
    throw bad(file, messageOf(thrown), thrown);
  }
}

function parseJson(file: PeopleFile, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw bad(file, messageOf(thrown), thrown);
  }
}

function bad(file: PeopleFile, problem: string, cause?: unknown): AppError {
  return new AppError('USERS_FILE_BAD', `${file.name} cannot be used: ${problem}`, { cause });
}
