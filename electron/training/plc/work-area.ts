import { EQUIPMENT } from '../../../shared/domain/equipment.ts';
import { MAX_HUNDREDTHS } from './dosing-plan.ts';

/** Reads DM words; what the program decides on. */
export interface MemoryView {
  word(address: number): number;
  read(address: number, count: number): number[];
}

/** Words to store, in order. */
export interface MemoryWrite {
  readonly address: number;
  readonly words: readonly number[];
}

/**
 * The program's own DM words, where a real ladder keeps its working data too. They lie outside the areas
 * of the memory map and hold all that the program must still know after a restart: 10 words for the
 * program (signature, number of the last run), then 40 words a slot.
 */
export const WORK_AREA_BASE = 30_000;
const HEADER_WORDS = 10;
const SLOT_WORDS = 40;
const PLAN_OFFSET = 4;

/** Words of the whole work area. */
export function workAreaWords(slotCount: number): number {
  return HEADER_WORDS + SLOT_WORDS * slotCount;
}

/** Where a slot's order stands for the program. `taken`: copied, its gate not yet opened; `open`: to be run. */
export const SLOT_STATES = ['none', 'taken', 'open', 'ended'] as const;
export type SlotState = (typeof SLOT_STATES)[number];

/** What the program remembers of one slot. */
export interface SlotWork {
  readonly state: SlotState;
  /** Orders run in the order of this number. */
  readonly run: number;
  /** The READ flag as the program last saw it. */
  readonly flag: number;
  /** What each component will weigh in the end, in hundredths of a kilogram, in equipment order. */
  readonly planned: readonly number[];
}

/** Identifies the program and memory map that the work area belongs to, 32 bits. */
export function readSignature(memory: MemoryView): number {
  return readDouble(memory, WORK_AREA_BASE);
}

export function writeSignature(signature: number): MemoryWrite {
  return { address: WORK_AREA_BASE, words: double(signature) };
}

/** The number given to the last run, 0 before the first. */
export function readLastRun(memory: MemoryView): number {
  return readDouble(memory, WORK_AREA_BASE + 2);
}

export function writeLastRun(run: number): MemoryWrite {
  return { address: WORK_AREA_BASE + 2, words: double(run) };
}

/** What the program remembers of a slot, counted from 1. */
export function readSlotWork(memory: MemoryView, slot: number): SlotWork {
  const base = slotBase(slot);
  return {
    state: SLOT_STATES[memory.word(base)] ?? 'none',
    run: readDouble(memory, base + 1),
    flag: memory.word(base + 3),
    planned: EQUIPMENT.map((_, index) => readDouble(memory, base + PLAN_OFFSET + 2 * index)),
  };
}

/** The one word that says where the slot stands: it changes in a write of its own, all or nothing. */
export function writeSlotState(slot: number, state: SlotState): MemoryWrite {
  return { address: slotBase(slot), words: [SLOT_STATES.indexOf(state)] };
}

export function writeSlotFlag(slot: number, flag: number): MemoryWrite {
  return { address: slotBase(slot) + 3, words: [flag] };
}

export function writeSlotRun(slot: number, run: number): MemoryWrite {
  return { address: slotBase(slot) + 1, words: double(run) };
}

export function writeSlotPlan(slot: number, planned: readonly number[]): MemoryWrite {
  return { address: slotBase(slot) + PLAN_OFFSET, words: planned.flatMap(double) };
}

/** Two words as the plant's times-100 format has them: high word at the lower address. */
export function readDouble(memory: MemoryView, address: number): number {
  return memory.word(address) * 0x1_0000 + memory.word(address + 1);
}

/** An unsigned 32-bit number as two words, high word first; more than 32 bits stay at the highest number. */
export function double(value: number): [number, number] {
  const held = Math.min(value, MAX_HUNDREDTHS);
  return [Math.floor(held / 0x1_0000), held % 0x1_0000];
}

function slotBase(slot: number): number {
  return WORK_AREA_BASE + HEADER_WORDS + SLOT_WORDS * (slot - 1);
}
