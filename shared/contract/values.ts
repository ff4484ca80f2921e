import { z } from 'zod';
import { EQUIPMENT, type PerComponent } from '../domain/equipment.ts';

/** ISO 8601 in UTC. */
export const time = z.iso.datetime();
/** Kilograms; null where nothing is known. */
export const kgOrNull = z.number().min(0).nullable();

const perKey = Object.fromEntries(EQUIPMENT.map(({ key }) => [key, kgOrNull])) as PerComponent<
  typeof kgOrNull
>;
/** Kilograms of all 15 components under the plant's names. */
export const components = z.object(perKey);

/** The name of a manufacturing order, slashes and all. */
export const moId = z.string().trim().min(1).max(64);
export const slotNumber = z.number().int().min(1).max(30);
export const taskNumber = z.union([
  z.literal(1),
  z.literal(2),
  z.literal(3),
  z.literal(4),
  z.literal(5),
  z.literal(6),
  z.literal(7),
]);
export const page = z.object({
  limit: z.number().int().min(1).max(1000).default(50),
  offset: z.number().int().min(0).max(1_000_000_000).default(0),
});
export const reason = z.string().trim().min(3).max(500);
export const nothing = z.object({});

export const historyStatus = z.enum(['completed', 'failed', 'cancelled']);
export const batchPhase = z.enum([
  'loading',
  'written',
  'queued',
  'running',
  'unproven',
  'question',
  'reporting',
  'refused',
  'confirmed',
]);
