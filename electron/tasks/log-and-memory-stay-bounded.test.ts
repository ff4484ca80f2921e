import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { slot } from '../../shared/units.ts';
import { sampleFailure } from '../outbox/testing/sample-events.ts';
import { SystemLogRepository } from '../store/system-log-repository.ts';
import { PlantFixture } from '../testing/plant-fixture.ts';
import { runSql, startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import { systemClock } from '../testing/system-clock.ts';
import { TcpProxy } from '../testing/tcp-proxy.ts';
import { EVENTS_ONLY, openOutbox, untilRuns } from './testing/event-plant.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

const DAY_MS = 86_400_000;
/** The clean-up runs by hand: one run, at a moment that the test knows. */
const BY_HAND = {
  ...EVENTS_ONLY,
  ENABLE_TASK_5_EQUIPMENT_FAILURE: 'false',
  ENABLE_TASK_6_LOG_CLEANUP: 'false',
};

async function lines(plant: PlantFixture): Promise<string[]> {
  const rows = await runSql<{ message: string }>(
    plant.database.url,
    `select message from system_log where module = 'old' order by "timestamp"`,
  );
  return rows.map(({ message }) => message);
}

async function writeLines(plant: PlantFixture, ...agesDays: number[]): Promise<void> {
  await new SystemLogRepository(plant.database.db).insert(
    agesDays.map((days) => ({
      id: randomUUID(),
      timestamp: systemClock.now() - days * DAY_MS,
      level: 'info',
      module: 'old',
      message: `${days} days`,
      batchNo: null,
      moId: null,
    })),
  );
}

it('log lines go by age, but the newest stay whatever their age', async () => {
  await using plant = await PlantFixture.start(postgres);
  await writeLines(plant, 40, 31, 29, 1);
  const running = await plant.station({ ...BY_HAND, LOG_CLEANUP_KEEP_LAST: '0' });
  await running.station.runTask(6);
  expect(await lines(plant)).toEqual(['29 days', '1 days']);
  await running.stop();
  await writeLines(plant, 50);
  const keeping = await plant.station({ ...BY_HAND, LOG_CLEANUP_KEEP_LAST: '1000' });
  await keeping.station.runTask(6);
  expect(await lines(plant)).toContain('50 days');
  await keeping.stop();
  const shorter = await plant.station({ ...BY_HAND, LOG_RETENTION_DAYS: '7', LOG_CLEANUP_KEEP_LAST: '0' });
  await shorter.station.runTask(6);
  expect(await lines(plant)).toEqual(['1 days']);
});

it('loads go by the age of the log, once their batches have left the queue', async () => {
  await using plant = await PlantFixture.start(postgres);
  await runSql(
    plant.database.url,
    `insert into load (id, created_at, state, profile)
     select gen_random_uuid(), now() - days * interval '1 day', 'accepted', days from unnest(array[6, 8]) as days`,
  );
  const running = await plant.station({ ...BY_HAND, LOG_RETENTION_DAYS: '7' });
  await running.station.runTask(6);
  expect(await runSql(plant.database.url, 'select profile from load')).toEqual([{ profile: '6' }]);
});

it('the history of alarms goes by its own age', async () => {
  await using plant = await PlantFixture.start(postgres);
  await runSql(
    plant.database.url,
    `insert into alarm_event (id, alarm_id, at, change, code, subject, message, priority)
     select gen_random_uuid(), gen_random_uuid(), now() - days * interval '1 day', 'raised', 'GATE_STUCK',
       days::text, '', 2 from unnest(array[399, 401]) as days`,
  );
  const running = await plant.station({ ...BY_HAND, LOG_RETENTION_DAYS: '7' });
  await running.station.runTask(6);
  expect(
    await runSql(plant.database.url, `select subject from alarm_event where code = 'GATE_STUCK'`),
  ).toEqual([{ subject: '399' }]);
});

it('facts of long archived batches and events that Odoo has long had go, also while the database is away', async () => {
  await using plant = await PlantFixture.start(postgres);
  await using proxy = await TcpProxy.start(Number(new URL(plant.database.url).port));
  const running = await plant.station({ ...BY_HAND, DATABASE_URL: proxy.urlInstead(plant.database.url) });
  const { slotFacts, events } = running.station.outbox;
  const long = systemClock.now() - 30 * DAY_MS - 60_000;
  const recent = systemClock.now() - 29 * DAY_MS;
  for (const [moId, archivedAt] of [['old', long] as const, ['young', recent] as const]) {
    slotFacts.recordRunning({ loadId: 'load', slot: slot(1), moId }, 1);
    slotFacts.markArchived({ loadId: 'load', slot: slot(1), moId }, archivedAt);
  }
  for (const [n, confirmedAt] of [long, recent].entries()) {
    const { entry } = events.capture('failure', sampleFailure(n), []);
    events.confirm(entry.id, null, confirmedAt);
  }
  await proxy.cut();
  const run = await running.station.runTask(6);
  expect(run).toMatchObject({ outcome: 'failed', code: 'STORE_UNAVAILABLE' });
  const kept = ['old', 'young'].map(
    (moId) => slotFacts.factsOf({ loadId: 'load', slot: slot(1), moId }).runningSeenAt,
  );
  expect([kept, events.count()]).toEqual([[null, 1], 1]);
  await running.stop();
});

it('runs by itself at the start of a station, and says what it removed', async () => {
  await using plant = await PlantFixture.start(postgres);
  const running = await plant.station({ ...BY_HAND, ENABLE_TASK_6_LOG_CLEANUP: 'true' });
  await untilRuns(running, 6, 1);
  expect(
    plant.logger.lines.filter(({ context }) => context.task === 6).map(({ message }) => message),
  ).toContain('0 log lines, 0 alarm changes, 0 old loads, 0 facts of old batches, 0 old events removed');
  await running.stop();
  using outbox = openOutbox(plant);
  expect(outbox.events.count()).toBe(0);
});
