import { sql } from 'kysely';
import type { ErrorCode } from '../../../shared/errors.ts';
import type { Clock } from '../../domain/ports.ts';
import type { MemoryMapProfile } from '../../plc/memory-map/profile-schema.ts';
import { ManualPlc } from '../../testing/manual-plc.ts';
import { PlantFixture, type RunningStation } from '../../testing/plant-fixture.ts';
import type { TestPostgres } from '../../testing/postgres.ts';
import { addFullOrders } from '../../testing/results-plant.ts';

export interface FeedbackOptions {
  /** Orders of 1000 kg to be loaded; 1 unless told. */
  readonly orders?: number;
  readonly env?:
    | Readonly<Record<string, string>>
    | ((plant: PlantFixture) => Readonly<Record<string, string>>);
  readonly profile?: MemoryMapProfile;
  /** The station's clock; the system's unless told. */
  readonly clock?: Clock;
  /** What the READ area holds before the load. */
  readonly before?: (plc: ManualPlc) => void;
  /** What the PLC does the moment that the load is armed, besides opening the gate. */
  readonly onArmed?: (plc: ManualPlc, orders: readonly string[], plant: PlantFixture) => void;
}

/** No task comes by itself: the test reads by hand, and what the station wakes is what a finished step woke. */
const NO_BEAT = {
  SYNC_INTERVAL_SECONDS: '3600',
  PLC_READ_INTERVAL_SECONDS: '3600',
  PROCESS_COMPLETED_INTERVAL_SECONDS: '3600',
};

/** A station with a load in a PLC whose program is the test: order n of `orders` is in slot n. */
export class FeedbackStation implements AsyncDisposable {
  readonly plant: PlantFixture;
  readonly plc: ManualPlc;
  readonly orders: readonly string[];
  readonly #env: Readonly<Record<string, string>>;
  #running: RunningStation;

  private constructor(parts: {
    plant: PlantFixture;
    plc: ManualPlc;
    orders: readonly string[];
    env: Readonly<Record<string, string>>;
    running: RunningStation;
  }) {
    this.plant = parts.plant;
    this.plc = parts.plc;
    this.orders = parts.orders;
    this.#env = parts.env;
    this.#running = parts.running;
  }

  /** Resolves when the PLC has read the load. */
  static async start(postgres: TestPostgres, options: FeedbackOptions = {}): Promise<FeedbackStation> {
    const plant = await PlantFixture.start(postgres, {
      scans: 'by-hand',
      ...(options.profile !== undefined && { profile: options.profile }),
      ...(options.clock !== undefined && { clock: options.clock }),
    });
    try {
      const plc = new ManualPlc(plant);
      const orders = addFullOrders(plant, options.orders ?? 1);
      options.before?.(plc);
      plc.onArmed(() => {
        options.onArmed?.(plc, orders, plant);
        plc.openGate();
      });
      const own = typeof options.env === 'function' ? options.env(plant) : options.env;
      const env = { ...NO_BEAT, ...own };
      const running = await plant.station(env);
      await running.until(() => running.count('load-accepted') >= 1);
      return new FeedbackStation({ plant, plc, orders, env, running });
    } catch (thrown) {
      await plant[Symbol.asyncDispose]();
      throw thrown;
    }
  }

  get running(): RunningStation {
    return this.#running;
  }

  /** The order of a slot. */
  order(slot: number): string {
    const moId = this.orders[slot - 1];
    if (moId === undefined) throw new Error(`no order was loaded into slot ${slot}`);
    return moId;
  }

  /** Runs TASK 2 by hand; returns when every slot was read and dealt with. */
  read(): ReturnType<RunningStation['station']['runTask']> {
    return this.#running.station.runTask(2);
  }

  /** Stops the station and starts another one on the same plant. */
  async restart(dataDir?: string): Promise<void> {
    await this.#running.stop();
    this.#running = await this.plant.station({ ...this.#env }, dataDir);
  }

  /** The message of an alarm that holds now; null when it does not. */
  alarm(code: ErrorCode, subject: string): string | null {
    let message: string | null = null;
    for (const event of this.#running.events) {
      if (event.kind !== 'alarm-raised' && event.kind !== 'alarm-cleared') continue;
      if (event.code !== code || event.subject !== subject) continue;
      message = event.kind === 'alarm-raised' ? event.message : null;
    }
    return message;
  }

  /** A batch's whole row in mo_batch, as the database spells it; undefined when it is not there. */
  async row(moId: string): Promise<Record<string, unknown> | undefined> {
    const { rows } = await sql<Record<string, unknown>>`select * from mo_batch where mo_id = ${moId}`.execute(
      this.plant.database.db,
    );
    return rows[0];
  }

  /** The batch as the API shows it in the queue. */
  async view(slot: number) {
    const { batches } = await this.#running.station.api.query('batchStatus', {});
    const batch = batches.find(({ mo_id }) => mo_id === this.order(slot));
    if (batch === undefined) throw new Error(`${this.order(slot)} is not in the queue`);
    return batch;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.plant[Symbol.asyncDispose]();
  }
}
