import { EQUIPMENT, type PerComponent, perComponent } from '../../../shared/domain/equipment.ts';
import { AppError } from '../../../shared/errors.ts';
import { type Kg, type Slot, type WordAddress, wordAddress } from '../../../shared/units.ts';
import { slotAddress } from './addresses.ts';
import { BlockReader, blockShapeFault } from './block-reader.ts';
import { BlockWriter } from './block-writer.ts';
import { type SlotField, slotPlaces } from './field-places.ts';
import { weightLooksLikeFloat } from './float-trap.ts';
import { decodeAscii, encodeAscii, encodeMoId, plcText } from './plc-text.ts';
import type { AreaLayout, AreaName, MemoryMapProfile } from './profile-schema.ts';
import { hexWords, type WordFault } from './word-fault.ts';
import { encodeFlag, encodeInt16, encodeX100, isWord } from './word-types.ts';

/** What a slot says: targets in the WRITE area, actual weights in the READ area. */
export interface SlotContent {
  readonly slot: Slot;
  readonly moId: string;
  readonly bomId: string;
  readonly finishedGoods: string;
  /** The order's quantity. */
  readonly quantity: Kg;
  readonly components: PerComponent<Kg>;
  /** 1: finished. */
  readonly statusManufacturing: 0 | 1;
  /** 1: failed. */
  readonly statusOperation: 0 | 1;
  /** Weight of the finished goods. */
  readonly weight: Kg;
}

/** `block`: the words as a whole were not a slot's. */
export type SlotFault = WordFault<SlotField | 'block'>;

export interface SlotLimits {
  /** No weight of a slot may be above this: quantity, component or finished weight. */
  readonly maxKg: Kg;
}

/**
 * A slot as it was read.
 * - blank: NO-MO is empty, there is nothing to take
 * - valid: every field passed its check
 * - faulty: at least one did not, so nothing of the slot may be used; `moId` is for the alarm only
 */
export type DecodedSlot =
  | {
      readonly kind: 'blank';
      readonly slot: Slot;
      /** The flag word, unchecked. */
      readonly flag: number;
      readonly words: readonly number[];
    }
  | {
      readonly kind: 'valid';
      readonly slot: Slot;
      readonly content: SlotContent;
      readonly flag: 0 | 1;
      readonly words: readonly number[];
    }
  | {
      readonly kind: 'faulty';
      readonly slot: Slot;
      readonly faults: readonly SlotFault[];
      readonly words: readonly number[];
      readonly moId: string | null;
    };

/** What the NO-MO words of a slot say. */
export type MoIdReading =
  | { readonly kind: 'blank' }
  | { readonly kind: 'valid'; readonly moId: string }
  | { readonly kind: 'faulty'; readonly expected: string; readonly found: string };

/** A word that is not what was written; null where one side has no such word. */
export interface WordDifference {
  readonly address: WordAddress;
  readonly expected: number | null;
  readonly found: number | null;
}

/**
 * The payload words of a WRITE slot, without the flag. Product and recipe names are cut and respelt for
 * the PLC's display.
 *
 * @throws AppError PLC_VALUE_REFUSED when the order's name cannot be written unchanged, a weight does not
 *   fit two words, or the content is another slot's
 */
export function encodeWriteSlot(profile: MemoryMapProfile, slot: Slot, content: SlotContent): number[] {
  return contentWords(profile.write, slot, content)
    .words()
    .slice(0, profile.write.fields.statusReadData.offset);
}

/**
 * The payload words of a WRITE slot without an order: texts, weights and status 0. Slot number and
 * equipment ids stay, as the PLC's program relies on them.
 */
export function encodeEmptySlot(profile: MemoryMapProfile, slot: Slot): number[] {
  return emptyWords(profile.write, slot).words().slice(0, profile.write.fields.statusReadData.offset);
}

/** All words of a READ slot, its flag included: what a PLC shows, for the training plant. Throws as {@link encodeWriteSlot}. */
export function encodeReadSlot(
  profile: MemoryMapProfile,
  slot: Slot,
  content: SlotContent,
  flag: 0 | 1,
): number[] {
  const writer = contentWords(profile.read, slot, content);
  writer.put('statusReadData', encodeFlag(flag));
  return writer.words();
}

/**
 * Checks a READ slot as a whole: slot number, all 15 equipment ids, texts, flags, every weight at most
 * `limits.maxKg`, and the finished weight against {@link weightLooksLikeFloat}. Never throws for anything
 * in `words`; throws AppError PLC_ADDRESS_REFUSED for a slot that the profile does not have.
 *
 * @param words the slot's words, `profile.read.length` of them
 */
export function decodeReadSlot(
  profile: MemoryMapProfile,
  slot: Slot,
  words: readonly number[],
  limits: SlotLimits,
): DecodedSlot {
  return decodeSlot(profile.read, slot, words, limits);
}

/** The same for a WRITE slot, its flag included: what is in the PLC now, for an operator and for the training plant. */
export function decodeWriteSlot(
  profile: MemoryMapProfile,
  slot: Slot,
  words: readonly number[],
  limits: SlotLimits,
): DecodedSlot {
  return decodeSlot(profile.write, slot, words, limits);
}

/**
 * Reads a slot's NO-MO and nothing else: the order that a slot names, whatever state its other words are in.
 *
 * @param words the slot's words from its first one on, at least up to the end of NO-MO
 */
export function decodeMoId(profile: MemoryMapProfile, area: AreaName, words: readonly number[]): MoIdReading {
  const { offset, words: count } = profile[area].fields.moId;
  const field = words.slice(offset, offset + count);
  const found = hexWords(field);
  if (field.length < count) return { kind: 'faulty', expected: `${count} words`, found };
  if (!field.every(isWord)) return { kind: 'faulty', expected: 'words 0..65535', found };
  const text = decodeAscii(field);
  if (!text.ok) return { kind: 'faulty', expected: text.expected, found };
  return text.value === '' ? { kind: 'blank' } : { kind: 'valid', moId: text.value };
}

/**
 * The words that differ between what was written and what was read back (S2); empty: all are the same.
 * A word that one side lacks is a difference: fewer words cannot prove that all are right.
 *
 * @param base address of the first word
 */
export function compareWords(
  expected: readonly number[],
  found: readonly number[],
  base: WordAddress,
): WordDifference[] {
  const length = Math.max(expected.length, found.length);
  return Array.from({ length }, (_, index) => ({
    address: wordAddress(base + index),
    expected: expected[index] ?? null,
    found: found[index] ?? null,
  })).filter((word) => word.expected !== word.found);
}

function emptyWords(area: AreaLayout, slot: Slot): BlockWriter<SlotField> {
  slotAddress(area, slot); // refuses a slot that the area does not have
  const writer = new BlockWriter(slotPlaces(area), area.length);
  writer.put('batch', encodeInt16(slot));
  for (const [index, { key }] of EQUIPMENT.entries()) {
    writer.put(`components.${key}.id`, encodeInt16(area.fields.components.firstId + index));
  }
  return writer;
}

function contentWords(area: AreaLayout, slot: Slot, content: SlotContent): BlockWriter<SlotField> {
  if (content.slot !== slot) {
    throw new AppError('PLC_VALUE_REFUSED', `content of slot ${content.slot} for slot ${slot}`);
  }
  const { moId, bomId, finishedGoods } = area.fields;
  const writer = emptyWords(area, slot);
  writer.put('moId', ...encodeMoId(content.moId, moId.words));
  writer.put('bomId', ...encodeAscii(plcText(content.bomId, bomId.words), bomId.words));
  writer.put(
    'finishedGoods',
    ...encodeAscii(plcText(content.finishedGoods, finishedGoods.words), finishedGoods.words),
  );
  writer.put('quantity', ...encodeX100(content.quantity));
  for (const { key } of EQUIPMENT) {
    writer.put(`components.${key}.consumption`, ...encodeX100(content.components[key]));
  }
  writer.put('statusManufacturing', encodeFlag(content.statusManufacturing));
  writer.put('statusOperation', encodeFlag(content.statusOperation));
  writer.put('weight', ...encodeX100(content.weight));
  return writer;
}

function decodeSlot(area: AreaLayout, slot: Slot, words: readonly number[], limits: SlotLimits): DecodedSlot {
  const base = slotAddress(area, slot);
  const shapeFault = blockShapeFault(base, area.length, words);
  if (shapeFault !== null) return { kind: 'faulty', slot, faults: [shapeFault], words, moId: null };

  const reader = new BlockReader(base, slotPlaces(area), words);
  const moId = reader.text('moId');
  if (moId === '') return { kind: 'blank', slot, flag: reader.word('statusReadData'), words };

  reader.expectWord('batch', slot);
  const bomId = reader.text('bomId');
  const finishedGoods = reader.text('finishedGoods');
  const quantity = reader.weight('quantity', limits.maxKg);
  const components = perComponent(({ key, id }) => {
    reader.expectWord(`components.${key}.id`, area.fields.components.firstId + id - EQUIPMENT[0].id);
    return reader.weight(`components.${key}.consumption`, limits.maxKg);
  });
  const statusManufacturing = reader.flag('statusManufacturing');
  const statusOperation = reader.flag('statusOperation');
  const weight = readWeight(reader, statusManufacturing === 1 ? quantity : null, limits.maxKg);
  const flag = reader.flag('statusReadData');

  if (
    reader.faults.length > 0 ||
    moId === null ||
    bomId === null ||
    finishedGoods === null ||
    quantity === null ||
    !isComplete(components) ||
    statusManufacturing === null ||
    statusOperation === null ||
    weight === null ||
    flag === null
  ) {
    return { kind: 'faulty', slot, faults: reader.faults, words, moId };
  }
  const status = { statusManufacturing, statusOperation };
  const content = { slot, moId, bomId, finishedGoods, quantity, components, ...status, weight };
  return { kind: 'valid', slot, content, flag, words };
}

/** The weight of the finished goods; with a `reference` (the batch is finished) it may not look like a float. */
function readWeight(reader: BlockReader<SlotField>, reference: Kg | null, maxKg: Kg): Kg | null {
  if (reference !== null && weightLooksLikeFloat(reader.wordPair('weight'), reference)) {
    return reader.fault('weight', `hundredths of a kg, not a float (order of ${reference} kg)`);
  }
  return reader.weight('weight', maxKg);
}

function isComplete(components: PerComponent<Kg | null>): components is PerComponent<Kg> {
  return Object.values(components).every((weight) => weight !== null);
}
