import { z } from 'zod';
import { EQUIPMENT } from '../../../shared/domain/equipment.ts';
import { DM_WORDS } from '../../../shared/units.ts';

/** How a field's words are read; the number of words is fixed by the type, except for ascii and components. */
export const WORD_TYPES = ['int16', 'x100', 'ascii', 'flag', 'bcd2', 'bcd4', 'components'] as const;
export type WordType = (typeof WORD_TYPES)[number];

/** More slots than this are not foreseen: the limit of what a profile may ask for. */
export const MAX_SLOTS = 30;
/** A component takes one id word and two words of weight. */
export const WORDS_PER_COMPONENT = 3;

const MAX_ASCII_WORDS = 32;
const MAX_INT16 = 0x7fff;

const offset = z.int().min(0);
const base = z.int().min(0);
const length = z.int().min(1).max(DM_WORDS);

const int16 = z.strictObject({ offset, type: z.literal('int16') }).readonly();
const x100 = z.strictObject({ offset, type: z.literal('x100') }).readonly();
const flag = z.strictObject({ offset, type: z.literal('flag') }).readonly();
const bcd2 = z.strictObject({ offset, type: z.literal('bcd2') }).readonly();
const bcd4 = z.strictObject({ offset, type: z.literal('bcd4') }).readonly();
const ascii = z
  .strictObject({ offset, type: z.literal('ascii'), words: z.int().min(1).max(MAX_ASCII_WORDS) })
  .readonly();
const components = z
  .strictObject({
    offset,
    type: z.literal('components'),
    firstId: z
      .int()
      .min(1)
      .max(MAX_INT16 - EQUIPMENT.length + 1),
    count: z.literal(EQUIPMENT.length),
  })
  .readonly();

const area = z
  .strictObject({
    base,
    stride: z.int().min(1).max(DM_WORDS),
    length,
    fields: z
      .strictObject({
        batch: int16,
        moId: ascii,
        bomId: ascii,
        finishedGoods: ascii,
        quantity: x100,
        components,
        statusManufacturing: flag,
        statusOperation: flag,
        weight: x100,
        statusReadData: flag,
      })
      .readonly(),
  })
  .readonly();

const failure = z
  .strictObject({
    base,
    length,
    fields: z
      .strictObject({
        equipmentCode: ascii,
        info: ascii,
        year: bcd4,
        month: bcd2,
        day: bcd2,
        hour: bcd2,
        minute: bcd2,
        second: bcd2,
        statusReadData: flag,
      })
      .readonly(),
  })
  .readonly();

const weighing = z
  .strictObject({
    base,
    length,
    fields: z
      .strictObject({
        batch: int16,
        moId: ascii,
        productTemplateId: int16,
        consumption: x100,
        statusReadData: flag,
      })
      .readonly(),
  })
  .readonly();

/**
 * The shape of a memory-map file. Unknown keys are refused, so that a misspelt field cannot be missed.
 * Each field's type is fixed by its role: a weight of one word or of another scale is not expressible.
 */
export const profileSchema = z
  .strictObject({
    name: z.string().min(1),
    description: z.string().min(1),
    slotCount: z.int().min(1).max(MAX_SLOTS),
    /** `first-slot`: slot 1's WRITE flag guards the whole load. `per-slot`: each slot's own flag guards it. */
    gate: z.enum(['first-slot', 'per-slot']),
    /** When the station sets a READ slot's flag: for finished and failed slots, or after every good read. */
    acknowledge: z.enum(['finished', 'every-read']),
    read: area,
    write: area,
    failure,
    weighing,
  })
  .readonly();

type ProfileFile = z.infer<typeof profileSchema>;

export type AreaName = 'read' | 'write';

/** Where the slots of one area lie; offsets count from a slot's first word. */
export interface AreaLayout extends z.infer<typeof area> {
  readonly name: AreaName;
  /** Copied from the profile, so that no address beyond the last slot can be made from an area alone. */
  readonly slotCount: number;
}

export type SlotFieldLayouts = AreaLayout['fields'];
export type FailureLayout = z.infer<typeof failure>;
export type WeighingLayout = z.infer<typeof weighing>;
/** Any field's layout, as the file spells it. */
export type FieldLayout =
  | SlotFieldLayouts[keyof SlotFieldLayouts]
  | FailureLayout['fields'][keyof FailureLayout['fields']]
  | WeighingLayout['fields'][keyof WeighingLayout['fields']];

/** A memory map that has passed the schema and the validator; frozen. */
export interface MemoryMapProfile extends Omit<ProfileFile, AreaName> {
  readonly read: AreaLayout;
  readonly write: AreaLayout;
}
