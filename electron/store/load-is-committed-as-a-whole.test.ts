import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EQUIPMENT } from '../../shared/domain/equipment.ts';
import { slot } from '../../shared/units.ts';
import { runSql, startTestPostgres, type TestPostgres, withTestDatabase } from '../testing/postgres.ts';
import { BatchRepository } from './batch-repository.ts';
import { openDatabase } from './database.ts';
import { exampleLoad, examplePlan, NOON, uuid } from './testing/example-batches.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

const CONFLICT = { code: 'STORE_CONFLICT' };

describe('a load', () => {
  it('is stored with its batches, its words and what was there before', () =>
    withTestDatabase(postgres, async ({ db }) => {
      const batches = new BatchRepository(db);
      await batches.beginLoad(exampleLoad(uuid(1), ['WH/MO/00001', 'WH/MO/00002']));
      expect(await batches.count()).toBe(2);
      const [first, second] = await batches.activeBatches();
      const { bomCode, bomQuantity, ...plan } = examplePlan('WH/MO/00001');
      expect(first).toMatchObject({
        ...plan,
        slot: 1,
        batchNo: 1,
        loadId: uuid(1),
        readBeforeLoad: 'WH/MO/BEFORE',
        statusManufacturing: false,
        statusOperation: false,
        weight: null,
        resultId: null,
      });
      expect(first?.life).toMatchObject({
        fetchedAt: NOON,
        writtenAt: null,
        acceptedAt: null,
        finishedAt: null,
      });
      expect(Object.values(first?.actuals ?? {})).toEqual(EQUIPMENT.map(() => null));
      expect(second).toMatchObject({ moId: 'WH/MO/00002', slot: 2, readBeforeLoad: null });
      expect(await batches.openLoad()).toEqual({
        loadId: uuid(1),
        stage: 'intended',
        profile: 'ten-slot',
        epoch: 7,
        createdAt: NOON,
        armingAt: null,
        armedAt: null,
        slots: [
          {
            slot: 1,
            moId: 'WH/MO/00001',
            words: [1, 0xffff, 0],
            readBeforeMo: 'WH/MO/BEFORE',
            readBeforeWords: [1, 2, 3],
          },
          {
            slot: 2,
            moId: 'WH/MO/00002',
            words: [2, 0xffff, 0],
            readBeforeMo: null,
            readBeforeWords: [1, 2, 3],
          },
          { slot: 3, moId: null, words: [3, 0, 0], readBeforeMo: null, readBeforeWords: [] },
        ],
      });
    }));

  it('keeps all 15 ids, materials and targets under the plant’s column names (C5)', () =>
    withTestDatabase(postgres, async ({ db, url }) => {
      await new BatchRepository(db).beginLoad(exampleLoad(uuid(1), ['WH/MO/00001']));
      const [row] = await runSql(url, 'select * from mo_batch');
      expect(row).toMatchObject({ silo_a: 101, silo_m: 113, lq114: 114, lq115: 115 });
      expect(row).toMatchObject({ component_silo_a_name: 'PKE pellet', component_silo_c_name: null });
      expect(row).toMatchObject({ component_lq_tetes_name: 'tetes', component_lq_fml_name: 'FML' });
      expect(row).toMatchObject({
        consumption_silo_m: 113 / 8,
        consumption_lq_tetes: 14.25,
        consumption_lq_fml: 14.375,
      });
      expect(row).toMatchObject({ consumption: '1000.125', bom_quantity: '500.000', bom_code: 'JF PLUS' });
    }));

  it('takes a product name that is longer than the plant’s column', () =>
    withTestDatabase(postgres, async ({ db }) => {
      const batches = new BatchRepository(db);
      const plan = { ...examplePlan('WH/MO/00001'), finishedGoods: '🌾'.repeat(200) };
      const [intent] = exampleLoad(uuid(1), ['WH/MO/00001']).slots;
      await batches.beginLoad(
        exampleLoad(uuid(1), [], {
          slots: [
            { slot: slot(1), words: intent?.words ?? [], readBeforeMo: null, readBeforeWords: [], plan },
          ],
        }),
      );
      expect((await batches.activeBatches())[0]?.finishedGoods).toBe('🌾'.repeat(128));
    }));

  it('leaves no trace when one of its rows is refused', () =>
    withTestDatabase(postgres, async ({ db }) => {
      const batches = new BatchRepository(db);
      const broken = { ...examplePlan('WH/MO/00002'), equipmentCode: 'x'.repeat(65) };
      const load = exampleLoad(uuid(1), ['WH/MO/00001', 'WH/MO/00002']);
      const slots = load.slots.map((intent) => (intent.slot === 2 ? { ...intent, plan: broken } : intent));
      await expect(batches.beginLoad({ ...load, slots })).rejects.toMatchObject({ code: 'INTERNAL' });
      expect(await batches.count()).toBe(0);
      expect(await batches.openLoad()).toBeNull();
    }));
});

describe('a second load', () => {
  it('is refused while the queue is not empty, and stores nothing', () =>
    withTestDatabase(postgres, async ({ db }) => {
      const batches = new BatchRepository(db);
      await batches.beginLoad(exampleLoad(uuid(1), ['WH/MO/00001']));
      await batches.abandonLoad(uuid(1));
      const [, free] = exampleLoad(uuid(2), ['WH/MO/00008', 'WH/MO/00009']).slots;
      const intoFreeSlot = exampleLoad(uuid(2), [], { slots: free === undefined ? [] : [free] });
      await expect(batches.beginLoad(intoFreeSlot)).rejects.toMatchObject(CONFLICT);
      expect(await batches.count()).toBe(1);
      expect(await batches.openLoad()).toBeNull();
    }));

  it('is refused while another one is open, even with an empty queue', () =>
    withTestDatabase(postgres, async ({ db }) => {
      const batches = new BatchRepository(db);
      await batches.beginLoad(exampleLoad(uuid(1), []));
      await expect(batches.beginLoad(exampleLoad(uuid(2), ['WH/MO/00009']))).rejects.toMatchObject(CONFLICT);
      expect(await batches.abandonLoad(uuid(1))).toBe(true);
      expect(await batches.abandonLoad(uuid(1))).toBe(false);
      await batches.beginLoad(exampleLoad(uuid(2), ['WH/MO/00009']));
      expect((await batches.openLoad())?.loadId).toBe(uuid(2));
    }));

  it('goes into free slots only, if the gate is set so', () =>
    withTestDatabase(postgres, async ({ db }) => {
      const batches = new BatchRepository(db);
      await batches.beginLoad(exampleLoad(uuid(1), ['WH/MO/00001']));
      await batches.abandonLoad(uuid(1));
      const gate = { intakeGate: 'free-slots' } as const;
      const again = exampleLoad(uuid(2), ['WH/MO/00001', 'WH/MO/00002'], gate);
      const [sameMo, otherMo] = again.slots;
      if (sameMo === undefined || otherMo === undefined) throw new Error('the example has two slots');
      const sameSlot = { ...otherMo, slot: slot(1) };
      const moElsewhere = { ...sameMo, slot: slot(4) };
      await expect(batches.beginLoad({ ...again, slots: [sameSlot] })).rejects.toMatchObject(CONFLICT);
      await expect(batches.beginLoad({ ...again, slots: [moElsewhere] })).rejects.toMatchObject(CONFLICT);
      await batches.beginLoad({ ...again, slots: [otherMo] });
      expect((await batches.activeBatches()).map(({ moId, slot: at }) => [moId, at])).toEqual([
        ['WH/MO/00001', 1],
        ['WH/MO/00002', 2],
      ]);
    }));

  it('begun at the same moment by another station loses: one load (C16)', () =>
    withTestDatabase(postgres, async ({ db, url, logger }) => {
      await using other = openDatabase(url, { poolMax: 2, statementTimeoutMs: 10_000, logger });
      const stations = [new BatchRepository(db), new BatchRepository(other.db), new BatchRepository(db)];
      const outcomes = await Promise.allSettled(
        stations.map((station, index) =>
          station.beginLoad(exampleLoad(uuid(index + 1), ['WH/MO/00001', 'WH/MO/00002'])),
        ),
      );
      const lost = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason);
      expect(lost).toEqual([expect.objectContaining(CONFLICT), expect.objectContaining(CONFLICT)]);
      const rows = await runSql(
        url,
        'select (select count(*)::int from load) as loads, (select count(*)::int from mo_batch) as batches',
      );
      expect(rows).toEqual([{ loads: 1, batches: 2 }]);
    }));
});

describe('the stages of a load', () => {
  it('are durable, and date its batches', () =>
    withTestDatabase(postgres, async ({ db }) => {
      const batches = new BatchRepository(db);
      await batches.beginLoad(exampleLoad(uuid(1), ['WH/MO/00001']));
      await batches.markArming(uuid(1), NOON + 1);
      expect(await batches.openLoad()).toMatchObject({ stage: 'arming', armingAt: NOON + 1, armedAt: null });
      await batches.markArmed(uuid(1), NOON + 2);
      expect(await batches.openLoad()).toMatchObject({ stage: 'armed', armedAt: NOON + 2 });
      expect((await batches.activeBatches())[0]?.life).toMatchObject({
        writtenAt: NOON + 2,
        acceptedAt: null,
      });
      expect(await batches.markAccepted(uuid(1), NOON + 3)).toBe(true);
      expect(await batches.markAccepted(uuid(1), NOON + 4)).toBe(false);
      expect((await batches.activeBatches())[0]?.life.acceptedAt).toBe(NOON + 3);
      expect(await batches.openLoad()).toBeNull();
    }));

  it('go back from armed to arming when a load is repeated', () =>
    withTestDatabase(postgres, async ({ db }) => {
      const batches = new BatchRepository(db);
      await batches.beginLoad(exampleLoad(uuid(1), ['WH/MO/00001']));
      await batches.markArmed(uuid(1), NOON + 2);
      await batches.markArming(uuid(1), NOON + 5);
      expect(await batches.openLoad()).toMatchObject({ stage: 'arming', armingAt: NOON + 5 });
    }));

  it('cannot be accepted before armed, nor move after the end', () =>
    withTestDatabase(postgres, async ({ db }) => {
      const batches = new BatchRepository(db);
      await batches.beginLoad(exampleLoad(uuid(1), ['WH/MO/00001']));
      await expect(batches.markAccepted(uuid(1), NOON)).rejects.toMatchObject(CONFLICT);
      await batches.markArming(uuid(1), NOON);
      await expect(batches.markAccepted(uuid(1), NOON)).rejects.toMatchObject(CONFLICT);
      await batches.abandonLoad(uuid(1));
      await expect(batches.markArming(uuid(1), NOON)).rejects.toMatchObject(CONFLICT);
      await expect(batches.markArmed(uuid(1), NOON)).rejects.toMatchObject(CONFLICT);
      await expect(batches.markArming(uuid(404), NOON)).rejects.toMatchObject(CONFLICT);
    }));
});
