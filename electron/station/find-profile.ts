import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { readProfileFile, SHIPPED_PROFILES, shippedProfile } from '../plc/memory-map/load-profile.ts';
import type { MemoryMapProfile } from '../plc/memory-map/profile-schema.ts';

/**
 * The memory map that a setting names: a shipped one by its name, or a mill's own by the path of its JSON
 * file. Throws AppError PLC_PROFILE_INVALID naming what is wrong; the station must not start with it.
 */
export function findProfile(nameOrPath: string): MemoryMapProfile {
  const shipped = SHIPPED_PROFILES.find((name) => name === nameOrPath);
  if (shipped !== undefined) return shippedProfile(shipped);
  const path = resolve(nameOrPath);
  if (existsSync(path)) return readProfileFile(path);
  throw new AppError(
    'PLC_PROFILE_INVALID',
    `there is no memory map ${nameOrPath}: neither a file nor one of ${SHIPPED_PROFILES.join(', ')}`,
  );
}
