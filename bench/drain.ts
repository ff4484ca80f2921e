import { PlantFixture } from '../electron/testing/plant-fixture.ts';
import { runSql, startTestPostgres, type TestPostgres } from '../electron/testing/postgres.ts';
import { EQUIPMENT } from '../shared/domain/equipment.ts';
import type { Bench, Finding } from './bench.ts';

const RESULTS = 1_000;
const LIMITED_RESULTS = 100;
const LIMIT_PER_SECOND = 20;
/** The setting's own maximum: as good as none. */
const UNLIMITED_PER_SECOND = 1_000;
const UPDATE_PATH = '/api/scada/mo/update-with-consumptions';
const TARGET_KG = 60.5;
const ACTUAL_KG = 60.25;
const SECOND_MS = 1_000;

interface Drained {
  readonly results: number;
  readonly limit: number;
  readonly seconds: number;
  readonly perSecond: number;
  /** Most results that reached Odoo in any second. */
  readonly busiest: number;
  readonly callsAResult: number;
}

/** What has piled up while Odoo was away: real SQLite, real HTTP, real PostgreSQL. */
export const drain: Bench = {
  name: 'drain',
  async run() {
    const postgres = await startTestPostgres();
    try {
      const open = await drainOnce(postgres, RESULTS, UNLIMITED_PER_SECOND);
      const limited = await drainOnce(postgres, LIMITED_RESULTS, LIMIT_PER_SECOND);
      return [finding(open, limited)];
    } finally {
      await postgres.stop();
    }
  },
};

/** Drains `results` finished batches that a database had before this station was ever started. */
async function drainOnce(postgres: TestPostgres, results: number, limit: number): Promise<Drained> {
  await using plant = await PlantFixture.start(postgres);
  for (let number = 1; number <= results; number += 1) addOrder(plant, number);
  await addFinishedBatches(plant, results);
  const startedMs = performance.now();
  const running = await plant.station({
    PUSH_MAX_PER_SECOND: String(limit),
    ENABLE_TASK_1_AUTO_SYNC: 'false',
  });
  await running.until(() => running.count('batch-archived') >= results);
  const seconds = (performance.now() - startedMs) / SECOND_MS;
  await running.stop();
  // The books keep the last calls only: what is counted in them is put in relation to the results in them.
  const calls = plant.odoo.books.calls();
  const pushedAt = calls.filter(({ path }) => path === UPDATE_PATH).map(({ at }) => at);
  const busiest = Math.max(
    ...pushedAt.map((from) => pushedAt.filter((at) => at >= from && at < from + SECOND_MS).length),
  );
  return {
    results,
    limit,
    seconds,
    perSecond: results / seconds,
    busiest,
    callsAResult: calls.length / pushedAt.length,
  };
}

function nameOf(number: number): string {
  return `WH/MO/${String(number).padStart(5, '0')}`;
}

function addOrder(plant: PlantFixture, number: number): void {
  const lines = EQUIPMENT.map(({ odooCode, material }) => ({
    productName: material,
    toConsume: TARGET_KG,
    equipmentCode: odooCode,
  }));
  plant.odoo.addOrder({ name: nameOf(number), quantity: 1000, lines });
}

/** Rows as an adopted database holds them: finished, with all weights, not yet told to Odoo. */
async function addFinishedBatches(plant: PlantFixture, count: number): Promise<void> {
  const columns = EQUIPMENT.flatMap(({ key }) => [`consumption_${key}`, `actual_consumption_${key}`]);
  const weights = EQUIPMENT.flatMap(() => [TARGET_KG, ACTUAL_KG]);
  await runSql(
    plant.database.url,
    `insert into mo_batch (batch_no, mo_id, consumption, equipment_id_batch, finished_goods, status_manufacturing,
       actual_weight_quantity_finished_goods, ${columns.join(', ')})
     select number, 'WH/MO/' || lpad(number::text, 5, '0'), 1000, 'PLC01', 'JF PLUS KUR', true, 903.75,
       ${weights.join(', ')}
     from generate_series(1, $1::int) as number`,
    [count],
  );
}

function finding(open: Drained, limited: Drained): Finding {
  const kept = limited.busiest <= limited.limit + 1 ? 'kept' : 'NOT kept';
  return {
    title: 'Outbox: results that waited, into Odoo and into the history',
    head: ['limit', 'results', 'time', 'results/s', 'most in any 1 s', 'HTTP calls a result'],
    rows: [open, limited].map((drained) => [
      drained.limit === UNLIMITED_PER_SECOND ? 'none (1000/s)' : `${drained.limit}/s`,
      String(drained.results),
      `${drained.seconds.toFixed(1)} s`,
      drained.perSecond.toFixed(1),
      String(drained.busiest),
      drained.callsAResult.toFixed(1),
    ]),
    meaning: `an outage of a day (about 150 batches) is made up for in ${(150 / open.perSecond).toFixed(0)} s where no limit holds it back; the limit is ${kept}.`,
  };
}
