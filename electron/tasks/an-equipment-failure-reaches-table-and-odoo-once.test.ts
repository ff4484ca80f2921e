import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plantTimeToUtc } from '../domain/plant-time.ts';
import type { FailureContent } from '../domain/plc-event.ts';
import type { EventEntry } from '../outbox/event-entry.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { encodeFailure, failureFlagAddress } from '../plc/memory-map/failure-codec.ts';
import { EquipmentFailureRepository } from '../store/equipment-failure-repository.ts';
import { PlantFixture } from '../testing/plant-fixture.ts';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import { TcpProxy } from '../testing/tcp-proxy.ts';
import { first, onPath, replyLost } from '../training/odoo/behaviours.ts';
import {
  EVENTS_ONLY,
  FAILURE,
  FAILURE_PATH,
  FAILURE_UTC,
  failureFlag,
  failureRecords,
  failureRows,
  openOutbox,
  showFailure,
  takeBackFailureFlag,
  untilLatest,
  untilRuns,
} from './testing/event-plant.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

const ROW = { code: 'silo101', name: 'SILO A', description: 'START_FAILURE', at: FAILURE_UTC };
const RECORD = `silo101 START_FAILURE ${FAILURE_UTC}`;
const isConfirmed = ({ state }: EventEntry): boolean => state === 'confirmed';

async function expectOnce(plant: PlantFixture): Promise<void> {
  expect(await failureRows(plant)).toEqual([ROW]);
  expect(failureRecords(plant)).toEqual([RECORD]);
  expect(failureFlag(plant)).toBe(1);
}

it('06:30 plant time is 23:30 UTC of the day before, in the table and in Odoo; one command reads 23 words', async () => {
  await using plant = await PlantFixture.start(postgres);
  const running = await plant.station(EVENTS_ONLY);
  await untilRuns(running, 5, 1);
  expect([failureFlag(plant), await failureRows(plant)]).toEqual([0, []]);
  showFailure(plant, { ...FAILURE, code: 'SILO 101' });
  await untilLatest(running, 'failure', isConfirmed);
  await expectOnce(plant);
  const reads = plant.plc.server.requests().filter(({ command, address, count }) => {
    const block = address !== null && address < 8023 && address + count > 8000;
    return command === 0x0101 && block && address !== 8022;
  });
  expect(new Set(reads.map(({ address, count }) => `${address} ${count}`))).toEqual(new Set(['8000 23']));
});

it('the flag is set only after journal and table have the event', async () => {
  await using plant = await PlantFixture.start(postgres);
  const running = await plant.station(EVENTS_ONLY);
  const atFlag: (number | null | undefined)[] = [];
  plant.plc.server.onRequest(({ command, address }) => {
    if (command !== 0x0102 || address !== failureFlagAddress(plant.profile)) return;
    atFlag.push(running.station.outbox.events.latest('failure')?.storedAt);
  });
  showFailure(plant);
  await untilLatest(running, 'failure', isConfirmed);
  expect(atFlag).toEqual([expect.any(Number)]);
});

it('an event is announced until it is acknowledged, also after a restart', async () => {
  await using plant = await PlantFixture.start(postgres);
  const standing = async (running: Awaited<ReturnType<PlantFixture['station']>>) =>
    (await running.station.api.query('health', {})).alarms.map(({ code, message }) => `${code}: ${message}`);
  const running = await plant.station(EVENTS_ONLY);
  showFailure(plant, { ...FAILURE, code: 'hopper9' });
  await running.until(() => running.count('alarm-raised') > 0);
  const announced =
    'EQUIPMENT_FAILURE: Unknown equipment "hopper9": START_FAILURE, 2026-01-05 06:30:00 plant time.';
  expect(await standing(running)).toContain(announced);
  await running.stop();
  const again = await plant.station(EVENTS_ONLY);
  await again.until(async () => (await standing(again)).includes(announced));
});

describe('the same event after a crash between any two steps', () => {
  const content: FailureContent = {
    kind: 'failure',
    code: FAILURE.code,
    info: FAILURE.info,
    plantTime: FAILURE.plantLocal,
    occurredAt: plantTimeToUtc(FAILURE.plantLocal, 'Asia/Jakarta'),
  };
  type Step = (plant: PlantFixture, outbox: Outbox, id: string) => Promise<unknown> | undefined;
  const intoTable: Step = (plant, _, id) =>
    new EquipmentFailureRepository(plant.database.db).record({
      id,
      equipmentCode: 'silo101',
      equipmentName: 'SILO A',
      description: FAILURE.info,
      occurredAt: content.occurredAt,
      capturedAt: content.occurredAt,
    });
  const markStored: Step = (_, outbox, id) => void outbox.events.recordStored(id, 1);
  const setFlag: Step = (plant) => void plant.plc.memory.write(failureFlagAddress(plant.profile), [1]);
  const markAcknowledged: Step = (_, outbox, id) => void outbox.events.recordAcknowledged(id, 1);
  const markSent: Step = (_, outbox, id) => void outbox.events.recordSent(id, 1);
  const intoOdoo: Step = (plant) =>
    void plant.odoo.books.addFailure({
      equipmentId: 2,
      equipmentCode: 'silo101',
      equipmentName: 'SILO A',
      description: FAILURE.info,
      date: FAILURE_UTC.replace(' ', 'T'),
    });
  const steps = { intoTable, markStored, setFlag, markAcknowledged, markSent, intoOdoo };
  const names = Object.keys(steps);

  it.each(
    [...names.keys(), names.length].map((done) => [names.slice(0, done).join(', ') || 'the journal', done]),
  )('after %s: one row, one record, acknowledged', async (_, done) => {
    await using plant = await PlantFixture.start(postgres);
    showFailure(plant);
    mkdirSync(join(plant.dataDir, 'outbox'), { recursive: true });
    const outbox = openOutbox(plant);
    const words = encodeFailure(plant.profile, FAILURE, 0);
    const { id } = outbox.events.capture('failure', content, words).entry;
    for (const step of Object.values(steps).slice(0, Number(done))) await step(plant, outbox, id);
    outbox.close();
    const running = await plant.station(EVENTS_ONLY);
    await untilLatest(running, 'failure', (entry) => isConfirmed(entry) && entry.acknowledgedAt !== null);
    await untilRuns(running, 5, 2);
    await expectOnce(plant);
    expect(running.station.outbox.events.count()).toBe(1);
  });
});

it('an event that is shown again with the flag 0 is no second event, and is acknowledged again', async () => {
  await using plant = await PlantFixture.start(postgres);
  const running = await plant.station(EVENTS_ONLY);
  showFailure(plant);
  await untilLatest(running, 'failure', isConfirmed);
  takeBackFailureFlag(plant);
  await running.until(() => failureFlag(plant) === 1);
  await untilRuns(running, 5, 2);
  await expectOnce(plant);
});

it('a flag that the PLC keeps taking back is not set for ever', async () => {
  await using plant = await PlantFixture.start(postgres);
  plant.plc.server.onRequest(({ command, address }) => {
    // Takes effect after the read-back of the flag.
    if (command === 0x0101 && address === failureFlagAddress(plant.profile)) takeBackFailureFlag(plant);
  });
  const running = await plant.station(EVENTS_ONLY);
  showFailure(plant);
  await running.until(() =>
    running.events.some((event) => event.kind === 'alarm-raised' && event.code === 'EVENT_ACKNOWLEDGE_LOST'),
  );
  const writes = () =>
    plant.plc.server
      .requests()
      .filter(({ command, address }) => command === 0x0102 && address === failureFlagAddress(plant.profile))
      .length;
  const before = writes();
  await untilRuns(running, 5, 3);
  expect([before, writes()]).toEqual([6, 6]);
});

it('Odoo away: acknowledged and stored at once, reported once when it is back, also by the next process', async () => {
  await using plant = await PlantFixture.start(postgres);
  await plant.odoo.goDown();
  const running = await plant.station(EVENTS_ONLY);
  showFailure(plant);
  await untilLatest(running, 'failure', ({ attempts }) => attempts > 0);
  expect([await failureRows(plant), failureFlag(plant)]).toEqual([[ROW], 1]);
  await running.stop();
  await plant.odoo.comeBack();
  const next = await plant.station(EVENTS_ONLY);
  await untilLatest(next, 'failure', isConfirmed);
  await expectOnce(plant);
});

it("Odoo's answer is lost after it made the record: found, not made again", async () => {
  await using plant = await PlantFixture.start(postgres);
  plant.odoo.setBehaviour(onPath(FAILURE_PATH, first(1, replyLost)));
  const running = await plant.station(EVENTS_ONLY);
  showFailure(plant);
  const { confirmedNote } = await untilLatest(running, 'failure', isConfirmed);
  expect(confirmedNote).toMatch(/found in Odoo/);
  await expectOnce(plant);
});

it('the database away: acknowledged from the disk, in the table and in Odoo once when it is back', async () => {
  await using plant = await PlantFixture.start(postgres);
  await using proxy = await TcpProxy.start(Number(new URL(plant.database.url).port));
  const running = await plant.station({ ...EVENTS_ONLY, DATABASE_URL: proxy.urlInstead(plant.database.url) });
  await untilRuns(running, 5, 1);
  await proxy.cut();
  showFailure(plant);
  const { storedAt } = await untilLatest(running, 'failure', ({ acknowledgedAt }) => acknowledgedAt !== null);
  expect([storedAt, failureFlag(plant), failureRecords(plant)]).toEqual([null, 1, []]);
  await proxy.restore();
  await untilLatest(running, 'failure', isConfirmed);
  await expectOnce(plant);
  await running.stop();
});

it('an event that the table has from another program is looked for in Odoo before it is sent', async () => {
  await using plant = await PlantFixture.start(postgres);
  const failures = new EquipmentFailureRepository(plant.database.db);
  const occurredAt = plantTimeToUtc(FAILURE.plantLocal, 'Asia/Jakarta');
  await failures.record({
    id: '3f0f1d4e-0000-4000-8000-000000000001',
    equipmentCode: 'silo101',
    equipmentName: 'SILO A',
    description: FAILURE.info,
    occurredAt,
    capturedAt: occurredAt,
  });
  plant.odoo.books.addFailure({
    equipmentId: 2,
    equipmentCode: 'silo101',
    equipmentName: 'SILO A',
    description: FAILURE.info,
    date: FAILURE_UTC.replace(' ', 'T'),
  });
  const running = await plant.station(EVENTS_ONLY);
  showFailure(plant);
  await untilLatest(running, 'failure', isConfirmed);
  await expectOnce(plant);
});

it('a block that cannot be read is quarantined with its words, acknowledged and announced; the next event goes on', async () => {
  await using plant = await PlantFixture.start(postgres);
  const running = await plant.station(EVENTS_ONLY);
  const words = encodeFailure(plant.profile, FAILURE, 0).map((word, offset) =>
    offset === 17 ? 0x00ab : word,
  );
  plant.plc.memory.write(plant.profile.failure.base, words);
  const entry = await untilLatest(running, 'failure', ({ acknowledgedAt }) => acknowledgedAt !== null);
  expect(entry).toMatchObject({ state: 'quarantined', words });
  expect([failureFlag(plant), await failureRows(plant), failureRecords(plant)]).toEqual([1, [], []]);
  await running.until(() =>
    running.events.some(
      (event) =>
        event.kind === 'alarm-raised' &&
        event.code === 'EVENT_QUARANTINED' &&
        event.message.includes('D8017'),
    ),
  );
  showFailure(plant);
  await untilLatest(running, 'failure', isConfirmed);
  await expectOnce(plant);
});

it('what Odoo refuses is named and kept; a run by hand tries it again', async () => {
  await using plant = await PlantFixture.start(postgres);
  const running = await plant.station(EVENTS_ONLY);
  showFailure(plant, { ...FAILURE, code: 'hopper9' });
  const parked = await untilLatest(running, 'failure', ({ state }) => state === 'parked');
  expect(parked.lastFault?.message).toContain('hopper9');
  await running.until(() =>
    running.events.some((event) => event.kind === 'alarm-raised' && event.code === 'EVENT_NOT_REPORTED'),
  );
  plant.odoo.setBehaviour(
    onPath(FAILURE_PATH, () => ({
      kind: 'answer',
      answer: {
        status: 200,
        headers: { 'content-type': 'application/json' },
        text: '{"jsonrpc":"2.0","id":null,"result":{"status":"success","data":[]}}',
      },
    })),
  );
  await running.station.runTask(5);
  await untilLatest(running, 'failure', isConfirmed);
  await running.until(() =>
    running.events.some((event) => event.kind === 'alarm-cleared' && event.code === 'EVENT_NOT_REPORTED'),
  );
});
