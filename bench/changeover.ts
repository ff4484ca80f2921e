import { addOrders } from '../electron/station/testing/orders.ts';
import { PlantFixture } from '../electron/testing/plant-fixture.ts';
import { startTestPostgres } from '../electron/testing/postgres.ts';
import type { Bench, Finding } from './bench.ts';
import { median, ms, percentile } from './statistics.ts';

const CHANGEOVERS = 5;
const BATCHES_A_LOAD = 10;
/** The station's own defaults, in the place of the quick ones that tests use. */
const DEFAULTS = {
  SYNC_INTERVAL_SECONDS: '300',
  PLC_READ_INTERVAL_SECONDS: '2',
  PROCESS_COMPLETED_INTERVAL_SECONDS: '180',
  PUSH_MAX_PER_SECOND: '5',
};

/** Milliseconds after the tenth batch was finished in the PLC. */
interface Changeover {
  readonly durable: number;
  readonly archived: number;
  readonly armed: number;
}

/** How long the PLC stands still between two loads. */
export const changeover: Bench = {
  name: 'changeover',
  async run() {
    const postgres = await startTestPostgres();
    try {
      await using plant = await PlantFixture.start(postgres, { speed: 'instant' });
      addOrders(plant, (CHANGEOVERS + 1) * BATCHES_A_LOAD);
      return [finding(await measure(plant))];
    } finally {
      await postgres.stop();
    }
  },
};

async function measure(plant: PlantFixture): Promise<readonly Changeover[]> {
  const found: Changeover[] = [];
  const last = { finished: 0, durable: 0, archived: 0 };
  const cancel = plant.plc.program.onEvent(({ kind }) => {
    if (kind === 'ended') last.finished = performance.now();
  });
  const running = await plant.station(DEFAULTS);
  let loads = 0;
  running.station.onEvent(({ kind }) => {
    const now = performance.now();
    if (kind === 'batch-ended') last.durable = now;
    if (kind === 'batch-archived') last.archived = now;
    if (kind !== 'load-armed') return;
    loads += 1;
    const since = last.finished;
    if (loads > 1)
      found.push({ durable: last.durable - since, archived: last.archived - since, armed: now - since });
  });
  await running.until(() => found.length >= CHANGEOVERS);
  cancel();
  await running.stop();
  return found;
}

function finding(found: readonly Changeover[]): Finding {
  const steps = [
    ['results durable on disk', found.map(({ durable }) => durable)],
    ['ten results in Odoo and in the history', found.map(({ archived }) => archived)],
    ['next ten written, proven and armed', found.map(({ armed }) => armed)],
  ] as const;
  const armed = median(found.map((each) => each.armed));
  const pushes = median(found.map((each) => each.archived));
  return {
    title: `Changeover: tenth batch finished in the PLC -> next ten armed (${found.length} times, default settings)`,
    head: ['after the last batch', 'median', 'longest'],
    rows: steps.map(([name, values]) => [name, ms(median(values)), ms(percentile(values, 1))]),
    meaning: `the PLC waits ${(armed / 1000).toFixed(1)} s for its next load; ${((100 * pushes) / armed).toFixed(0)} % of it is seeing the end and Odoo's confirmations at 5 a second.`,
  };
}
