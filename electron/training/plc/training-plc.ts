import { messageOf } from '../../../shared/errors.ts';
import type { Cancel, Clock, Logger } from '../../domain/ports.ts';
import type { MemoryMapProfile } from '../../plc/memory-map/profile-schema.ts';
import {
  type CpuState,
  DEFAULT_UTC_OFFSET_MINUTES,
  HEALTHY_CPU,
  isExecuting,
  plantTime,
} from './cpu-state.ts';
import { DmMemory } from './dm-memory.ts';
import { type FinalReading, FinalsLog } from './finals-log.ts';
import { FinsServer } from './fins-server.ts';
import { type DosingSpeed, ProcessProgram } from './process-program.ts';
import { programMap } from './program-map.ts';

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

/**
 * A CJ2M to train on: data memory, FINS/UDP on loopback, and a process program that doses. Only one
 * training PLC may use a memory file at a time.
 */
export class TrainingPlc implements AsyncDisposable {
  readonly memory: DmMemory;
  readonly server: FinsServer;
  readonly program: ProcessProgram;
  readonly #cpu: { state: CpuState };
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #scanMs: number;
  #lastScanMs: number;
  #cancelScan: Cancel;

  private constructor(
    parts: { memory: DmMemory; server: FinsServer; program: ProcessProgram; cpu: { state: CpuState } },
    scanMs: number,
    ports: { clock: Clock; logger: Logger },
  ) {
    this.memory = parts.memory;
    this.server = parts.server;
    this.program = parts.program;
    this.#cpu = parts.cpu;
    this.#clock = ports.clock;
    this.#logger = ports.logger;
    this.#scanMs = scanMs;
    this.#lastScanMs = this.#clock.monotonicMs();
    this.#cancelScan = this.#clock.after(scanMs, () => this.#scan());
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
    const cpu = { state: HEALTHY_CPU };
    try {
      const finals =
        memoryFile === undefined ? FinalsLog.volatile() : FinalsLog.open(`${memoryFile}.finals.jsonl`);
      const program = new ProcessProgram({ memory, map, finals, seed, speed }, ports);
      // What a killed process left half done is finished before anybody can write.
      program.scan(0);
      const target = {
        memory,
        cpu: () => cpu.state,
        plantTime: () => plantTime(ports.clock.now(), utcOffsetMinutes),
      };
      const server = await FinsServer.open({ host, port, node }, target, ports);
      return new TrainingPlc({ memory, server, program, cpu }, options.scanMs ?? DEFAULT_SCAN_MS, ports);
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
    return this.#cpu.state;
  }

  /** Changes mode, error words or cycle time: a trainer's key switch. */
  setCpu(change: Partial<CpuState>): void {
    this.#cpu.state = { ...this.#cpu.state, ...change };
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
    if (!isExecuting(this.#cpu.state)) return;
    try {
      this.program.scan(elapsedMs);
    } catch (thrown) {
      // The memory file cannot be written: a CPU with broken memory stops and says so.
      this.setCpu(MEMORY_ERROR);
      this.#logger.error(`training PLC stopped: ${messageOf(thrown)}`, { module: 'training-plc' });
    }
  }
}
