import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { sampleFault } from '../../outbox/testing/sample-result.ts';
import { startTestPostgres, type TestPostgres } from '../../testing/postgres.ts';
import { systemClock } from '../../testing/system-clock.ts';
import { FeedbackStation } from '../testing/feedback-station.ts';
import { finishBatch } from '../testing/finish-batch.ts';

let postgres: TestPostgres;
let feedback: FeedbackStation;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());
beforeEach(async () => {
  const env = {
    ENABLE_TASK_3_PROCESS_COMPLETED: 'false',
    CONSUMPTION_TOLERANCE_PERCENT: '5',
    CONSUMPTION_TOLERANCE_KG: '2',
  };
  feedback = await FeedbackStation.start(postgres, { orders: 2, env });
  return () => feedback[Symbol.asyncDispose]();
});

const query: FeedbackStation['running']['station']['api']['query'] = (name, input) =>
  feedback.running.station.api.query(name, input);

const finish = (slot: number, weight?: number) => finishBatch(feedback, slot, weight);

it('a phase tells since when: the moment that the station noted, and no other', async () => {
  const queued = await feedback.view(1);
  expect(queued.phase).toBe('queued');
  expect(queued.phase_since).toBe(queued.accepted_at);
  expect(queued.written_at).not.toBeNull();
  expect(queued.load_id).toMatch(/^[0-9a-f-]{36}$/);
  feedback.plc.show(1, { moId: feedback.order(1) });
  await feedback.read();
  const running = await feedback.view(1);
  expect(running).toMatchObject({ phase: 'running', phase_since: running.running_seen_at });
  await finish(1);
  const reporting = await feedback.view(1);
  const { since } = await query('pushDetail', { mo_id: feedback.order(1) });
  expect(reporting).toMatchObject({ phase: 'reporting', phase_since: since });
  expect(reporting.finished_at).not.toBeNull();
});

it('a held result shows its question and since when; one held by hand, and one refused, since that', async () => {
  await finish(1, 0);
  const asked = await feedback.view(1);
  const { since } = await query('pushDetail', { mo_id: feedback.order(1) });
  expect(asked).toMatchObject({ phase: 'question', question: 'zero-weight', phase_since: since });
  await finish(2);
  const entry = feedback.running.station.outbox.entry(feedback.order(2));
  const { outbox } = feedback.running.station;
  const id = entry?.id ?? '';
  const beforeHold = systemClock.now();
  outbox.hold(id, 'Sari looks at it');
  const held = await feedback.view(2);
  expect(held).toMatchObject({ phase: 'question', question: null });
  expect(Date.parse(held.phase_since ?? '')).toBeGreaterThanOrEqual(beforeHold);
  const beforePark = systemClock.now();
  outbox.park(id, sampleFault('refused'));
  const refused = await feedback.view(2);
  expect(refused.phase).toBe('refused');
  expect(Date.parse(refused.phase_since ?? '')).toBeGreaterThanOrEqual(beforePark);
});

it('a batch that ended without proof shows since when that is so', async () => {
  const moId = feedback.order(1);
  feedback.plc.show(1, { moId, weight: 0, finished: 1 });
  for (let reading = 1; reading <= 3; reading += 1) await feedback.read();
  const { alarms } = await query('alarms', {});
  const raised = alarms.find(({ code }) => code === 'SLOT_NO_EVIDENCE');
  expect(raised?.mo_id).toBe(moId);
  expect(await feedback.view(1)).toMatchObject({ phase: 'unproven', phase_since: raised?.raised_at });
});

it('tolerances are those of the settings: 5 % or 2 kg, the larger; materials come from the order', async () => {
  const view = await feedback.view(1);
  // 20.04 kg: 5 % is 1.002 kg, less than 2 kg. 107.54 kg: 5 % is 5.377 kg.
  expect(view.target_consumptions.silo_a).toBe(20.04);
  expect(view.tolerances.silo_a).toEqual({ low_kg: 18.04, high_kg: 22.04 });
  expect(view.target_consumptions.lq_fml).toBe(107.54);
  expect(view.tolerances.lq_fml).toEqual({ low_kg: 102.163, high_kg: 112.917 });
  expect(view.materials).toMatchObject({ silo_a: 'PKE pellet', lq_fml: 'FML' });
});

it('the current component is the one whose weight changed last; none before a change was seen', async () => {
  const moId = feedback.order(1);
  feedback.plc.show(1, { moId, actuals: { silo_a: 5 } });
  await feedback.read();
  expect((await feedback.view(1)).current_component).toBeNull();
  feedback.plc.show(1, { moId, actuals: { silo_a: 20, silo_c: 3 } });
  await feedback.read();
  expect((await feedback.view(1)).current_component).toBe('silo_c');
  await feedback.read();
  expect((await feedback.view(1)).current_component).toBe('silo_c');
  // A reading that cannot be used says nothing about what was dosed.
  feedback.plc.poke(1, 'components.silo_a.id', 999);
  await feedback.read();
  feedback.plc.show(1, { moId, actuals: { silo_a: 20, silo_c: 3, lq_tetes: 1 } });
  await feedback.read();
  expect((await feedback.view(1)).current_component).toBe('lq_tetes');
  await finish(1);
  expect((await feedback.view(1)).current_component).toBeNull();
});

it('one batch: its raw words field by field, and its way so far in order', async () => {
  const moId = feedback.order(1);
  feedback.plc.show(1, { moId, actuals: { silo_a: 20.25 } });
  await feedback.read();
  const { words, fields, timeline } = await query('batch', { mo_id: moId });
  expect(words).toEqual(feedback.plc.words(1));
  expect(fields.flatMap((field) => field.words)).toEqual(words);
  expect(fields).toHaveLength(39);
  expect(fields[1]).toMatchObject({ address: 6001, field: 'moId', text: moId });
  expect(fields[5]).toEqual({ address: 6027, field: 'components.silo_a.id', words: [101], text: '101' });
  expect(fields[6]).toEqual({
    address: 6028,
    field: 'components.silo_a.consumption',
    words: [0, 2025],
    text: '20.25',
  });
  expect(timeline.map(({ step }) => step)).toEqual([
    'fetched',
    'written',
    'armed',
    'accepted',
    'first-dosing',
    'finished',
    'acknowledged',
    'in-odoo',
    'archived',
  ]);
  const known = timeline.filter(({ at }) => at !== null);
  expect(known.map(({ step }) => step)).toEqual(['fetched', 'written', 'armed', 'accepted', 'first-dosing']);
  const times = known.map(({ at }) => at ?? '');
  expect(times).toEqual(times.toSorted());
});

it('a field that holds no value of its kind is shown by its words', async () => {
  feedback.plc.show(1, { moId: feedback.order(1) });
  feedback.plc.poke(1, 'statusReadData', 7);
  feedback.plc.poke(1, 'bomId', 0x0102);
  await feedback.read();
  const { fields } = await query('batch', { mo_id: feedback.order(1) });
  const text = (name: string) => fields.find(({ field }) => field === name)?.text;
  expect(text('statusReadData')).toBe('0007');
  expect(text('bomId')).toMatch(/^0102 /);
});

it('what Odoo would get is exactly what it then gets; what it refused is told', async () => {
  await finish(1);
  const moId = feedback.order(1);
  const detail = await query('pushDetail', { mo_id: moId });
  expect(detail).toMatchObject({
    kind: 'completed',
    state: 'waiting',
    sent: [],
    answers: [],
    product: expect.any(String),
  });
  expect(detail.would_send.map(({ step }) => step)).toEqual(['consumption', 'mark-done']);
  expect(detail.would_send[0]?.payload).toMatchObject({
    mo_id: moId,
    quantity: 957,
    silo101: 20.14,
    lq115: 107.64,
  });
  await feedback.plant.odoo.goDown();
  await feedback.running.station.runTask(3);
  const failed = await query('pushDetail', { mo_id: moId });
  expect(failed.answers).toMatchObject([{ at: null, code: 'ODOO_UNREACHABLE' }]);
  const { batches } = await query('failedToPush', {});
  expect(batches).toMatchObject([{ mo_id: moId, finished_goods: detail.product }]);
  await feedback.plant.odoo.comeBack();
  await feedback.running.station.runTask(3);
  const sent = feedback.plant.odoo.books
    .calls()
    .filter(({ path }) => path.includes('/mo/update') || path.includes('/mo/mark-done'))
    .map(({ params }) => params);
  expect(sent).toEqual(detail.would_send.map(({ payload }) => payload));
  await expect(query('pushDetail', { mo_id: moId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('history keeps the times: the record shows the way of the batch to its end', async () => {
  await finish(1);
  const moId = feedback.order(1);
  const { batch } = await query('batch', { mo_id: moId });
  const words = feedback.plc.words(1);
  await feedback.running.station.runTask(3);
  const { histories, total_estimate } = await query('historySearch', { mo: moId.slice(-5) });
  expect(total_estimate).toBe(1);
  const record = await query('historyRecord', { id: histories[0]?.id ?? '' });
  expect(record).toMatchObject({
    mo_id: moId,
    finished_at: batch.finished_at,
    ended_at: batch.finished_at,
    started_at: batch.first_dosing_at,
    load_id: batch.load_id,
    materials: batch.materials,
    quantity: 1000,
    actual_weight: 957,
  });
  expect(record.timeline.filter(({ at }) => at === null)).toEqual([]);
  // The flag was set after these words were taken.
  expect(record.words.slice(0, -1)).toEqual(words.slice(0, -1));
  expect(record.fields.find(({ field }) => field === 'weight')?.text).toBe('957.00');
  expect((await query('products', {})).products).toEqual([record.finished_goods]);
});
