import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { HostSessionOptions } from '../../station/host-session.ts';
import type { ScreenHostListeners } from '../../station/screen-host.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { MemoryLogger } from '../../testing/memory-logger.ts';
import { runShell, type ShellStation } from '../run-shell.ts';
import { ElectronStandIn } from './electron-stand-in.ts';

/** A station that only notes what the shell asks of it. */
export class StationStandIn implements ShellStation {
  readonly logger = new MemoryLogger();
  readonly options: HostSessionOptions;
  /** As the station tells the shell. */
  readonly hears: ScreenHostListeners;
  readonly answered: unknown[] = [];
  readonly forgotten: number[] = [];
  readonly alarmed: string[] = [];
  wakes = 0;
  isClosed = false;

  constructor(options: HostSessionOptions, hears: ScreenHostListeners) {
    this.options = options;
    this.hears = hears;
  }

  async answer(screen: number, call: unknown): Promise<{ ok: true; data: unknown }> {
    this.answered.push({ screen, call });
    return { ok: true, data: 'answered' };
  }
  forget(screen: number): void {
    this.forgotten.push(screen);
  }
  async wake(): Promise<void> {
    this.wakes += 1;
  }
  alarmFault(message: string): void {
    this.alarmed.push(message);
  }
  async close(): Promise<void> {
    this.isClosed = true;
  }
}

/** The shell on a stand-in of Electron, with stations that are noted and a clock that a test moves. */
export class ShellFixture {
  readonly userData = mkdtempSync(join(tmpdir(), 'batchline-shell-'));
  readonly electron = new ElectronStandIn(this.userData);
  readonly clock = new FakeClock();
  readonly process = new EventEmitter();
  readonly stations: StationStandIn[] = [];
  /** Thrown by the next opening of a station. */
  refusal: Error | null = null;

  constructor() {
    onTestFinished(() => rmSync(this.userData, { recursive: true, force: true }));
  }

  async run(argv: readonly string[] = [], env: Record<string, string> = {}): Promise<this> {
    await runShell(this.electron.api(), {
      process: this.process,
      argv,
      env,
      clock: this.clock,
      programFolder: this.userData,
      openStation: async (options, hears) => {
        if (this.refusal !== null) throw this.refusal;
        const station = new StationStandIn(options, hears);
        this.stations.push(station);
        return station;
      },
    });
    return this;
  }

  /** The newest one. */
  get station(): StationStandIn {
    const station = this.stations.at(-1);
    if (station === undefined) throw new Error('no station was opened');
    return station;
  }
}
