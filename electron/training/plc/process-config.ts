import { z } from 'zod';
import { AppError, messageOf } from '../../../shared/errors.ts';
import { readProfileFile, SHIPPED_PROFILES, shippedProfile } from '../../plc/memory-map/load-profile.ts';
import { type ControlDoor, speedSchema } from '../control/contract.ts';
import type { TrainingPlcOptions } from './training-plc.ts';

const configSchema = z.strictObject({
  host: z.string().default('127.0.0.1'),
  port: z.int().min(0).max(65_535).default(0),
  /** FINS node number. */
  node: z.int().min(1).max(254).default(1),
  /** Name of a shipped memory map, or the path of a memory-map file. */
  profile: z.string().min(1).default('ten-slot'),
  memoryFile: z.string().min(1).optional(),
  speed: speedSchema.default({ kgPerSecond: 20 }),
  seed: z.int().default(1),
  scanMs: z.number().min(1).max(1_000).default(20),
  utcOffsetMinutes: z.int().min(-840).max(840).default(420),
});

/** What the parent passes to the training PLC's process, as JSON in its first argument. */
export type ProcessConfig = z.input<typeof configSchema>;

/** What the parent may send to the process besides control requests. */
export const stopMessageSchema = z.strictObject({ kind: z.literal('stop') });

/** What the process sends to the parent once it serves. */
export interface ReadyMessage {
  readonly kind: 'ready';
  /** UDP port of the configured host. */
  readonly port: number;
  /** Where other programs reach the control. */
  readonly control: ControlDoor;
}

/**
 * Reads the process's configuration. Throws AppError CONFIG_INVALID on anything that is not a
 * {@link ProcessConfig} as JSON, PLC_PROFILE_INVALID on a bad memory map.
 */
export function parseProcessConfig(text: string | undefined): TrainingPlcOptions {
  const { profile, memoryFile, ...config } = parse(text ?? '{}');
  const shipped = SHIPPED_PROFILES.find((name) => name === profile);
  return {
    ...config,
    ...(memoryFile === undefined ? {} : { memoryFile }),
    profile: shipped === undefined ? readProfileFile(profile) : shippedProfile(shipped),
  };
}

function parse(text: string): z.output<typeof configSchema> {
  try {
    return configSchema.parse(JSON.parse(text));
  } catch (thrown) {
    throw new AppError('CONFIG_INVALID', `training PLC: ${messageOf(thrown)}`, { cause: thrown });
  }
}
