import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AppError, messageOf } from '../../../shared/errors.ts';
import { profileFaultText } from './profile-fault-text.ts';
import { type MemoryMapProfile, profileSchema } from './profile-schema.ts';
import { profileProblems } from './profile-validator.ts';

/** The memory maps that come with the product; `ten-slot` is the default. */
export const SHIPPED_PROFILES = ['ten-slot', 'single-slot-2025'] as const;
export type ShippedProfileName = (typeof SHIPPED_PROFILES)[number];

const PROFILE_FOLDER = new URL('../../../resources/memory-maps/', import.meta.url);

/**
 * Checks a memory map and returns it, frozen.
 *
 * @param json the file's content after JSON.parse
 * @param source what the error message calls it: a file name or path
 * @throws AppError PLC_PROFILE_INVALID, whose message names address and field of everything that is wrong
 */
export function parseProfile(json: unknown, source: string): MemoryMapProfile {
  const parsed = profileSchema.safeParse(json);
  if (!parsed.success) {
    throw invalid(
      source,
      parsed.error.issues.map((issue) => profileFaultText(issue, json)),
    );
  }
  const { slotCount } = parsed.data;
  const profile: MemoryMapProfile = Object.freeze({
    ...parsed.data,
    read: Object.freeze({ ...parsed.data.read, name: 'read' as const, slotCount }),
    write: Object.freeze({ ...parsed.data.write, name: 'write' as const, slotCount }),
  });
  const problems = profileProblems(profile);
  if (problems.length > 0) throw invalid(source, problems);
  return profile;
}

/**
 * Reads and checks a memory-map file. Synchronous: a few kilobytes, once, at start.
 *
 * @throws AppError PLC_PROFILE_INVALID when it cannot be read, is not JSON, or fails {@link parseProfile}
 */
export function readProfileFile(path: string): MemoryMapProfile {
  return parseProfile(readJson(path), path);
}

/** Reads and checks a memory map that comes with the product. */
export function shippedProfile(name: ShippedProfileName): MemoryMapProfile {
  return readProfileFile(fileURLToPath(new URL(`${name}.json`, PROFILE_FOLDER)));
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (thrown) {
    throw new AppError('PLC_PROFILE_INVALID', `memory map ${path} cannot be read: ${messageOf(thrown)}`, {
      details: { source: path },
      cause: thrown,
    });
  }
}

function invalid(source: string, problems: readonly string[]): AppError {
  return new AppError('PLC_PROFILE_INVALID', `memory map ${source} is invalid: ${problems.join('; ')}`, {
    details: { source, problems },
  });
}
