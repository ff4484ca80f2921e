import { afterAll, beforeAll, expect, it } from 'vitest';
import { PlantFixture, type RunningStation } from '../testing/plant-fixture.ts';
import { runSql, startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import {
  addFullOrders,
  CLOSE_PATH,
  callsAbout,
  DETAIL_PATH,
  expectOdooHasFinal,
  HELD,
  runningPlant,
  whereOrdersAre,
} from '../testing/results-plant.ts';
import { hang, normal, onPath } from '../training/odoo/behaviours.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

interface Move {
  readonly mo_id: string;
  readonly what: 'left' | 'archived';
  readonly tx: string;
  /** Milliseconds since 1970, by the database's clock: the same machine's as Odoo's. */
  readonly at: number;
}

/** Has the database itself note every row that leaves the queue or enters the history, with its transaction. */
async function noteMoves(url: string): Promise<void> {
  await runSql(
    url,
    `create table moves (mo_id text, what text, tx text, at float8);
     create function note_move() returns trigger language plpgsql as $$
     begin
       insert into moves values (
         case tg_op when 'DELETE' then old.mo_id else new.mo_id end,
         case tg_op when 'DELETE' then 'left' else 'archived' end,
         txid_current()::text, extract(epoch from clock_timestamp()) * 1000);
       return null;
     end $$;
     create trigger leaves after delete on mo_batch for each row execute function note_move();
     create trigger enters after insert on mo_histories for each row execute function note_move();`,
  );
}

/** Looks at both tables at every call that Odoo gets and at every event of the station, one look at a time. */
function watchTables(plant: PlantFixture, running: RunningStation) {
  const seen: Awaited<ReturnType<typeof whereOrdersAre>>[] = [];
  let looking = Promise.resolve();
  const look = (): void => {
    looking = looking.then(async () => {
      seen.push(await whereOrdersAre(plant));
    });
  };
  plant.odoo.books.onCall(look);
  running.station.onEvent(look);
  return { seen, settled: () => looking };
}

/** When Odoo first answered that this order is done; null when it never did. */
function confirmedAt(plant: PlantFixture, moId: string): number | null {
  const answers = callsAbout(plant, moId, DETAIL_PATH).filter(
    ({ answer, replyLost }) => !replyLost && JSON.stringify(answer).includes('"state":"done"'),
  );
  return answers[0]?.at ?? null;
}

it('a row leaves the queue in the transaction that archives it, after Odoo read back as done (S5)', async () => {
  await using plant = await PlantFixture.start(postgres, { speed: HELD });
  const orders = addFullOrders(plant, 20);
  await noteMoves(plant.database.url);
  const running = await plant.station();
  const tables = watchTables(plant, running);
  plant.plc.setSpeed('instant');
  await running.until(() => running.count('batch-archived') >= orders.length);
  await tables.settled();

  const moves = await runSql<Move & Record<string, unknown>>(plant.database.url, 'select * from moves');
  for (const moId of orders) {
    const own = moves.filter((move) => move.mo_id === moId);
    expect(own.map(({ what }) => what).toSorted(), moId).toEqual(['archived', 'left']);
    expect(own[0]?.tx, moId).toBe(own[1]?.tx);
    const confirmed = confirmedAt(plant, moId);
    expect(confirmed, `${moId} was never read back as done`).not.toBeNull();
    for (const { at } of own) expect(at, moId).toBeGreaterThanOrEqual(confirmed ?? Number.POSITIVE_INFINITY);
    expectOdooHasFinal(plant, moId);
  }

  // Seen from outside, at any moment: an order is in one place, and once in the history it stays there.
  expect(tables.seen.length).toBeGreaterThan(orders.length * 4);
  const known = new Set<string>();
  const archived = new Set<string>();
  for (const { queue, history } of tables.seen) {
    const present = [...queue, ...history];
    expect(new Set(present).size, `twice: ${present.join(', ')}`).toBe(present.length);
    for (const moId of known) expect(present, 'no order is nowhere').toContain(moId);
    for (const moId of archived) expect(history, 'no order comes back').toContain(moId);
    for (const moId of present) known.add(moId);
    for (const moId of history) archived.add(moId);
  }
  expect(archived.size).toBe(orders.length);
});

it('while Odoo does not let an order be read back, its row stays, though closing was answered with success', async () => {
  await using at = await runningPlant(postgres, 1, { ODOO_TIMEOUT_MS: '200' });
  const {
    plant,
    running,
    orders: [moId = ''],
  } = at;
  plant.odoo.setBehaviour(onPath(DETAIL_PATH, hang));
  plant.plc.setSpeed('instant');
  await running.until(() => callsAbout(plant, moId, DETAIL_PATH).length >= 2);

  expect(plant.odoo.books.order(moId)?.state).toBe('done');
  expect(await whereOrdersAre(plant)).toEqual({ queue: [moId], history: [] });
  expect((await running.station.api.query('failedToPush', {})).batches).toMatchObject([
    { mo_id: moId, state: 'waiting', error_code: 'ODOO_TIMEOUT' },
  ]);

  plant.odoo.setBehaviour(normal);
  await running.until(() => running.count('batch-archived') >= 1);
  expect(callsAbout(plant, moId, CLOSE_PATH)).toHaveLength(1);
  expect(await whereOrdersAre(plant)).toEqual({ queue: [], history: [moId] });
  expectOdooHasFinal(plant, moId);
});
