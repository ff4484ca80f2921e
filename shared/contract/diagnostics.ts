import { z } from 'zod';
import { query } from './declare.ts';
import { FINDINGS } from './findings.ts';
import { componentKey, components, nothing, slotNumber, time } from './values.ts';
import { plcSlotView } from './views.ts';

/** One WRITE slot as the PLC holds it: what it was told to make. */
export const plcWriteSlotView = plcSlotView
  .omit({ actual_consumptions: true })
  .extend({ target_consumptions: components.nullable() });

export const FLAGS = ['read', 'write', 'failure', 'weighing'] as const;

const flagPlace = z.object({
  flag: z.enum(FLAGS),
  /** Null for the flags of single events. */
  slot: slotNumber.nullable(),
  address: z.number().int(),
});

export const memoryMapView = z.object({
  profile: z.string(),
  description: z.string(),
  gate: z.enum(['first-slot', 'per-slot']),
  acknowledge: z.enum(['finished', 'every-read']),
  areas: z.array(
    z.object({
      area: z.enum(['READ', 'WRITE']),
      base: z.number().int(),
      stride: z.number().int(),
      length: z.number().int(),
      slots: z.number().int(),
      /** In the order of their offsets from the slot's first word. */
      fields: z.array(
        z.object({
          field: z.string(),
          offset: z.number().int(),
          words: z.number().int(),
          type: z.enum(['int16', 'x100', 'ascii', 'flag']),
          equipment: componentKey.nullable(),
        }),
      ),
    }),
  ),
  flags: z.array(flagPlace),
});

export const DOCTOR_CHECKS = [
  'plc-socket',
  'plc-node',
  'plc-mode',
  'plc-profile',
  'odoo-reach',
  'odoo-login',
  'database',
] as const;

export const doctorCheckView = z.object({
  what: z.enum(DOCTOR_CHECKS),
  /** Null: not checked, as something before it already failed. */
  ok: z.boolean().nullable(),
  /** Name of the setting that is probably wrong. */
  setting: z.string().nullable(),
  finding: z.enum(FINDINGS),
  /** For a technician, in English: what was answered. */
  detail: z.string().nullable(),
});

export const diagnosticsQueries = {
  memoryMap: query("Where each field and flag lies in the PLC's DM area.", nothing, memoryMapView),
  plcFlags: query(
    'Every handshake flag as the PLC has it now; asks the PLC.',
    nothing,
    z.object({
      read_at: time,
      /** `value` is the word as it is: neither 0 nor 1 is a fault. */
      flags: z.array(flagPlace.extend({ value: z.number().int() })),
    }),
  ),
  plcWriteSlots: query(
    "What the PLC's WRITE slots hold now, decoded and as raw words; asks the PLC.",
    z.object({ slot: slotNumber.optional() }),
    z.object({ read_at: time, slots: z.array(plcWriteSlotView) }),
  ),
  connectionDoctor: query(
    'Tries every connection and names the setting that is probably wrong; changes nothing, takes at most 3 seconds each.',
    nothing,
    z.object({ checked_at: time, checks: z.array(doctorCheckView) }),
  ),
} as const;

export type PlcWriteSlotView = z.output<typeof plcWriteSlotView>;
export type MemoryMapView = z.output<typeof memoryMapView>;
export type DoctorCheckView = z.output<typeof doctorCheckView>;
