import { z } from 'zod';
import { type ComponentKey, EQUIPMENT, type PerComponent, perComponent } from '../domain/equipment.ts';

/** ISO 8601 in UTC. */
export const time = z.iso.datetime();
/** Kilograms; null where nothing is known. */
export const kgOrNull = z.number().min(0).nullable();

const perKey = Object.fromEntries(EQUIPMENT.map(({ key }) => [key, kgOrNull])) as PerComponent<
  typeof kgOrNull
>;
/** Kilograms of all 15 components under the plant's names. */
export const components = z.object(perKey);

export const componentKey = z.enum(EQUIPMENT.map(({ key }) => key) as [ComponentKey, ...ComponentKey[]]);
/** Name of the material of all 15 components; null where it is not known. */
export const materials = z.object(perComponent(() => z.string().nullable()));
/** From and to, in kg, where a dosed weight is within tolerance; null without a target. */
export const tolerances = z.object(
  perComponent(() => z.object({ low_kg: z.number(), high_kg: z.number() }).nullable()),
);

/** A day by the plant's clock: 2026-01-31. */
export const dayText = z.iso.date();

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
/** Why a result waits for an operator. */
export const resultQuestion = z.enum(['zero-weight', 'all-actuals-zero', 'actuals-equal-truncated-targets']);
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
