import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import { lastAudit, previewAndExecute, told } from './testing/command-plant.ts';
import { DOSED, expectSame, finish, now, twoRunning } from './testing/two-running.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

it.each([true, false])(
  'resetBatch (actuals cleared: %s): how it ended is forgotten, then read again, and sent once',
  async (clear_actuals) => {
    await using feedback = await twoRunning(postgres);
    const { plant, running, plc } = feedback;
    const mo_id = feedback.order(1);
    await finish(feedback, 1);
    plc.poke(1, 'statusManufacturing', 0);
    const { preview, before } = await previewAndExecute(plant, running.station, 'resetBatch', {
      mo_id,
      clear_actuals,
    });
    const after = await now(feedback);
    expect(told(preview)).toEqual([
      'plc-nothing',
      `database-result-forgotten ${mo_id}`,
      ...(clear_actuals ? [`database-actuals-cleared ${mo_id}`] : []),
      'odoo-nothing',
    ]);
    expectSame(before, after, ['words', 'history', 'loads', 'odoo']);
    expect(await lastAudit(running.station, 'resetBatch')).toMatchObject({
      before: { phase: 'reporting', result: { moId: mo_id, weight: 957 } },
      after: {
        phase: 'running',
        result: null,
        batch: { resultId: null, weight: clear_actuals ? null : 957 },
      },
    });
    plc.show(1, { moId: mo_id, actuals: DOSED, weight: 960, finished: 1 });
    await feedback.read();
    await running.station.runTask(3);
    expect(plant.odoo.books.order(mo_id)).toMatchObject({ state: 'done', producedQuantity: 960 });
    expect((await running.station.api.query('historyOf', { mo_id })).histories).toHaveLength(1);
  },
);

it('resetBatch with push_to_plc: the PLC gets exactly this order again, and its second run is sent once', async () => {
  await using feedback = await twoRunning(postgres);
  const { plant, running, plc } = feedback;
  const mo_id = feedback.order(1);
  await finish(feedback, 1);
  const written = plant.plc.memory.read(7000, 76);
  const { preview } = await previewAndExecute(plant, running.station, 'resetBatch', {
    mo_id,
    push_to_plc: true,
  });
  expect(told(preview).slice(0, 2)).toEqual(['plc-slot-acknowledged 1', `plc-order-written ${mo_id} 1`]);
  expect(plant.plc.memory.read(7000, 76)).toEqual(written);
  expect(plant.plc.memory.read(7101, 8), 'slot 2 is emptied').toEqual(Array(8).fill(0));
  await running.until(() => running.count('load-accepted') === 2);
  // What still stands in the READ area is the first run: it counts for nothing.
  await feedback.read();
  expect(running.station.outbox.entry(mo_id)).toBeUndefined();
  plc.show(1, { moId: mo_id });
  await feedback.read();
  plc.show(1, { moId: mo_id, actuals: DOSED, weight: 961, finished: 1 });
  await feedback.read();
  await running.station.runTask(3);
  expect(plant.odoo.books.order(mo_id)).toMatchObject({ state: 'done', producedQuantity: 961 });
  expect((await running.station.api.query('historyOf', { mo_id })).histories).toHaveLength(1);
});

it('a PLC in PROGRAM mode: resetBatch with push_to_plc is refused whole, the result is kept', async () => {
  await using feedback = await twoRunning(postgres);
  const { plant, running } = feedback;
  const mo_id = feedback.order(1);
  await finish(feedback, 1);
  plant.plc.setCpu({ mode: 'program' });
  const before = await now(feedback);
  const caller = { actor: 'Sari', role: 'supervisor', station: 'x', reason: 'again' } as const;
  const input = { mo_id, push_to_plc: true };
  expect((await running.station.api.preview('resetBatch', input, caller)).refusal?.code).toBe(
    'PLC_NOT_IN_RUN_MODE',
  );
  await expect(running.station.api.execute('resetBatch', input, caller)).rejects.toMatchObject({
    code: 'PLC_NOT_IN_RUN_MODE',
  });
  expect(await now(feedback)).toEqual(before);
});
