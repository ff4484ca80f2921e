import { EQUIPMENT } from '../../../shared/domain/equipment.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Slot } from '../../../shared/units.ts';
import {
  fieldAddress,
  fieldRange,
  flagAddress,
  gateAddress,
  slotAddress,
  slotsOf,
} from '../../plc/memory-map/addresses.ts';
import type { AreaLayout, MemoryMapProfile } from '../../plc/memory-map/profile-schema.ts';
import { type MemoryView, WORK_AREA_BASE, workAreaWords } from './work-area.ts';

/** DM addresses of one slot in one area. */
export interface AreaWords {
  readonly base: number;
  readonly length: number;
  readonly moId: { readonly address: number; readonly words: number };
  /** First word of each component's weight, in equipment order. */
  readonly components: readonly number[];
  readonly weight: number;
  readonly statusManufacturing: number;
  readonly statusOperation: number;
  readonly flag: number;
}

/** Words that the program copies from a WRITE slot to its READ slot. */
interface Copy {
  readonly from: number;
  readonly to: number;
  readonly words: number;
}

export interface SlotWords {
  readonly slot: Slot;
  readonly read: AreaWords;
  readonly write: AreaWords;
  /** The flag word behind which the slot's order is released to the PLC. */
  readonly gate: number;
  readonly copies: readonly Copy[];
}

/** A memory map as the process program uses it: bare addresses. */
export interface ProgramMap {
  readonly slots: readonly SlotWords[];
  /** Each gate with the slots that it releases together. */
  readonly gates: readonly { readonly gate: number; readonly slots: readonly SlotWords[] }[];
  readonly acknowledge: MemoryMapProfile['acknowledge'];
}

/** What an order takes over unchanged; weights and flags start at 0. */
const COPIED_FIELDS = ['batch', 'moId', 'bomId', 'finishedGoods', 'quantity'] as const;

/**
 * Lays the program out over a memory map.
 * Throws AppError PLC_PROFILE_INVALID when the map uses the words that the program needs for itself.
 */
export function programMap(profile: MemoryMapProfile): ProgramMap {
  refuseOverlap(profile);
  const slots = slotsOf(profile).map((slot): SlotWords => slotWords(profile, slot));
  const gates = [...new Set(slots.map(({ gate }) => gate))].map((gate) => ({
    gate,
    slots: slots.filter((at) => at.gate === gate),
  }));
  return { slots, gates, acknowledge: profile.acknowledge };
}

/** The text of a NO-MO field, '' when empty. Nothing is checked: a ladder copies what is there. */
export function moIdIn(memory: MemoryView, at: AreaWords): string {
  const bytes = memory.read(at.moId.address, at.moId.words).flatMap((word) => [word >> 8, word & 0xff]);
  const end = bytes.findLastIndex((byte) => byte !== 0) + 1;
  return String.fromCharCode(...bytes.slice(0, end)).trimEnd();
}

export function hasOrder(memory: MemoryView, at: AreaWords): boolean {
  return moIdIn(memory, at) !== '';
}

function slotWords(profile: MemoryMapProfile, slot: Slot): SlotWords {
  const { read, write } = profile;
  const plain = COPIED_FIELDS.map((field): Copy => {
    const from = fieldRange(write, slot, field);
    const to = fieldRange(read, slot, field);
    return { from: from.address, to: to.address, words: Math.min(from.words, to.words) };
  });
  const ids = EQUIPMENT.map(({ key }): Copy => {
    const field = `components.${key}.id` as const;
    return { from: fieldAddress(write, slot, field), to: fieldAddress(read, slot, field), words: 1 };
  });
  return {
    slot,
    read: areaWords(read, slot),
    write: areaWords(write, slot),
    gate: gateAddress(profile, slot),
    copies: [...plain, ...ids],
  };
}

function areaWords(area: AreaLayout, slot: Slot): AreaWords {
  const moId = fieldRange(area, slot, 'moId');
  return {
    base: slotAddress(area, slot),
    length: area.length,
    moId: { address: moId.address, words: moId.words },
    components: EQUIPMENT.map(({ key }) => fieldAddress(area, slot, `components.${key}.consumption`)),
    weight: fieldAddress(area, slot, 'weight'),
    statusManufacturing: fieldAddress(area, slot, 'statusManufacturing'),
    statusOperation: fieldAddress(area, slot, 'statusOperation'),
    flag: flagAddress(area, slot),
  };
}

function refuseOverlap(profile: MemoryMapProfile): void {
  const { slotCount, read, write, failure, weighing } = profile;
  const workEnd = WORK_AREA_BASE + workAreaWords(slotCount);
  const areaEnd = (area: AreaLayout): number => area.base + (slotCount - 1) * area.stride + area.length;
  const blocks = [
    { name: 'read', base: read.base, end: areaEnd(read) },
    { name: 'write', base: write.base, end: areaEnd(write) },
    { name: 'failure', base: failure.base, end: failure.base + failure.length },
    { name: 'weighing', base: weighing.base, end: weighing.base + weighing.length },
  ];
  const clash = blocks.find(({ base, end }) => base < workEnd && end > WORK_AREA_BASE);
  if (clash === undefined) return;
  throw new AppError(
    'PLC_PROFILE_INVALID',
    `the ${clash.name} area D${clash.base}-D${clash.end - 1} covers the training PLC's own words ` +
      `D${WORK_AREA_BASE}-D${workEnd - 1}`,
  );
}
