import { EQUIPMENT } from '../../../shared/domain/equipment.ts';
import type { Slot } from '../../../shared/units.ts';
import { plannedHundredths } from './dosing-plan.ts';
import { hasOrder, moIdIn, type ProgramMap, type SlotWords } from './program-map.ts';
import {
  double,
  type MemoryView,
  type MemoryWrite,
  readDouble,
  readLastRun,
  readSlotWork,
  writeLastRun,
  writeSlotFlag,
  writeSlotPlan,
  writeSlotRun,
  writeSlotState,
} from './work-area.ts';

/** How an order ended, as its status words say. */
export type OrderEnding = 'completed' | 'failed';

/** An order ended. Weights are in hundredths of a kilogram, components in equipment order. */
export interface OrderEnded {
  readonly kind: 'ended';
  readonly slot: Slot;
  readonly moId: string;
  readonly run: number;
  readonly ending: OrderEnding;
  /** The READ slot's words from then on. */
  readonly words: readonly number[];
  readonly components: readonly number[];
  readonly weight: number;
}

/** What the process program did or met in one step. */
export type ProgramEvent =
  /** An order was copied from its WRITE slot to its READ slot. */
  | { readonly kind: 'taken'; readonly slot: Slot; readonly moId: string; readonly run: number }
  /** A load stands behind an armed gate, but these READ slots are not free yet. */
  | { readonly kind: 'waiting'; readonly slots: readonly Slot[] }
  | OrderEnded
  /** The status words of an ended order were set back from outside: it runs again, behind the others. */
  | { readonly kind: 'reopened'; readonly slot: Slot; readonly moId: string; readonly run: number }
  /** The station set the READ flag. */
  | { readonly kind: 'acknowledged'; readonly slot: Slot; readonly moId: string };

/** What a step wants: its events are recorded first, then its words are stored in order. */
export interface Step {
  readonly writes: readonly MemoryWrite[];
  readonly events: readonly ProgramEvent[];
}

/**
 * Follows what came from outside since the last scan: acknowledgements, orders that were ended or set back
 * by hand, and, after a restart, a load that was taken in while its gate was just being opened.
 */
export function noticeChanges(memory: MemoryView, map: ProgramMap): Step {
  const writes: MemoryWrite[] = [];
  const events: ProgramEvent[] = [];
  let lastRun = readLastRun(memory);
  for (const at of map.slots) {
    const { slot } = at;
    const work = readSlotWork(memory, slot);
    const moId = moIdIn(memory, at.read);
    if (work.state === 'none') continue;
    if (work.state === 'taken') {
      if (memory.word(at.gate) === 1) writes.push(writeSlotState(slot, 'open'));
      continue;
    }
    const flag = memory.word(at.read.flag);
    if (flag !== work.flag) {
      writes.push(writeSlotFlag(slot, flag));
      if (flag === 1) events.push({ kind: 'acknowledged', slot, moId });
    }
    const ending = endingOf(memory, at);
    if (work.state === 'open' && ending !== null) {
      events.push(orderEnded(memory, at, work.run, ending, []));
      writes.push(writeSlotState(slot, 'ended'));
    }
    if (work.state === 'ended' && ending === null && moId !== '') {
      lastRun += 1;
      events.push({ kind: 'reopened', slot, moId, run: lastRun });
      writes.push(writeLastRun(lastRun), writeSlotRun(slot, lastRun), writeSlotState(slot, 'open'));
    }
  }
  return { writes, events };
}

/**
 * Reads the loads whose gate is armed, all or nothing per gate: copies each order to its READ slot, then
 * opens the gate. The gate is looked at as it stands, as a ladder contact is, not for its change.
 * A gate of 0 in front of empty slots is a PLC that was never loaded and is left alone. A READ slot that is
 * still to run, or whose ending the station has not acknowledged, is never overwritten: the load waits.
 *
 * A killed process may have stopped anywhere: orders are `taken` until the gate is open, and a load whose
 * gate is still armed is simply read again.
 */
export function takeLoads(memory: MemoryView, map: ProgramMap, seed: number): Step {
  const writes: MemoryWrite[] = [];
  const events: ProgramEvent[] = [];
  let lastRun = readLastRun(memory);
  for (const { gate, slots } of map.gates) {
    const ordered = slots.filter((at) => hasOrder(memory, at.write));
    if (memory.word(gate) !== 0 || ordered.length === 0) continue;
    const busy = ordered.filter((at) => isBusy(memory, at)).map(({ slot }) => slot);
    if (busy.length > 0) {
      events.push({ kind: 'waiting', slots: busy });
      continue;
    }
    for (const at of ordered) {
      lastRun += 1;
      writes.push(...takeOrder(memory, at, lastRun, seed));
      events.push({ kind: 'taken', slot: at.slot, moId: moIdIn(memory, at.write), run: lastRun });
    }
    writes.push(writeLastRun(lastRun), { address: gate, words: [1] });
    writes.push(...ordered.map(({ slot }) => writeSlotState(slot, 'open')));
  }
  return { writes, events };
}

/**
 * Doses up to `budgetHundredths` (hundredths of a kilogram) into the order whose turn it is: first in,
 * first out, one component after the other. The scan that completes the last component ends the order:
 * weight first, status_manufacturing = 1 last. With `failAtShare` (0 up to 1) the order fails instead as
 * soon as this share of what it is to weigh is in: status_operation = 1, no weight.
 */
export function doseRunning(
  memory: MemoryView,
  map: ProgramMap,
  budgetHundredths: number,
  failAtShare: number | null = null,
): Step {
  const running = runningSlot(memory, map);
  if (running === null) return { writes: [], events: [] };
  const { at, planned } = running;
  const actuals = at.read.components.map((address) => readDouble(memory, address));
  const limit = failAtShare === null ? Number.POSITIVE_INFINITY : Math.floor(sum(planned) * failAtShare);
  const dosed = dose(actuals, planned, Math.min(budgetHundredths, Math.max(0, limit - sum(actuals))));
  const writes: MemoryWrite[] = at.read.components.flatMap((address, index) => {
    const weight = dosed[index] ?? 0;
    return weight === actuals[index] ? [] : [{ address, words: double(weight) }];
  });
  if (sum(dosed) >= limit) {
    return ending(memory, map, running, 'failed', [
      ...writes,
      { address: at.read.statusOperation, words: [1] },
    ]);
  }
  if (dosed.some((weight, index) => weight < (planned[index] ?? 0))) return { writes, events: [] };
  return ending(memory, map, running, 'completed', [
    ...writes,
    { address: at.read.weight, words: double(sum(dosed)) },
    { address: at.read.statusManufacturing, words: [1] },
  ]);
}

/** An order's turn. `planned` in hundredths of a kilogram, in equipment order. */
export interface RunningOrder {
  readonly at: SlotWords;
  readonly planned: readonly number[];
  readonly run: number;
}

/** The slot whose turn it is, with what it is to weigh; null when nothing is to be run. */
export function runningSlot(memory: MemoryView, map: ProgramMap): RunningOrder | null {
  const open = map.slots
    .map((at) => ({ at, ...readSlotWork(memory, at.slot) }))
    .filter(({ at, state }) => state === 'open' && endingOf(memory, at) === null);
  return open.toSorted((a, b) => a.run - b.run)[0] ?? null;
}

/** Adds up to `budget` to the actuals, component by component, none beyond its plan. */
function dose(actuals: readonly number[], planned: readonly number[], budget: number): number[] {
  let left = budget;
  return actuals.map((actual, index) => {
    const added = Math.min(Math.max(0, (planned[index] ?? 0) - actual), left);
    left -= added;
    return actual + added;
  });
}

function sum(hundredths: readonly number[]): number {
  return hundredths.reduce((total, each) => total + each, 0);
}

/** The step that ends the running order; `writes` end with the status word that says so. */
function ending(
  memory: MemoryView,
  map: ProgramMap,
  { at, run }: RunningOrder,
  kind: OrderEnding,
  writes: readonly MemoryWrite[],
): Step {
  // Where every reading is acknowledged, the flag stands for data that the ending has just outdated.
  const outdated = map.acknowledge === 'every-read' ? [{ address: at.read.flag, words: [0] }] : [];
  const all = [...writes.slice(0, -1), ...outdated, ...writes.slice(-1)];
  const ended = orderEnded(memory, at, run, kind, all);
  return { writes: [...all, writeSlotState(at.slot, 'ended')], events: [ended] };
}

function takeOrder(memory: MemoryView, at: SlotWords, run: number, seed: number): MemoryWrite[] {
  const moId = moIdIn(memory, at.write);
  const planned = EQUIPMENT.map(({ id }, index) =>
    plannedHundredths(seed, moId, id, readDouble(memory, at.write.components[index] ?? 0)),
  );
  const copied = at.copies.map(({ from, to, words }) => ({ address: to, words: memory.read(from, words) }));
  const blank: number[] = new Array(at.read.length).fill(0);
  return [
    writeSlotState(at.slot, 'taken'),
    { address: at.read.base, words: withWrites(blank, at.read.base, copied) },
    writeSlotFlag(at.slot, 0),
    writeSlotRun(at.slot, run),
    writeSlotPlan(at.slot, planned),
  ];
}

function isBusy(memory: MemoryView, at: SlotWords): boolean {
  const { state } = readSlotWork(memory, at.slot);
  if (state === 'ended') return memory.word(at.read.flag) !== 1;
  return state === 'open';
}

/** How the status words say that the slot's order ended; both set: finished, with the failure noted. */
function endingOf(memory: MemoryView, at: SlotWords): OrderEnding | null {
  if (memory.word(at.read.statusManufacturing) !== 0) return 'completed';
  return memory.word(at.read.statusOperation) !== 0 ? 'failed' : null;
}

/** The ending as the READ slot shows it once `writes` are stored. */
function orderEnded(
  memory: MemoryView,
  at: SlotWords,
  run: number,
  ending: OrderEnding,
  writes: readonly MemoryWrite[],
): OrderEnded {
  const { base, length, components, weight } = at.read;
  const words = withWrites(memory.read(base, length), base, writes);
  const hundredths = (address: number): number =>
    (words[address - base] ?? 0) * 0x1_0000 + (words[address - base + 1] ?? 0);
  return {
    kind: 'ended',
    slot: at.slot,
    moId: moIdIn(memory, at.read),
    run,
    ending,
    words,
    components: components.map(hundredths),
    weight: hundredths(weight),
  };
}

function withWrites(words: readonly number[], base: number, writes: readonly MemoryWrite[]): number[] {
  const changed = [...words];
  for (const write of writes) {
    write.words.forEach((word, index) => {
      changed[write.address - base + index] = word;
    });
  }
  return changed;
}
