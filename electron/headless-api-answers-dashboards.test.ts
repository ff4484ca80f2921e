import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { EQUIPMENT, perComponent } from '../shared/domain/equipment.ts';
import { kg, toHundredths } from '../shared/units.ts';
import { slotRange, slotsOf } from './plc/memory-map/addresses.ts';
import { decodeWriteSlot } from './plc/memory-map/slot-codec.ts';
import { HeadlessFolder, HeadlessProcess } from './testing/headless-process.ts';
import { PlantFixture } from './testing/plant-fixture.ts';
import { startTestPostgres, type TestPostgres } from './testing/postgres.ts';
import { normal, onPath, serverFailure } from './training/odoo/behaviours.ts';

/** All 15 components under the plant's names, and no other; null where nothing is known. */
const components = z.strictObject(perComponent(() => z.number().nullable()));
const time = z.iso.datetime();

const answer = <T extends z.ZodType>(data: T) => z.strictObject({ status: z.literal('success'), data });

const batchStatusAnswer = answer(
  z.object({
    total_batches: z.number(),
    active_batches: z.number(),
    completed_batches: z.number(),
    is_empty: z.boolean(),
    batches: z.array(
      z.object({
        batch_no: z.number().int(),
        mo_id: z.string(),
        equipment: z.string(),
        consumption: z.number(),
        finished_goods: z.string(),
        status_manufacturing: z.boolean(),
        status_operation: z.boolean(),
        actual_finished_goods: z.number().nullable(),
        target_consumptions: components,
        actual_consumptions: components,
        last_read_from_plc: time.nullable(),
        phase: z.string(),
      }),
    ),
  }),
);

const historyAnswer = answer(
  z.object({
    total: z.number(),
    limit: z.number(),
    offset: z.number(),
    histories: z.array(
      z.object({
        id: z.uuid(),
        batch_no: z.number().int(),
        mo_id: z.string(),
        finished_goods: z.string(),
        status: z.enum(['completed', 'failed', 'cancelled']),
        notes: z.string().nullable(),
        actual_weight: z.number(),
        target_consumptions: components,
        actual_consumptions: components,
        archived_at: time,
      }),
    ),
  }),
);

const failedAnswer = answer(
  z.object({
    total: z.number(),
    batches: z.array(
      z.object({
        mo_id: z.string(),
        batch_no: z.number().int(),
        attempts: z.number().int(),
        last_error: z.string(),
        error_code: z.string(),
        next_attempt_at: time.nullable(),
        since: time,
      }),
    ),
  }),
);

const healthAnswer = answer(
  z.object({
    mode: z.literal('production'),
    leader: z.boolean(),
    plc: z.object({
      state: z.string(),
      mode: z.string(),
      last_good_at: time.nullable(),
      trouble: z.string().nullable(),
    }),
    odoo: z.object({ state: z.string(), last_good_at: time.nullable(), trouble: z.string().nullable() }),
    database: z.object({ state: z.string(), last_good_at: time.nullable(), trouble: z.string().nullable() }),
    outbox: z.object({ waiting: z.number(), parked: z.number(), held: z.number() }),
    alarms: z.array(
      z.object({ code: z.string(), subject: z.string(), message: z.string(), raised_at: time }),
    ),
    tasks: z.array(z.looseObject({ task: z.number(), enabled: z.boolean() })),
  }),
);

const ARCHIVED = /^\[TASK 3\] (\S+) is in the history: completed$/;
/** Timers too slow to matter: what happens, happens by the buttons. */
const BY_HAND = { SYNC_INTERVAL_SECONDS: '3600', PROCESS_COMPLETED_INTERVAL_SECONDS: '3600' };

let postgres: TestPostgres;
let plant: PlantFixture;
let folder: HeadlessFolder;
let host: HeadlessProcess;
beforeAll(async () => {
  postgres = await startTestPostgres();
  plant = await PlantFixture.start(postgres, { orders: { count: 11 }, speed: { kgPerSecond: 100 } });
  folder = await HeadlessFolder.make();
  host = await HeadlessProcess.start({ dataDir: folder.path, env: { ...plant.environment(), ...BY_HAND } });
});
afterAll(async () => {
  await host?.stop();
  await folder?.[Symbol.asyncDispose]();
  await plant?.[Symbol.asyncDispose]();
  await postgres.stop();
});

/** The answer of a GET, in the shape that dashboards know. */
async function get<T extends z.ZodType>(path: string, shape: T): Promise<z.output<T>> {
  const { status, body } = await host.call(path);
  expect(status, JSON.stringify(body)).toBe(200);
  return shape.parse(body);
}

async function press(path: string): Promise<unknown> {
  const { status, body } = await host.call(path, { method: 'POST' });
  expect(status, JSON.stringify(body)).toBe(200);
  expect(body).toMatchObject({ status: 'success' });
  return body;
}

it('batch-status shows the batches in the PLC, with the targets that are in its WRITE area', async () => {
  await host.line(/^\[TASK 2\] slot 1: \S+ is being dosed$/);
  const { data } = await get('/api/admin/batch-status', batchStatusAnswer);
  expect(data).toMatchObject({ total_batches: 10, is_empty: false });
  expect(data.active_batches + data.completed_batches).toBe(10);
  for (const slot of slotsOf(plant.profile)) {
    const { address, words: count } = slotRange(plant.profile.write, slot);
    const words = plant.plc.memory.read(address, count);
    const written = decodeWriteSlot(plant.profile, slot, words, { maxKg: kg(1050) });
    if (written.kind !== 'valid') throw new Error(`slot ${slot} is ${written.kind}`);
    const { content } = written;
    const batch = data.batches.find(({ batch_no }) => batch_no === slot);
    expect(batch).toMatchObject({
      mo_id: content.moId,
      consumption: content.quantity,
      status_operation: false,
    });
    // A target that was scaled may have thousandths, which the PLC's words cannot hold.
    for (const { key } of EQUIPMENT) {
      const target = toHundredths(kg(batch?.target_consumptions[key] ?? -1));
      expect(target, `${content.moId} ${key}`).toBe(toHundredths(content.components[key]));
    }
  }
});

it('failed-to-push shows what Odoo did not take, why, since when, and when it is tried again', async () => {
  plant.odoo.setBehaviour(onPath('/api/scada/mo/update-with-consumptions', serverFailure));
  plant.plc.setSpeed('instant');
  await host.line(/^\[TASK 2\] slot 10: \S+ finished/);
  await press('/api/admin/manual/trigger-plc-sync');
  await host.call('/api/admin/manual/trigger-process-completed', { method: 'POST' });
  const { data } = await get('/api/admin/failed-to-push', failedAnswer);
  expect(data.total).toBe(data.batches.length);
  const first = data.batches.find(({ mo_id }) => mo_id === 'WH/MO/00001');
  expect(first).toMatchObject({ batch_no: 1, error_code: 'ODOO_HTTP' });
  expect(first?.attempts).toBeGreaterThanOrEqual(1);
  expect(Date.parse(first?.next_attempt_at ?? '')).toBeGreaterThan(Date.parse(first?.since ?? ''));
  const health = await get('/api/health', healthAnswer);
  expect(health.data.outbox.waiting).toBe(10);
  expect(health.data.tasks.map(({ task }) => task)).toEqual(expect.arrayContaining([1, 2, 3]));
});

it('the buttons run their tasks: results go to Odoo, and the next order into the PLC', async () => {
  plant.odoo.setBehaviour(normal);
  await press('/api/admin/manual/trigger-process-completed');
  await host.line(ARCHIVED, 10);
  expect((await get('/api/admin/failed-to-push', failedAnswer)).data).toEqual({ total: 0, batches: [] });
  await press('/api/admin/trigger-sync');
  await host.line(/WH\/MO\/00011 finished/);
  await press('/api/admin/manual/trigger-process-completed');
  await host.line(ARCHIVED, 11);
  const empty = await get('/api/admin/batch-status', batchStatusAnswer);
  expect(empty.data).toMatchObject({ total_batches: 0, active_batches: 0, is_empty: true, batches: [] });
});

it('history gives what ran, newest first, page by page and by status', async () => {
  const { data: all } = await get('/api/admin/history', historyAnswer);
  expect(all).toMatchObject({ total: 11, offset: 0 });
  const finals = plant.plc.finals();
  for (const row of all.histories) {
    expect(row.actual_consumptions, row.mo_id).toEqual(finals.get(row.mo_id)?.components);
    expect(row.actual_weight, row.mo_id).toBe(finals.get(row.mo_id)?.weight);
  }
  const times = all.histories.map(({ archived_at }) => archived_at);
  expect(times).toEqual(times.toSorted().toReversed());
  const { data: page } = await get('/api/admin/history?limit=3&offset=4&status=completed', historyAnswer);
  expect(page).toMatchObject({ total: 11, limit: 3, offset: 4 });
  expect(page.histories).toEqual(all.histories.slice(4, 7));
  const { data: none } = await get('/api/admin/history?status=failed', historyAnswer);
  expect(none).toMatchObject({ total: 0, histories: [] });
});
