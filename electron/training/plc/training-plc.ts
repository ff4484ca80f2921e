import { messageOf } from '../../../shared/errors.ts';
import { DM_WORDS } from '../../../shared/units.ts';
import type { Cancel, Clock, Logger } from '../../domain/ports.ts';
import type { PlcClockTime } from '../../plc/fins/plc-clock.ts';
import type { MemoryMapProfile } from '../../plc/memory-map/profile-schema.ts';
import { type CpuState, DEFAULT_UTC_OFFSET_MINUTES, isExecuting, plantTime } from './cpu-state.ts';
import { CpuSwitch } from './cpu-switch.ts';
import { DmMemory } from './dm-memory.ts';
import { EventBlocks } from './event-blocks.ts';
import { type FinalReading, FinalsLog } from './finals-log.ts';
import { FinsServer } from './fins-server.ts';
import { InterceptChain } from './intercept-chain.ts';
import { type DosingSpeed, ProcessProgram } from './process-program.ts';
import { type ProgramMap, programMap } from './program-map.ts';
import { ShownMemory } from './shown-memory.ts';

/** How often the program runs by default, in ms. */
export const DEFAULT_SCAN_MS = 20;

/** A401 bit 15, memory error, and its code in A400 (CJ2 CPU Unit Software Manual W473, auxiliary area). */
const MEMORY_ERROR = { fatalErrors: 0x8000, errorCode: 0x80f1, errorMessage: 'MEMORY ERROR' };

export interface TrainingPlcOptions {
  /** An address in 127.0.0.0/8; 127.0.0.1 when left out. */
  readonly host?: string;
  /** UDP port; 0 or left out: any free one. */
  readonly port?: number;
  /** Our FINS node number, 1..254. */
  readonly node: number;
  readonly profile: MemoryMapProfile;
  /** Keeps the DM area here, and the finals next to it (`<memoryFile>.finals.jsonl`). Without it both are volatile. */
  readonly memoryFile?: string;
  readonly speed: DosingSpeed;
  /** Decides the scale errors: the same seed and MO dose the same weights. */
  readonly seed: number;
  readonly scanMs?: number;
  /** The PLC's clock shows UTC plus this; the mill's UTC+7 when left out. */
  readonly utcOffsetMinutes?: number;
}

/** What `start` has put together for the constructor. */
interface Parts {
  readonly memory: DmMemory;
  readonly shown: ShownMemory;
  readonly server: FinsServer;
  readonly program: ProcessProgram;
  readonly map: ProgramMap;
  readonly cpu: CpuSwitch;
}

/**
 * A CJ2M to train on: data memory, FINS/UDP on loopback, and a process program that doses. Only one
 * training PLC may use a memory file at a time.
 */
export class TrainingPlc implements AsyncDisposable {
  readonly memory: DmMemory;
  /** The same words as clients read them. */
  readonly shown: ShownMemory;
  readonly server: FinsServer;
  readonly program: ProcessProgram;
  /** What may be done to requests and replies, several things at once. */
  readonly intercepts: InterceptChain;
  readonly events: EventBlocks;
  readonly map: ProgramMap;
  readonly seed: number;
  readonly #cpu: CpuSwitch;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #scanMs: number;
  readonly #utcOffsetMinutes: number;
  readonly #poweredOff = new Set<symbol>();
  #lastScanMs: number;
  #cancelScan: Cancel;

  private constructor(parts: Parts, options: TrainingPlcOptions, ports: { clock: Clock; logger: Logger }) {
    this.memory = parts.memory;
    this.shown = parts.shown;
    this.server = parts.server;
    this.program = parts.program;
    this.map = parts.map;
    this.intercepts = new InterceptChain(parts.server);
    this.events = new EventBlocks(parts.memory, options.profile);
    this.seed = options.seed;
    this.#cpu = parts.cpu;
    this.#clock = ports.clock;
    this.#logger = ports.logger;
    this.#scanMs = options.scanMs ?? DEFAULT_SCAN_MS;
    this.#utcOffsetMinutes = options.utcOffsetMinutes ?? DEFAULT_UTC_OFFSET_MINUTES;
    this.#lastScanMs = this.#clock.monotonicMs();
    this.#cancelScan = this.#clock.after(this.#scanMs, () => this.#scan());
  }

  /**
   * Starts a PLC in RUN mode. Throws AppError PLC_ADDRESS_REFUSED for a host outside loopback,
   * PLC_PROFILE_INVALID for a memory map that leaves the program no room, DATA_FOLDER_UNUSABLE for an
   * unusable memory file, and the system's error (EADDRINUSE) when the port is taken.
   */
  static async start(
    options: TrainingPlcOptions,
    ports: { clock: Clock; logger: Logger },
  ): Promise<TrainingPlc> {
    const { memoryFile, profile, speed, seed, node } = options;
    const { host = '127.0.0.1', port = 0, utcOffsetMinutes = DEFAULT_UTC_OFFSET_MINUTES } = options;
    const map = programMap(profile);
    const memory = memoryFile === undefined ? DmMemory.volatile() : DmMemory.open(memoryFile);
    const cpu = new CpuSwitch();
    try {
      const finals =
        memoryFile === undefined ? FinalsLog.volatile() : FinalsLog.open(`${memoryFile}.finals.jsonl`);
      const program = new ProcessProgram({ memory, map, finals, seed, speed }, ports);
      // What a killed process left half done is finished before anybody can write.
      program.scan(0);
      const shown = new ShownMemory(memory);
      const target = {
        memory: shown,
        cpu: () => cpu.state(),
        plantTime: () => plantTime(ports.clock.now(), utcOffsetMinutes),
      };
      const server = await FinsServer.open({ host, port, node }, target, ports);
      return new TrainingPlc({ memory, shown, server, program, map, cpu }, options, ports);
    } catch (thrown) {
      memory.close();
      throw thrown;
    }
  }

  get port(): number {
    return this.server.port;
  }

  /** What each order finally showed, by MO name: the truth that results elsewhere are compared with. */
  finals(): ReadonlyMap<string, FinalReading> {
    return this.program.finals();
  }

  setSpeed(speed: DosingSpeed): void {
    this.program.setSpeed(speed);
  }

  cpu(): CpuState {
    return this.#cpu.state();
  }

  /** Changes mode, error words or cycle time: a trainer's key switch. */
  setCpu(change: Partial<CpuState>): void {
    this.#cpu.set(change);
  }

  /** The same for a while: until cancelled, this is shown in the place of what the CPU has of its own. */
  overrideCpu(change: Partial<CpuState>): Cancel {
    return this.#cpu.override(change);
  }

  /** The PLC's clock now. */
  plantTime(): PlcClockTime {
    return plantTime(this.#clock.now(), this.#utcOffsetMinutes);
  }

  /**
   * Cuts the power: nothing is served and nothing runs. The function that comes back puts it on again, once:
   * with the memory as it was, as with a good battery, or with all words 0.
   * That throws the system's error when the memory file cannot be written.
   */
  powerOff(): (memory: 'kept' | 'lost') => void {
    const cut = Symbol('power');
    this.#poweredOff.add(cut);
    const hearAgain = this.server.goSilent();
    return (memory) => {
      if (!this.#poweredOff.has(cut)) return;
      if (memory === 'lost') this.memory.write(0, new Array(DM_WORDS).fill(0));
      this.events.restart();
      this.program.restart();
      this.#poweredOff.delete(cut);
      hearAgain();
    };
  }

  /** Stops scanning, closes socket and memory file. Twice does nothing more. */
  async stop(): Promise<void> {
    this.#cancelScan();
    await this.server.close();
    this.memory.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  #scan(): void {
    const now = this.#clock.monotonicMs();
    const elapsedMs = now - this.#lastScanMs;
    this.#lastScanMs = now;
    this.#cancelScan = this.#clock.after(this.#scanMs, () => this.#scan());
    if (this.#poweredOff.size > 0 || !isExecuting(this.cpu())) return;
    try {
      this.program.scan(elapsedMs);
      this.events.scan();
    } catch (thrown) {
      // The memory file cannot be written: a CPU with broken memory stops and says so.
      this.setCpu(MEMORY_ERROR);
      this.#logger.error(`training PLC stopped: ${messageOf(thrown)}`, { module: 'training-plc' });
    }
  }
}
