import { EQUIPMENT, perComponent } from '../../../shared/domain/equipment.ts';
import { fromHundredths, type Slot } from '../../../shared/units.ts';
import type { Cancel, Clock, Logger } from '../../domain/ports.ts';
import type { DmMemory } from './dm-memory.ts';
import { hash32 } from './dosing-plan.ts';
import type { FinalReading, FinalsLog } from './finals-log.ts';
import { moIdIn, type ProgramMap } from './program-map.ts';
import {
  doseRunning,
  noticeChanges,
  type OrderEnded,
  type ProgramEvent,
  runningSlot,
  type Step,
  takeLoads,
} from './program-steps.ts';
import {
  type MemoryWrite,
  readLastRun,
  readSignature,
  WORK_AREA_BASE,
  workAreaWords,
  writeLastRun,
  writeSignature,
} from './work-area.ts';

/** How fast the plant doses: kilograms in a second, or a whole order in one scan. */
export type DosingSpeed = { readonly kgPerSecond: number } | 'instant';

/** A scan that comes late (a busy or suspended computer) doses for no more than this time, in ms. */
export const MAX_SCAN_STEP_MS = 1_000;

/** An order that is being run, for a trainer to decide on. */
export interface RunningOrderInfo {
  readonly slot: Slot;
  readonly moId: string;
  /** Counts the orders that this PLC has taken in, from 1. */
  readonly run: number;
}

/** At which share of its weight (0 up to 1) the running order fails; null: it does not. */
export type FailureJudge = (order: RunningOrderInfo) => number | null;

/** What the program did since it was started. */
export interface ProgramCounts {
  readonly scans: number;
  readonly taken: number;
  readonly ended: number;
  readonly reopened: number;
  readonly acknowledged: number;
}

/**
 * The training plant's ladder program: one `scan` follows the handshakes of the memory map from the PLC's
 * side and doses. All it must remember stands in DM words and in the finals, so a killed and restarted
 * PLC goes on where it was.
 */
export class ProcessProgram {
  readonly #memory: DmMemory;
  readonly #map: ProgramMap;
  readonly #finals: FinalsLog;
  readonly #seed: number;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #listeners = new Set<(event: ProgramEvent) => void>();
  #speed: DosingSpeed;
  /** Less than 0.01 kg that the last scan could not show yet, in hundredths of a kilogram. */
  #leftOver = 0;
  #waitingFor = '';
  /** Scan time for which nothing is dosed yet, in ms. */
  #standStillMs = 0;
  readonly #gateHolders = new Set<symbol>();
  readonly #judges = new Set<FailureJudge>();
  #counts = { scans: 0, taken: 0, ended: 0, reopened: 0, acknowledged: 0 };

  constructor(
    parts: { memory: DmMemory; map: ProgramMap; finals: FinalsLog; seed: number; speed: DosingSpeed },
    ports: { clock: Clock; logger: Logger },
  ) {
    this.#memory = parts.memory;
    this.#map = parts.map;
    this.#finals = parts.finals;
    this.#seed = parts.seed;
    this.#clock = ports.clock;
    this.#logger = ports.logger;
    this.#speed = parts.speed;
    this.#adoptWorkArea();
  }

  /** One pass of the program. @param elapsedMs time since the pass before */
  scan(elapsedMs: number): void {
    this.#counts.scans += 1;
    this.#carryOut(noticeChanges(this.#memory, this.#map));
    if (this.#gateHolders.size === 0) {
      const take = takeLoads(this.#memory, this.#map, this.#seed);
      this.#tellWaiting(take);
      this.#carryOut(take);
    }
    if (this.#standStillMs > 0) this.#standStillMs = Math.max(0, this.#standStillMs - elapsedMs);
    else this.#carryOut(this.#dose(elapsedMs));
  }

  /** What a power cycle leaves: the words in memory, whatever they are now, and the finals. */
  restart(): void {
    this.#leftOver = 0;
    this.#waitingFor = '';
    this.#standStillMs = 0;
    this.#adoptWorkArea();
  }

  /** A trainer's fault: loads are no longer read and their gates not opened, until cancelled. */
  holdGates(): Cancel {
    const holder = Symbol('gate');
    this.#gateHolders.add(holder);
    return () => {
      this.#gateHolders.delete(holder);
    };
  }

  /** A trainer's fault: `judge` is asked at each scan whether the running order is to fail, until cancelled. */
  failOrders(judge: FailureJudge): Cancel {
    const asked: FailureJudge = (order) => judge(order);
    this.#judges.add(asked);
    return () => {
      this.#judges.delete(asked);
    };
  }

  /** Doses nothing for this much scan time from now on; the rest of an earlier standstill is forgotten. */
  standStill(ms: number): void {
    this.#standStillMs = ms;
  }

  setSpeed(speed: DosingSpeed): void {
    this.#speed = speed;
  }

  /** The slot that is being dosed, null when the plant stands. */
  running(): Slot | null {
    return runningSlot(this.#memory, this.#map)?.at.slot ?? null;
  }

  /** What each order finally showed, by MO name. */
  finals(): ReadonlyMap<string, FinalReading> {
    return this.#finals.all();
  }

  counts(): ProgramCounts {
    return { ...this.#counts };
  }

  /** Calls `listener` for each event but `waiting`, after the memory shows it. */
  onEvent(listener: (event: ProgramEvent) => void): Cancel {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Words left by another memory map would be taken for orders: they are cleared, and run numbers go on. */
  #adoptWorkArea(): void {
    const signature = hash32(JSON.stringify(this.#map));
    if (readSignature(this.#memory) !== signature) {
      this.#memory.write(WORK_AREA_BASE, new Array(workAreaWords(this.#map.slots.length)).fill(0));
      this.#store(writeSignature(signature));
    }
    const lastRun = Math.max(readLastRun(this.#memory), this.#finals.lastRun());
    this.#store(writeLastRun(lastRun));
  }

  #dose(elapsedMs: number): Step {
    return doseRunning(this.#memory, this.#map, this.#budget(elapsedMs), this.#failAtShare());
  }

  /** The earliest of what the judges say about the running order. */
  #failAtShare(): number | null {
    if (this.#judges.size === 0) return null;
    const running = runningSlot(this.#memory, this.#map);
    if (running === null) return null;
    const { at, run } = running;
    const order = { slot: at.slot, moId: moIdIn(this.#memory, at.read), run };
    const shares = [...this.#judges].flatMap((judge) => judge(order) ?? []);
    return shares.length === 0 ? null : Math.min(...shares);
  }

  /** Hundredths of a kilogram that may be dosed in this scan. */
  #budget(elapsedMs: number): number {
    if (this.#speed === 'instant') return Number.POSITIVE_INFINITY;
    const seconds = Math.min(Math.max(0, elapsedMs), MAX_SCAN_STEP_MS) / 1_000;
    const exact = this.#speed.kgPerSecond * 100 * seconds + this.#leftOver;
    const whole = Math.floor(exact);
    this.#leftOver = exact - whole;
    return whole;
  }

  /** Finals before words: a PLC that shows an ending has recorded it, whenever it is killed. */
  #carryOut(step: Step): void {
    for (const event of step.events) if (event.kind === 'ended') this.#finals.record(this.#final(event));
    for (const write of step.writes) this.#store(write);
    for (const event of step.events) this.#tell(event);
  }

  #store({ address, words }: MemoryWrite): void {
    this.#memory.write(address, words);
  }

  #final(event: OrderEnded): FinalReading {
    const { moId, slot, run, ending, words, components, weight } = event;
    const hundredths = new Map(EQUIPMENT.map(({ key }, index) => [key, components[index] ?? 0]));
    return {
      moId,
      slot,
      run,
      kind: ending,
      words,
      components: perComponent(({ key }) => fromHundredths(hundredths.get(key) ?? 0)),
      weight: fromHundredths(weight),
      finishedAt: this.#clock.now(),
    };
  }

  #tell(event: ProgramEvent): void {
    if (event.kind === 'waiting') return;
    this.#counts[event.kind] += 1;
    this.#logger.info(`training PLC: slot ${event.slot} ${event.kind}`, {
      module: 'training-plc',
      moId: event.moId,
      slot: event.slot,
    });
    for (const listener of [...this.#listeners]) listener(event);
  }

  /** A load may wait for hours: it is told when the slots in its way change, not at every scan. */
  #tellWaiting(step: Step): void {
    const slots = step.events.flatMap((event) => (event.kind === 'waiting' ? event.slots : []));
    const waitingFor = slots.join(', ');
    if (waitingFor !== '' && waitingFor !== this.#waitingFor) {
      this.#logger.warn(`training PLC: a load waits for READ slots ${waitingFor}`, {
        module: 'training-plc',
      });
    }
    this.#waitingFor = waitingFor;
  }
}
