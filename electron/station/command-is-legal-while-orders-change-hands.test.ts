import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommandGiven } from '../../shared/contract/contract.ts';
import { PlantFixture } from '../testing/plant-fixture.ts';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import { addFullOrders } from '../testing/results-plant.ts';
import type { Station } from './station.ts';
import { codeOfAttempt, SUPERVISOR, stateOf } from './testing/command-plant.ts';
import { finish, twoRunning } from './testing/two-running.ts';

/** No task comes by itself: what the test has brought about stays. */
const NO_BEAT = { SYNC_INTERVAL_SECONDS: '3600', PLC_READ_INTERVAL_SECONDS: '3600' };
const SECOND_SLOT = 7100;
const PRODUCT_OF_SECOND_SLOT = 7117;
const WRITE = 0x0102;

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

const ON_ONE_ORDER = {
  resetBatch: (mo_id: string): CommandGiven<'resetBatch'> => ({ mo_id }),
  cancelBatch: (mo_id: string): CommandGiven<'cancelBatch'> => ({ mo_id }),
  releaseUnproven: (mo_id: string): CommandGiven<'releaseUnproven'> => ({ mo_id }),
  forceStatus: (mo_id: string): CommandGiven<'forceStatus'> => ({ mo_id, status_operation: 1 }),
  writeBatch: (mo_id: string): CommandGiven<'writeBatch'> => ({ mo_id }),
  retryPush: (mo_id: string): CommandGiven<'retryPush'> => ({ mo_ids: [mo_id] }),
  holdPush: (mo_id: string): CommandGiven<'holdPush'> => ({ mo_id }),
  releasePush: (mo_id: string): CommandGiven<'releasePush'> => ({ mo_id }),
  acceptLeftOpen: (mo_id: string): CommandGiven<'acceptLeftOpen'> => ({ mo_id }),
} as const;
type OnOneOrder = keyof typeof ON_ONE_ORDER;
const NAMES = Object.keys(ON_ONE_ORDER) as OnOneOrder[];
/** A result is not there yet: nothing can be done to it. */
const NO_RESULT = {
  retryPush: 'NOT_FOUND',
  holdPush: 'NOT_FOUND',
  releasePush: 'NOT_FOUND',
  acceptLeftOpen: 'NOT_FOUND',
} as const;

/** Each command says in preview what is expected of it, and where that is a refusal, changes nothing. */
async function expectLegal(
  plant: PlantFixture,
  station: Station,
  mo_id: string,
  expected: Partial<Record<OnOneOrder, string | null>>,
): Promise<void> {
  for (const name of NAMES) {
    const code = name in expected ? expected[name] : 'COMMAND_NOT_NOW';
    const input = ON_ONE_ORDER[name](mo_id);
    const { refusal } = await station.api.previewUnchecked(name, input, SUPERVISOR);
    expect(refusal?.code ?? null, name).toBe(code);
    if (code === null) continue;
    const before = await stateOf(plant, station);
    expect(await codeOfAttempt(station, name, input), name).toBe(code);
    expect(await stateOf(plant, station), name).toEqual(before);
  }
}

async function phasesOf(station: Station): Promise<readonly string[]> {
  const { batches } = await station.api.query('batchStatus', {});
  return batches.map(({ phase }) => phase);
}

describe('an order whose words are not all in the PLC (loading)', () => {
  it('is left alone by every command on one order', async () => {
    await using plant = await PlantFixture.start(postgres, { scans: 'by-hand' });
    const [moId = ''] = addFullOrders(plant, 1);
    // Somebody else's word in what was just written: the load is never released.
    plant.plc.server.onRequest(({ command, address }) => {
      if (command === WRITE && address === SECOND_SLOT) plant.plc.memory.write(PRODUCT_OF_SECOND_SLOT, [7]);
    });
    const { station } = await plant.station(NO_BEAT);
    expect((await station.runTask(1)).outcome).toBe('failed');
    expect(await phasesOf(station)).toEqual(['loading']);
    await expectLegal(plant, station, moId, NO_RESULT);
  });

  it('may be written once its load was given up', async () => {
    await using plant = await PlantFixture.start(postgres, { scans: 'by-hand' });
    const [moId = ''] = addFullOrders(plant, 1);
    const stop = plant.plc.server.onRequest(({ command, address }) => {
      if (command === WRITE && address === SECOND_SLOT) plant.plc.memory.write(PRODUCT_OF_SECOND_SLOT, [7]);
    });
    const { station } = await plant.station(NO_BEAT);
    expect((await station.runTask(1)).outcome).toBe('failed');
    stop();
    plant.plc.memory.write(7076, [0]);
    expect(await codeOfAttempt(station, 'overrideGate', {})).toBeNull();
    expect(await codeOfAttempt(station, 'writeBatch', { mo_id: moId })).toBeNull();
    expect(await phasesOf(station)).toEqual(['written']);
  });
});

it('an order that the PLC has not read yet (written) can be cancelled, and is not written again', async () => {
  await using plant = await PlantFixture.start(postgres, { scans: 'by-hand' });
  const [moId = ''] = addFullOrders(plant, 1);
  const running = await plant.station(NO_BEAT);
  await running.until(() => running.count('load-armed') === 1);
  expect(await phasesOf(running.station)).toEqual(['written']);
  const expected = { ...NO_RESULT, cancelBatch: null, writeBatch: 'PLC_GATE_CLOSED' };
  await expectLegal(plant, running.station, moId, expected);
});

it('an order that Odoo has and the history has not (confirmed) goes its way, whatever is asked', async () => {
  await using feedback = await twoRunning(postgres);
  const { plant, running } = feedback;
  const { station } = running;
  const moId = feedback.order(1);
  await sql`create function refuse() returns trigger language plpgsql as $$ begin raise 'not now'; end $$`.execute(
    plant.database.db,
  );
  await sql`create trigger refuse before insert on mo_histories for each row execute function refuse()`.execute(
    plant.database.db,
  );
  await finish(feedback, 1);
  await station.runTask(3);
  expect(await phasesOf(station)).toEqual(['confirmed', 'running']);
  await expectLegal(plant, station, moId, {});
  await sql`drop trigger refuse on mo_histories`.execute(plant.database.db);
  for (const name of ['clearQueue', 'startOver'] as const) {
    expect(await codeOfAttempt(station, name, {}), name).toBeNull();
    expect((await station.api.query('batchStatus', {})).batches.map(({ mo_id }) => mo_id)).toContain(moId);
  }
  await station.runTask(3);
  const { histories } = await station.api.query('historyOf', { mo_id: moId });
  expect(histories).toMatchObject([{ status: 'completed', actual_weight: 957 }]);
});
