import { afterAll, beforeAll, expect, it } from 'vitest';
import { perComponent } from '../../shared/domain/equipment.ts';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import { FULL_TARGETS } from '../testing/results-plant.ts';
import { changedWords, lastAudit, previewAndExecute, told } from './testing/command-plant.ts';
import { FeedbackStation } from './testing/feedback-station.ts';
import { DOSED, expectSame, finish, now, twoRunning } from './testing/two-running.ts';

const CUT = perComponent(({ key }) => Math.trunc(FULL_TARGETS[key]));
const GATE = 7076;

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

it('setFlag sets this one word, and the record tells old and new', async () => {
  await using feedback = await twoRunning(postgres);
  const { plant, running } = feedback;
  const flags = [
    [{ flag: 'read', slot: 10 }, 6976],
    [{ flag: 'write', slot: 3 }, 7276],
    [{ flag: 'failure' }, 8022],
    [{ flag: 'weighing' }, 9012],
  ] as const;
  for (const [which, address] of flags) {
    const input = { ...which, value: 1 as const };
    const { preview, before } = await previewAndExecute(plant, running.station, 'setFlag', input);
    const after = await now(feedback);
    expect(told(preview)).toEqual([`plc-flag-set ${address} 1`, 'database-nothing', 'odoo-nothing']);
    expect(changedWords(before, after)).toEqual({ [address]: 1 });
    expectSame(before, after, ['queue', 'history', 'loads', 'outbox', 'odoo']);
    expect(await lastAudit(running.station, 'setFlag')).toMatchObject({
      actor: 'Sari',
      station: 'control room',
      reason: 'agreed with the shift leader',
      outcome: 'done',
      before: { address, word: 0 },
      after: { address, word: 1 },
    });
  }
});

it('forceStatus sets the status words that it names; the batch then ends like any other', async () => {
  await using feedback = await twoRunning(postgres);
  const { plant, running, plc } = feedback;
  const mo_id = feedback.order(1);
  plc.show(1, { moId: mo_id, actuals: DOSED, weight: 957 });
  await feedback.read();
  const input = { mo_id, status_manufacturing: 1, status_operation: 0 } as const;
  const { preview, before } = await previewAndExecute(plant, running.station, 'forceStatus', input);
  expect(told(preview).slice(0, 2)).toEqual(['plc-status-forced 6073 0', 'plc-status-forced 6072 1']);
  await running.until(() => running.count('batch-acknowledged') === 1);
  expect(changedWords(before, await now(feedback))).toEqual({ 6072: 1, 6076: 1 });
  expect(running.station.outbox.entry(mo_id)?.result).toMatchObject({ kind: 'completed', weight: 957 });
  await running.station.runTask(3);
  expect(plant.odoo.books.order(mo_id)).toMatchObject({ state: 'done', producedQuantity: 957 });
});

it.each([true, false])(
  'cancelBatch of a running batch (in Odoo too: %s): archived once, never sent, its flag still answered',
  async (cancel_in_odoo) => {
    await using feedback = await twoRunning(postgres);
    const { plant, running, plc } = feedback;
    const mo_id = feedback.order(1);
    const { preview, before } = await previewAndExecute(plant, running.station, 'cancelBatch', {
      mo_id,
      cancel_in_odoo,
    });
    const after = await now(feedback);
    expect(told(preview)).toEqual([
      `plc-keeps-order ${mo_id} 1`,
      `database-row-cancelled ${mo_id}`,
      `${cancel_in_odoo ? 'odoo-order-cancelled' : 'odoo-order-stays-open'} ${mo_id}`,
    ]);
    expectSame(before, after, ['words', 'loads', 'outbox', ...(cancel_in_odoo ? [] : (['odoo'] as const))]);
    expect(await lastAudit(running.station, 'cancelBatch')).toMatchObject({
      outcome: 'done',
      before: { phase: 'running', batch: { moId: mo_id } },
      after: null,
    });
    // The PLC ends it all the same.
    await finish(feedback, 1);
    await feedback.read();
    expect(plc.acknowledgements(1)).toBe(1);
    expect(running.station.outbox.entry(mo_id)).toBeUndefined();
    await running.station.runTask(3);
    await running.station.runTask(1);
    const { histories } = await running.station.api.query('historyOf', { mo_id });
    expect(histories).toMatchObject([
      { status: 'cancelled', notes: 'cancelled by Sari: agreed with the shift leader' },
    ]);
    expect(plant.odoo.books.order(mo_id)?.state).toBe(cancel_in_odoo ? 'cancel' : 'confirmed');
    expect(Object.values(plant.odoo.books.finalQuantities(mo_id)).every((kg) => kg === 0)).toBe(true);
  },
);

it('cancelBatch of a batch whose result waits: the result is never sent, the actuals are in the history', async () => {
  await using feedback = await twoRunning(postgres);
  const { plant, running } = feedback;
  const mo_id = feedback.order(1);
  await finish(feedback, 1);
  const { before } = await previewAndExecute(plant, running.station, 'cancelBatch', { mo_id });
  expectSame(before, await now(feedback), ['words', 'odoo', 'loads']);
  expect(running.station.outbox.count()).toBe(0);
  await running.station.runTask(3);
  expectSame(before, await now(feedback), ['odoo']);
  const { histories } = await running.station.api.query('historyOf', { mo_id });
  expect(histories).toMatchObject([{ status: 'cancelled', actual_weight: 957, actual_consumptions: DOSED }]);
});

it('while Odoo is asked to cancel an order, its result is kept from being sent', async () => {
  await using feedback = await twoRunning(postgres);
  const { plant, running } = feedback;
  const mo_id = feedback.order(1);
  await finish(feedback, 1);
  const states: (string | undefined)[] = [];
  plant.odoo.setBehaviour(({ path }) => {
    if (path.endsWith('/mo/cancel')) states.push(running.station.outbox.entry(mo_id)?.state);
    return { kind: 'pass' };
  });
  await previewAndExecute(plant, running.station, 'cancelBatch', { mo_id, cancel_in_odoo: true });
  expect(states).toEqual(['held']);
});

it('an order that Odoo will not cancel is not cancelled here either, and its result goes its way', async () => {
  await using feedback = await twoRunning(postgres);
  const { plant, running } = feedback;
  const mo_id = feedback.order(1);
  await finish(feedback, 1);
  const order = plant.odoo.books.order(mo_id);
  if (order === undefined) throw new Error('no such order');
  plant.odoo.books.save({ ...order, state: 'done' });
  const before = await now(feedback);
  const attempt = running.station.api.execute(
    'cancelBatch',
    { mo_id, cancel_in_odoo: true },
    {
      actor: 'Sari',
      role: 'supervisor',
      station: 'x',
      reason: 'wrong feed',
    },
  );
  await expect(attempt).rejects.toMatchObject({ code: 'ODOO_REJECTED' });
  expectSame(before, await now(feedback), ['words', 'queue', 'history', 'outbox', 'odoo']);
  expect(await lastAudit(running.station, 'cancelBatch')).toMatchObject({
    outcome: 'failed',
    code: 'ODOO_REJECTED',
  });
});

it('holdPush keeps a result back, releasePush lets it go', async () => {
  await using feedback = await twoRunning(postgres);
  const { plant, running } = feedback;
  const mo_id = feedback.order(1);
  await finish(feedback, 1);
  const hold = await previewAndExecute(plant, running.station, 'holdPush', { mo_id });
  expect(told(hold.preview)).toContain(`database-result-held ${mo_id}`);
  await running.station.runTask(3);
  expectSame(hold.before, await now(feedback), ['words', 'queue', 'history', 'odoo']);
  const release = await previewAndExecute(plant, running.station, 'releasePush', { mo_id });
  expect(told(release.preview)).toContain(`odoo-result-sent ${mo_id}`);
  expect(await lastAudit(running.station, 'releasePush')).toMatchObject({
    before: { state: 'held', hold_reason: 'held by Sari: agreed with the shift leader' },
    after: { state: 'waiting', hold_reason: null },
  });
  await running.station.runTask(3);
  expect(plant.odoo.books.order(mo_id)).toMatchObject({ state: 'done', producedQuantity: 957 });
});

it('releaseUnproven takes what the PLC shows, also a weight of 0, and Odoo gets the consumption', async () => {
  await using feedback = await FeedbackStation.start(postgres, {
    onArmed: (plc, [moId = '']) => plc.show(1, { moId, actuals: CUT, finished: 1 }),
  });
  const { plant, running } = feedback;
  const mo_id = feedback.order(1);
  await feedback.read();
  const { preview } = await previewAndExecute(plant, running.station, 'releaseUnproven', { mo_id });
  expect(told(preview)).toEqual([
    'plc-nothing',
    `database-result-taken ${mo_id}`,
    `odoo-result-sent ${mo_id}`,
  ]);
  await running.until(() => running.count('batch-archived') === 1);
  expect(plant.odoo.books.finalQuantities(mo_id)).toMatchObject({ silo101: CUT.silo_a, lq115: CUT.lq_fml });
  expect(feedback.alarm('SLOT_NO_EVIDENCE', 'slot 1')).toBeNull();
});

it('clearQueue archives the whole queue as cancelled and leaves PLC and Odoo alone', async () => {
  await using feedback = await twoRunning(postgres);
  const { plant, running } = feedback;
  await finish(feedback, 1);
  const { preview, before } = await previewAndExecute(plant, running.station, 'clearQueue', {});
  expect(told(preview)).toEqual([
    `plc-keeps-order ${feedback.order(1)} 1`,
    `plc-keeps-order ${feedback.order(2)} 2`,
    'database-queue-cancelled 2',
    'odoo-nothing',
  ]);
  const after = await now(feedback);
  expectSame(before, after, ['words', 'odoo', 'loads']);
  expect(after.queue).toEqual([]);
  expect(after.outbox).toEqual([]);
  const { histories } = await running.station.api.query('history', { status: 'cancelled' });
  expect(histories.map(({ mo_id }) => mo_id).toSorted()).toEqual([...feedback.orders]);
  await running.station.runTask(3);
  expectSame(before, await now(feedback), ['odoo']);
});

it('startOver opens every WRITE flag, archives the queue, and the next orders are loaded', async () => {
  await using feedback = await twoRunning(postgres);
  const { plant, running } = feedback;
  const next = plant.odoo.addOrder({
    name: 'WH/MO/00777',
    quantity: 1000,
    lines: [{ productName: 'PKE', toConsume: 1000, equipmentCode: 'silo101' }],
  }).name;
  plant.plc.memory.write(GATE, [0]);
  const { preview } = await previewAndExecute(plant, running.station, 'startOver', {});
  expect(told(preview)).toEqual([
    'plc-gate-opens',
    `plc-order-overwritten 1 ${feedback.order(1)}`,
    `plc-order-overwritten 2 ${feedback.order(2)}`,
    'database-queue-cancelled 2',
    'odoo-nothing',
  ]);
  await running.until(() => running.count('load-accepted') === 2);
  const { batches } = await running.station.api.query('batchStatus', {});
  expect(batches.map(({ mo_id }) => mo_id)).toEqual([next]);
  expect(await lastAudit(running.station, 'startOver')).toMatchObject({
    outcome: 'done',
    before: [{ phase: 'running' }, { phase: 'running' }],
  });
});
