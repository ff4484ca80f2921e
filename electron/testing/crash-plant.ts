import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { expect } from 'vitest';
import { z } from 'zod';
import { EQUIPMENT } from '../../shared/domain/equipment.ts';
import { Outbox } from '../outbox/outbox.ts';
import { addOrders, RunCounter } from '../station/testing/orders.ts';
import { CrashOperator } from './crash-operator.ts';
import { HeadlessFolder, HeadlessProcess } from './headless-process.ts';
import { KillPlan } from './kill-plan.ts';
import { PlantFixture } from './plant-fixture.ts';
import { runSql, type TestPostgres } from './postgres.ts';
import { HELD } from './results-plant.ts';
import { SqlTap } from './sql-tap.ts';
import { systemClock } from './system-clock.ts';

/** Only the tasks whose steps are counted; the others would add requests at any time. */
const QUIET = {
  ENABLE_TASK_4_HEALTH_MONITOR: 'false',
  ENABLE_TASK_5_EQUIPMENT_FAILURE: 'false',
  ENABLE_TASK_6_LOG_CLEANUP: 'false',
  SYNC_INTERVAL_SECONDS: '0.2',
  PROCESS_COMPLETED_INTERVAL_SECONDS: '0.2',
};

/** A station's line that says that it answers. */
export const READY = /^ready /;

const auditAnswer = z.object({
  data: z.object({ entries: z.array(z.object({ id: z.string(), outcome: z.string() })) }),
});

/** One row of the history, as far as a crash could spoil it. */
interface HistoryRow {
  readonly mo_id: string;
  readonly status: string;
  readonly weight: number;
  readonly [actual: `actual_consumption_${string}`]: number;
}

/**
 * A plant whose station is a process of its own that is killed and started again, always on the same data
 * folder, the same PLC, Odoo and database. Dispose it.
 */
export class CrashPlant implements AsyncDisposable {
  readonly plant: PlantFixture;
  readonly plan: KillPlan;
  readonly runs: RunCounter;
  readonly operator: CrashOperator;
  readonly #folder: HeadlessFolder;
  readonly #tap: SqlTap;
  #host: HeadlessProcess | null = null;
  #lives = 0;
  readonly #resets = new Map<string, number>();

  private constructor(plant: PlantFixture, plan: KillPlan, folder: HeadlessFolder, tap: SqlTap) {
    this.plant = plant;
    this.plan = plan;
    this.runs = new RunCounter(plant);
    this.operator = new CrashOperator(this);
    this.#folder = folder;
    this.#tap = tap;
    plan.watch(plant);
  }

  static async start(postgres: TestPostgres, seed: string, leaveOut?: RegExp): Promise<CrashPlant> {
    const plant = await PlantFixture.start(postgres);
    const plan = new KillPlan(seed, leaveOut);
    const port = Number(new URL(plant.database.url).port);
    const tap = await SqlTap.start(port, (statement, done) => plan.onSql(statement, done));
    const crash = new CrashPlant(plant, plan, await HeadlessFolder.make(), tap);
    // A life in good order fills the compile cache, which a killed one cannot: the next ones start much faster.
    await crash.startLife(null).line(READY);
    await crash.stopLife();
    return crash;
  }

  /** How often the station was started. */
  get lives(): number {
    return this.#lives;
  }

  get host(): HeadlessProcess {
    if (this.#host === null) throw new Error('no station was started');
    return this.#host;
  }

  /** Starts the station; with a `chapter` it will die at its first step that is new there. */
  startLife(chapter: string | null, env: Record<string, string> = {}): HeadlessProcess {
    const host = HeadlessProcess.spawn({
      dataDir: this.#folder.path,
      env: {
        ...this.plant.environment(),
        DATABASE_URL: this.#tap.urlInstead(this.plant.database.url),
        ...QUIET,
        NODE_COMPILE_CACHE: join(this.#folder.path, 'compile-cache'),
        ...env,
      },
    });
    this.#host = host;
    this.#lives += 1;
    this.plan.begin(host, chapter);
    return host;
  }

  /** Waits until the station was killed or `done` is true, which is asked after each of its lines. */
  async untilKilledOr(done: () => Promise<boolean>): Promise<'killed' | 'done'> {
    const { host, plan } = this;
    const ended = host.ended.then(() => true);
    const isEnded = await Promise.race([
      ended,
      host.until(async () => plan.isDoomed || (await done())).then(() => false),
    ]);
    if (!plan.isDoomed) {
      if (isEnded) throw new Error(`the station ended by itself: ${host.errorLines.join('\n')}`);
      return 'done';
    }
    expect(await this.host.ended).toEqual({ code: null, signal: 'SIGKILL' });
    return 'killed';
  }

  /** Stops the station in order. */
  async stopLife(): Promise<void> {
    expect(await this.host.stop()).toEqual({ code: 0, signal: null });
  }

  /**
   * Lets a last station bring everything to its end and compares all records. Every kill point was another one,
   * and each order was run once, or once more for each time that an operator asked for it.
   */
  async expectGoodEnd(): Promise<void> {
    this.setDosing('instant');
    const last = this.startLife(null);
    await last.line(READY);
    await this.operator.settle();
    const interrupted = await this.expectInterruptedCommandsShown();
    await this.stopLife();
    expect(last.errorLines).toEqual([]);
    const { points } = this.plan;
    process.stdout.write(`seed ${this.plan.seed}: ${points.length} kill points in ${this.#lives} lives, `);
    process.stdout.write(`${interrupted} commands shown as interrupted\n  ${points.join('\n  ')}\n`);
    expect(new Set(points).size).toBe(points.length);
    expect(this.outboxEntries()).toEqual([]);
    for (const { mo_id, status } of await this.expectNothingLostOrDoubled()) {
      const runs = this.runs.runs.get(mo_id) ?? 0;
      expect(runs, `${mo_id} ran ${runs} times`).toBeLessThanOrEqual(1 + this.resetsOf(mo_id));
      if (status === 'completed') expect(runs, mo_id).toBeGreaterThanOrEqual(1);
    }
  }

  /** An operator wants this order to be run once more. */
  noteReset(moId: string): void {
    this.#resets.set(moId, this.resetsOf(moId) + 1);
  }

  /** How often an order was to be run once more, by the operator's word. */
  resetsOf(moId: string): number {
    return this.#resets.get(moId) ?? 0;
  }

  /** The orders whose results are still in the outbox of the station, which must have ended. */
  outboxEntries(): readonly string[] {
    const file = join(this.#folder.path, 'outbox', 'outbox.sqlite');
    using outbox = Outbox.open(file, { clock: systemClock, newId: randomUUID });
    return outbox.entries().map(({ result }) => result.moId);
  }

  /** Confirms `count` more orders in Odoo, all 15 components somewhere among them. */
  addOrders(count: number): readonly string[] {
    return addOrders(this.plant, count);
  }

  /** The dosing nearly stands, or an order takes one scan. */
  setDosing(dosing: 'held' | 'instant'): void {
    this.plant.plc.setSpeed(dosing === 'held' ? HELD : 'instant');
  }

  async queue(): Promise<readonly string[]> {
    const rows = await runSql<{ mo_id: string }>(
      this.plant.database.url,
      'select mo_id from mo_batch order by batch_no',
    );
    return rows.map(({ mo_id }) => mo_id);
  }

  /** Whether every order is history. */
  async isSettled(): Promise<boolean> {
    if ((await this.queue()).length > 0) return false;
    const known = await runSql<{ n: number }>(
      this.plant.database.url,
      'select count(distinct mo_id)::int as n from mo_histories',
    );
    return known[0]?.n === this.plant.odoo.books.orders().length;
  }

  /** Every order is in the history once, and what Odoo has of a completed one is what the PLC finally showed. */
  async expectNothingLostOrDoubled(): Promise<readonly HistoryRow[]> {
    const { books } = this.plant.odoo;
    const columns = EQUIPMENT.map(({ key }) => `actual_consumption_${key}`).join(', ');
    const rows = await runSql<HistoryRow>(
      this.plant.database.url,
      `select mo_id, status, actual_weight_quantity_finished_goods::float8 as weight, ${columns}
        from mo_histories order by mo_id`,
    );
    expect(rows.map(({ mo_id }) => mo_id)).toEqual(books.orders().map(({ name }) => name));
    const finals = this.plant.plc.finals();
    for (const row of rows) {
      const inOdoo = books.finalQuantities(row.mo_id);
      if (row.status === 'cancelled') {
        expect(
          Object.values(inOdoo).filter((kg) => kg !== 0),
          row.mo_id,
        ).toEqual([]);
        continue;
      }
      const final = finals.get(row.mo_id);
      if (final === undefined) throw new Error(`${row.mo_id} never ended in the PLC`);
      expect(row.status, row.mo_id).toBe('completed');
      expect(books.order(row.mo_id), row.mo_id).toMatchObject({
        state: 'done',
        producedQuantity: final.weight,
      });
      expect(row.weight, row.mo_id).toBe(final.weight);
      for (const { key, odooCode } of EQUIPMENT) {
        expect(row[`actual_consumption_${key}`], `${row.mo_id} ${key}`).toBe(final.components[key]);
        expect(inOdoo[odooCode] ?? 0, `${row.mo_id} ${odooCode}`).toBeCloseTo(final.components[key], 6);
      }
    }
    return rows;
  }

  /** The commands that never came to an end, by the database; the API must show the same ones as such. */
  async expectInterruptedCommandsShown(): Promise<number> {
    const rows = await runSql<{ id: string }>(
      this.plant.database.url,
      `select id from command_audit where outcome = 'started' order by id`,
    );
    const { body } = await this.host.call('/api/audit?limit=1000');
    const shown = auditAnswer.parse(body).data.entries.filter(({ outcome }) => outcome === 'started');
    expect(shown.map(({ id }) => id).toSorted()).toEqual(rows.map(({ id }) => id).toSorted());
    return rows.length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#folder[Symbol.asyncDispose]();
    await this.#host?.ended;
    await this.#tap[Symbol.asyncDispose]();
    await this.plant[Symbol.asyncDispose]();
  }
}
