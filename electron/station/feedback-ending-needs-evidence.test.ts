import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EQUIPMENT, type PerComponent, perComponent } from '../../shared/domain/equipment.ts';
import { slot } from '../../shared/units.ts';
import { slotRange } from '../plc/memory-map/addresses.ts';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import { FULL_TARGETS } from '../testing/results-plant.ts';
import { FeedbackStation } from './testing/feedback-station.ts';

/** What a PLC shows that copies the order instead of dosing it. */
const CUT_TARGETS: PerComponent<number> = perComponent(({ key }) => Math.trunc(FULL_TARGETS[key]));
/** What a real run may come to. */
const DOSED: PerComponent<number> = perComponent(({ key }) => FULL_TARGETS[key] + 0.1);
const OTHER = 'WH/MO/00900';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

/** The result of slot 1 is in Odoo with these weights, and nothing was called unproven on the way there. */
async function expectArchived(feedback: FeedbackStation, weight: number): Promise<void> {
  const { plant, running } = feedback;
  await running.until(() => running.count('batch-archived') >= 1);
  expect(plant.odoo.books.order(feedback.order(1))).toMatchObject({
    state: 'done',
    producedQuantity: weight,
  });
  const inOdoo = plant.odoo.books.finalQuantities(feedback.order(1));
  for (const { key, odooCode } of EQUIPMENT) expect(inOdoo[odooCode], key).toBeCloseTo(DOSED[key], 6);
  expect(feedback.alarm('SLOT_NO_EVIDENCE', 'slot 1')).toBeNull();
}

it('a READ area that is pre-filled as finished at acceptance is no result; the run that follows is', async () => {
  await using feedback = await FeedbackStation.start(postgres, {
    before: (plc) => plc.show(1, { moId: OTHER, actuals: DOSED, weight: 900, finished: 1, flag: 1 }),
    onArmed: (plc, [moId = '']) => plc.show(1, { moId, actuals: CUT_TARGETS, finished: 1 }),
  });
  const { plc, running } = feedback;
  const moId = feedback.order(1);
  for (let reading = 1; reading <= 3; reading += 1) await feedback.read();
  expect(feedback.alarm('SLOT_NO_EVIDENCE', 'slot 1')).toContain(moId);
  expect((await feedback.view(1)).phase).toBe('unproven');
  expect(await feedback.row(moId)).toMatchObject({ status_manufacturing: false, result_id: null });
  expect(running.station.outbox.count()).toBe(0);
  expect(plc.acknowledgements(1)).toBe(0);

  plc.show(1, { moId });
  await feedback.read();
  expect(feedback.alarm('SLOT_NO_EVIDENCE', 'slot 1')).toBeNull();
  plc.show(1, { moId, actuals: DOSED, weight: 957, finished: 1 });
  await feedback.read();
  await expectArchived(feedback, 957);
});

it.each([
  ['weight 0', { actuals: DOSED, weight: 0 }],
  ['all actuals 0', { actuals: {}, weight: 957 }],
  ['actuals equal to the cut targets, though with a weight', { actuals: CUT_TARGETS, weight: 957 }],
])('finished at first sight with %s proves nothing', async (_what, shown) => {
  await using feedback = await FeedbackStation.start(postgres, {
    onArmed: (plc, [moId = '']) => plc.show(1, { moId, ...shown, finished: 1 }),
  });
  await feedback.read();
  await feedback.read();
  expect(feedback.alarm('SLOT_NO_EVIDENCE', 'slot 1')).not.toBeNull();
  expect(feedback.running.station.outbox.count()).toBe(0);
  expect(feedback.plc.flag(1)).toBe(0);
});

it.each([
  ['blank', undefined],
  ['showing another order', OTHER],
])(
  'a batch that runs and finishes between two readings is taken: its slot was %s before',
  async (_what, moId) => {
    await using feedback = await FeedbackStation.start(postgres, {
      before: (plc) => {
        if (moId !== undefined) plc.show(1, { moId, actuals: DOSED, weight: 900, finished: 1, flag: 1 });
      },
      onArmed: (plc, [ours = '']) => plc.show(1, { moId: ours, actuals: DOSED, weight: 957, finished: 1 }),
    });
    await expectArchived(feedback, 957);
  },
);

it('a slot that showed this very order as finished before the load proves nothing', async () => {
  await using feedback = await FeedbackStation.start(postgres, {
    before: (plc) => plc.show(1, { moId: 'WH/MO/00001', actuals: DOSED, weight: 957, finished: 1 }),
  });
  await feedback.read();
  await feedback.read();
  expect(feedback.order(1)).toBe('WH/MO/00001');
  expect(feedback.alarm('SLOT_NO_EVIDENCE', 'slot 1')).not.toBeNull();
  expect(feedback.running.station.outbox.count()).toBe(0);
});

it('what the previous load left in a slot is not looked at, finished or failed', async () => {
  await using feedback = await FeedbackStation.start(postgres, {
    orders: 2,
    before: (plc) => {
      plc.show(1, { moId: OTHER, actuals: DOSED, weight: 900, finished: 1 });
      plc.show(2, { moId: 'WH/MO/00901', failed: 1 });
    },
  });
  const { plant, plc, running } = feedback;
  for (let reading = 1; reading <= 3; reading += 1) await feedback.read();
  expect(running.station.outbox.count()).toBe(0);
  expect(running.count('alarm-raised')).toBe(0);
  expect([plc.acknowledgements(1), plc.acknowledgements(2)]).toEqual([0, 0]);
  expect(plant.odoo.books.order(feedback.order(1))?.state).toBe('confirmed');
});

it.each(['data folder', 'database'] as const)(
  'that it ran is known after a restart from the %s',
  async (from) => {
    await using feedback = await FeedbackStation.start(postgres, {
      // The slot showed this order before: only that it was seen running is evidence.
      before: (plc) => plc.show(1, { moId: 'WH/MO/00001', actuals: DOSED, weight: 957, finished: 1 }),
    });
    const { plant, plc } = feedback;
    const moId = feedback.order(1);
    plc.show(1, { moId });
    await feedback.read();
    await feedback.running.stop();
    plc.show(1, { moId, actuals: DOSED, weight: 957, finished: 1 });
    if (from === 'database') {
      await feedback.restart(join(plant.dataDir, 'another'));
    } else {
      await sql`update mo_batch set running_seen_at = null`.execute(plant.database.db);
      await feedback.restart();
    }
    await feedback.read();
    await expectArchived(feedback, 957);
  },
);

it('however long the poll interval is, a load is followed closely after its acceptance', async () => {
  await using feedback = await FeedbackStation.start(postgres);
  const { plc, running } = feedback;
  const moId = feedback.order(1);
  // The interval is an hour, and nobody reads by hand; the PLC takes its time.
  let readings = 0;
  plc.onRead(1, () => {
    readings += 1;
    if (readings === 4) plc.show(1, { moId });
  });
  await running.until(() => running.count('batch-changed') >= 1);
  expect(await feedback.row(moId)).toMatchObject({ status_manufacturing: false });
  expect((await feedback.row(moId))?.running_seen_at).not.toBeNull();
});

it('a reading that fails does not end the close look at a load', async () => {
  let refused = 0;
  await using feedback = await FeedbackStation.start(postgres, {
    onArmed: (_plc, _orders, plant) => {
      // The readings at the acceptance itself are refused; the gate is read as ever.
      const at = slotRange(plant.profile.read, slot(1)).address;
      const mend = plant.plc.intercepts.add(({ command, address }) => {
        if (command !== 0x0101 || address !== at) return 'pass';
        refused += 1;
        if (refused === 3) mend();
        return { kind: 'refuse', endCode: 0x2108 };
      });
    },
  });
  const { plc, running } = feedback;
  await running.until(() => refused === 3);
  plc.show(1, { moId: feedback.order(1) });
  await running.until(() => running.count('batch-changed') >= 1);
  expect((await feedback.row(feedback.order(1)))?.running_seen_at).not.toBeNull();
});
