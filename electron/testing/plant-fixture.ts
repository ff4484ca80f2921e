import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StationEvent } from '../../shared/contract/events.ts';
import type { Clock } from '../domain/ports.ts';
import { DEFAULT_OUTBOX_LIMITS, type OutboxLimits } from '../outbox/outbox-limits.ts';
import { shippedProfile } from '../plc/memory-map/load-profile.ts';
import type { MemoryMapProfile } from '../plc/memory-map/profile-schema.ts';
import { LiveSettings } from '../station/config/live-settings.ts';
import { prepareDataFolder } from '../station/data-folder.ts';
import type { LogRecord } from '../station/log/log-record.ts';
import { type Station, startStation } from '../station/station.ts';
import { systemIds, systemRandom } from '../station/system-ports.ts';
import { clockBeat, scheduleBeat } from '../tasks/beat.ts';
import type { OrderSupply } from '../training/odoo/order-supply.ts';
import { TrainingOdoo } from '../training/odoo/training-odoo.ts';
import type { DosingSpeed } from '../training/plc/process-program.ts';
import { TrainingPlc } from '../training/plc/training-plc.ts';
import { MemoryLogger } from './memory-logger.ts';
import type { TestDatabase, TestPostgres } from './postgres.ts';
import { systemClock } from './system-clock.ts';

export interface PlantFixtureOptions {
  readonly profile?: MemoryMapProfile;
  readonly speed?: DosingSpeed;
  /** Orders that the training Odoo makes by itself; none unless told. */
  readonly orders?: OrderSupply;
  readonly seed?: number;
  /** The clock of stations and Odoo; the system's unless told. The PLC always scans in real time. */
  readonly clock?: Clock;
  /** `by-hand`: the PLC's program stands until the test calls `plc.program.scan`. */
  readonly scans?: 'running' | 'by-hand';
  /** `empty`: without tables, for a test that makes the predecessor's; default `migrated`. */
  readonly database?: 'migrated' | 'empty';
  /** How much a station's outbox may hold; the product's limits unless told. */
  readonly outboxLimits?: OutboxLimits;
}

const ACCOUNT = { database: 'mill', login: 'scada', password: 'feed-mill-secret' };
const PLC_NODE = 10;
const CLIENT_NODE = 20;
/** Longer than any test: a program that is scanned by hand has no scan of its own. */
const NEVER_MS = 86_400_000;

/**
 * A whole plant for one test: a training PLC and a training Odoo on real sockets, a database of its own, a
 * data folder; and stations on them, one after the other or two at once. Dispose it: everything closes.
 */
export class PlantFixture implements AsyncDisposable {
  readonly plc: TrainingPlc;
  readonly odoo: TrainingOdoo;
  readonly database: TestDatabase;
  readonly dataDir: string;
  readonly profile: MemoryMapProfile;
  /** What every station of this plant logged. */
  readonly logger = new MemoryLogger();
  /** Where each station takes log lines for system_log; a test writes to them what a host's log would. */
  readonly logSinks: ((record: LogRecord) => void)[] = [];
  readonly #stations = new Set<RunningStation>();
  readonly #clock: Clock;
  readonly #outboxLimits: OutboxLimits;

  private constructor(parts: {
    clock: Clock;
    outboxLimits: OutboxLimits;
    plc: TrainingPlc;
    odoo: TrainingOdoo;
    database: TestDatabase;
    dataDir: string;
    profile: MemoryMapProfile;
  }) {
    this.plc = parts.plc;
    this.odoo = parts.odoo;
    this.database = parts.database;
    this.dataDir = parts.dataDir;
    this.profile = parts.profile;
    this.#clock = parts.clock;
    this.#outboxLimits = parts.outboxLimits;
  }

  static async start(postgres: TestPostgres, options: PlantFixtureOptions = {}): Promise<PlantFixture> {
    const profile = options.profile ?? shippedProfile('ten-slot');
    const clock = options.clock ?? systemClock;
    const ports = { clock, logger: new MemoryLogger() };
    const seed = options.seed ?? 7;
    const scanMs = options.scans === 'by-hand' ? NEVER_MS : 5;
    const plc = await TrainingPlc.start(
      { node: PLC_NODE, profile, speed: options.speed ?? 'instant', seed, scanMs },
      { ...ports, clock: systemClock },
    );
    const odoo = await TrainingOdoo.start(
      { ...ACCOUNT, seed, orders: options.orders ?? { count: 0 } },
      ports,
    );
    const database = await postgres.newDatabase(options.database ?? 'migrated');
    const dataDir = await mkdtemp(join(tmpdir(), 'batchline-plant-'));
    const outboxLimits = options.outboxLimits ?? DEFAULT_OUTBOX_LIMITS;
    return new PlantFixture({ clock, outboxLimits, plc, odoo, database, dataDir, profile });
  }

  /**
   * Starts a station on this plant. All timers are quick, so that a test waits for events and not for
   * intervals; `env` overrides any setting under the name that the mill uses.
   */
  async station(env: Record<string, string> = {}, dataDir = this.dataDir): Promise<RunningStation> {
    const folder = prepareDataFolder({ dataDir });
    try {
      const settings = LiveSettings.open({
        env: { ...this.environment(), ...env },
        dataDir,
        httpPort: null,
      });
      const plant = settings.atStart.mode;
      if (plant.kind !== 'production') throw new Error('a test plant is reached like a real one');
      const station = await startStation(settings, plant, folder.paths, {
        clock: this.#clock,
        beat: this.#clock === systemClock ? scheduleBeat(systemClock) : clockBeat(this.#clock),
        random: systemRandom,
        newId: systemIds,
        logger: this.logger,
        attachLogSink: (sink) => this.logSinks.push(sink),
        outboxLimits: this.#outboxLimits,
      });
      const running = new RunningStation(station, () => {
        folder.release();
        this.#stations.delete(running);
      });
      this.#stations.add(running);
      return running;
    } catch (thrown) {
      folder.release();
      throw thrown;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const station of this.#stations) await station.stop();
    await this.odoo.stop();
    await this.plc.stop();
    await this.database.close();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  /** What a station needs to know of this plant, under the names that the mill uses. */
  environment(): Record<string, string> {
    return {
      PLC_IP: '127.0.0.1',
      PLC_PORT: String(this.plc.port),
      PLC_NODE: String(PLC_NODE),
      CLIENT_NODE: String(CLIENT_NODE),
      PLC_PROFILE: this.profile.name,
      ODOO_URL: this.odoo.url,
      ODOO_DATABASE: ACCOUNT.database,
      ODOO_USERNAME: ACCOUNT.login,
      ODOO_PASSWORD: ACCOUNT.password,
      DATABASE_URL: this.database.url,
      SYNC_INTERVAL_SECONDS: '1',
      PLC_READ_INTERVAL_SECONDS: '0.2',
      PROCESS_COMPLETED_INTERVAL_SECONDS: '1',
      PUSH_MAX_PER_SECOND: '1000',
    };
  }
}

/** A running station that remembers what it told. */
export class RunningStation {
  readonly station: Station;
  readonly events: StationEvent[] = [];
  readonly #onStopped: () => void;
  readonly #waiting = new Set<() => void>();
  #stopped: Promise<void> | null = null;

  constructor(station: Station, onStopped: () => void) {
    this.station = station;
    this.#onStopped = onStopped;
    station.onEvent((event) => {
      this.events.push(event);
      for (const look of this.#waiting) look();
    });
  }

  /** Resolves when `found` is true; it is asked now and after each event. The test's own timeout ends it. */
  async until(found: () => boolean | Promise<boolean>): Promise<void> {
    for (;;) {
      const seen = this.events.length;
      if (await found()) return;
      // What happened while it was asked would otherwise be waited for in vain.
      if (this.events.length > seen) continue;
      await new Promise<void>((resolve) => {
        const look = (): void => {
          this.#waiting.delete(look);
          resolve();
        };
        this.#waiting.add(look);
      });
    }
  }

  /** How many events of one kind there were. */
  count(kind: StationEvent['kind']): number {
    return this.events.filter((event) => event.kind === kind).length;
  }

  stop(): Promise<void> {
    this.#stopped ??= this.station.stop().finally(this.#onStopped);
    return this.#stopped;
  }
}
