import { expect, test } from 'vitest';
import { startTrainingOdoo, type TrainingOdooFixture } from '../../testing/training-odoo-fixture.ts';
import {
  cancelledMeanwhile,
  deletedMeanwhile,
  down,
  first,
  hang,
  lineRefused,
  malformedBody,
  markDoneDoesNothing,
  normal,
  onPath,
  pathMissing,
  replyLost,
  replyNeverComes,
  serverFailure,
  sessionEnds,
  throttled,
} from './behaviours.ts';
import type { Behaviour } from './interception.ts';

const UPDATE = '/api/scada/mo/update-with-consumptions';
const NAME = 'WH/MO/00014';
const CONSUMED = { mo_id: NAME, silo101: 400, silo102: 599.25 };

async function withOrder(behaviour: Behaviour): Promise<TrainingOdooFixture> {
  const fixture = await startTrainingOdoo();
  fixture.odoo.addOrder({
    name: NAME,
    quantity: 1000,
    lines: [
      { productName: 'PKE pellet', toConsume: 400, equipmentCode: 'silo101' },
      { productName: 'kopra', toConsume: 600, equipmentCode: 'silo102' },
    ],
  });
  fixture.odoo.setBehaviour(behaviour);
  return fixture;
}

const booked = (fixture: TrainingOdooFixture): unknown => fixture.odoo.books.finalQuantities(NAME);
const lastCall = (fixture: TrainingOdooFixture): unknown => fixture.odoo.books.calls().at(-1);
const NOTHING = { silo101: 0, silo102: 0 };

test('down: the connection breaks, nothing is booked, and it works again afterwards', async () => {
  await using fixture = await withOrder(down);
  await expect(fixture.raw.post(UPDATE, CONSUMED)).rejects.toThrow('fetch failed');
  expect(booked(fixture)).toEqual(NOTHING);
  expect(lastCall(fixture)).toMatchObject({ path: UPDATE, applied: false, answer: null, replyLost: true });
  fixture.odoo.setBehaviour(normal);
  expect(await fixture.raw.result(UPDATE, CONSUMED)).toMatchObject({ status: 'success' });
});

test('goDown refuses connections; comeBack listens on the same port with the same books and sessions', async () => {
  await using fixture = await withOrder(normal);
  const { url } = fixture.odoo;
  await fixture.odoo.goDown();
  await expect(fixture.raw.post(UPDATE, CONSUMED)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  await fixture.odoo.comeBack();
  expect(fixture.odoo.url).toBe(url);
  expect(await fixture.raw.result(UPDATE, CONSUMED)).toMatchObject({ status: 'success' });
});

test.each([
  ['hang', hang, NOTHING],
  ['replyNeverComes', replyNeverComes, { silo101: 400, silo102: 599.25 }],
])('%s: the caller waits until it gives up', async (_name, behaviour, quantities) => {
  await using fixture = await withOrder(behaviour);
  const { promise: seen, resolve } = Promise.withResolvers<void>();
  fixture.odoo.books.onCall(() => resolve());
  const giveUp = new AbortController();
  const call = fetch(`${fixture.odoo.url}${UPDATE}`, {
    method: 'POST',
    body: JSON.stringify({ params: CONSUMED }),
    headers: { 'content-type': 'application/json', cookie: fixture.raw.cookie ?? '' },
    signal: giveUp.signal,
  });
  await seen;
  giveUp.abort();
  await expect(call).rejects.toMatchObject({ name: 'AbortError' });
  expect(booked(fixture)).toEqual(quantities);
});

test('replyLost: everything is booked, and the connection breaks', async () => {
  await using fixture = await withOrder(replyLost);
  await expect(fixture.raw.post(UPDATE, CONSUMED)).rejects.toThrow('fetch failed');
  expect(booked(fixture)).toEqual({ silo101: 400, silo102: 599.25 });
  expect(lastCall(fixture)).toMatchObject({
    applied: true,
    replyLost: true,
    answer: { status: 200, body: { result: { status: 'success' } } },
  });
});

test.each([
  ['serverFailure', serverFailure, 500, null],
  ['throttled', throttled(30), 429, '30'],
  ['malformedBody', malformedBody, 200, null],
])('%s: its answer is sent and nothing is booked', async (_name, behaviour, status, retryAfter) => {
  await using fixture = await withOrder(behaviour);
  const answer = await fixture.raw.post(UPDATE, CONSUMED);
  expect(answer.status).toBe(status);
  expect(answer.headers.get('retry-after')).toBe(retryAfter);
  expect(answer.body).toEqual(expect.any(String));
  expect(booked(fixture)).toEqual(NOTHING);
});

test('sessionEnds once: the call gets error 100, and works after a new login', async () => {
  await using fixture = await withOrder(onPath(UPDATE, first(1, sessionEnds)));
  expect((await fixture.raw.post(UPDATE, CONSUMED)).body).toMatchObject({ error: { code: 100 } });
  expect((await fixture.raw.post(UPDATE, CONSUMED)).body).toMatchObject({ error: { code: 100 } });
  await fixture.raw.logIn('mill', 'scada', 'training-only');
  expect(await fixture.raw.result(UPDATE, CONSUMED)).toMatchObject({ status: 'success' });
});

test('lineRefused: one line is missing, the others are booked', async () => {
  await using fixture = await withOrder(lineRefused('silo102'));
  expect(await fixture.raw.result(UPDATE, CONSUMED)).toMatchObject({
    status: 'success',
    errors: ['silo102: No raw material move found for this equipment'],
  });
  expect(booked(fixture)).toEqual({ silo101: 400 });
});

test('markDoneDoesNothing: success, and the order stays open', async () => {
  await using fixture = await withOrder(markDoneDoesNothing);
  const close = { mo_id: NAME, finished_qty: 1000 };
  expect(await fixture.raw.result('/api/scada/mo/mark-done', close)).toMatchObject({ status: 'success' });
  expect(await fixture.raw.result('/api/scada/mo-detail', { mo_id: NAME })).toMatchObject({
    data: { state: 'confirmed' },
  });
});

test('cancelledMeanwhile: the update finds a cancelled order', async () => {
  await using fixture = await withOrder(onPath(UPDATE, cancelledMeanwhile));
  expect(await fixture.raw.result(UPDATE, CONSUMED)).toMatchObject({
    status: 'error',
    message: `Cannot update MO "${NAME}" in state "cancel"`,
  });
});

test('deletedMeanwhile: the update finds no order', async () => {
  await using fixture = await withOrder(deletedMeanwhile);
  expect(await fixture.raw.result(UPDATE, CONSUMED)).toMatchObject({
    status: 'error',
    message: `Manufacturing Order "${NAME}" not found`,
  });
});

test('pathMissing: 404 on that path alone', async () => {
  await using fixture = await withOrder(pathMissing('/api/scada/boms'));
  expect((await fixture.raw.post('/api/scada/boms', {})).status).toBe(404);
  expect((await fixture.raw.post('/api/scada/mo-list-detailed', {})).status).toBe(200);
});

test('a behaviour that throws is HTTP 500 with a line in the log, and the next call works', async () => {
  await using fixture = await withOrder(() => {
    throw new Error('a mistake in a test');
  });
  expect((await fixture.raw.post(UPDATE, CONSUMED)).status).toBe(500);
  expect(fixture.logger.lines.map((line) => line.message)).toContain('training Odoo: a mistake in a test');
  fixture.odoo.setBehaviour(normal);
  expect(await fixture.raw.result(UPDATE, CONSUMED)).toMatchObject({ status: 'success' });
});
