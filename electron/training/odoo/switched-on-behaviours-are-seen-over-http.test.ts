import { describe, expect, it } from 'vitest';
import { startTrainingOdoo, type TrainingOdooFixture } from '../../testing/training-odoo-fixture.ts';
import type { BehaviourState, OdooControl } from '../control/contract.ts';
import type { ControlClient } from '../control/control-client.ts';
import { openOdooControl } from './odoo-control.ts';

const UPDATE = '/api/scada/mo/update-with-consumptions';
const MARK_DONE = '/api/scada/mo/mark-done';
const LIST = '/api/scada/mo-list-detailed';
const NAME = 'WH/MO/00014';
const CONSUMED = { mo_id: NAME, silo101: 400, silo102: 599.25 };
const NOTHING = { silo101: 0, silo102: 0 };

/** A training Odoo with one order, its control, and a caller that has logged in. */
interface ControlledOdoo extends TrainingOdooFixture {
  readonly control: ControlClient<OdooControl>;
  on(name: string, parameters?: Record<string, unknown>): Promise<BehaviourState>;
  off(name: string): Promise<BehaviourState>;
  state(name: string): Promise<BehaviourState | undefined>;
}

async function start(seed = 1): Promise<ControlledOdoo> {
  const fixture = await startTrainingOdoo({ seed });
  addOrder(fixture, NAME);
  const room = openOdooControl(fixture.odoo, fixture);
  const control = room.desk.client;
  return {
    ...fixture,
    control,
    on: (name, parameters = {}) => control.request('switch-on', { name, parameters }),
    off: (name) => control.request('switch-off', { name }),
    state: async (name) => {
      const states = await control.request('list-behaviours', {});
      return states.find((state) => state.name === name);
    },
    async [Symbol.asyncDispose]() {
      await room[Symbol.asyncDispose]();
      await fixture[Symbol.asyncDispose]();
      expect(fixture.clock.pending).toBe(0);
    },
  };
}

function addOrder({ odoo }: TrainingOdooFixture, name: string): void {
  odoo.addOrder({
    name,
    quantity: 1000,
    lines: [
      { productName: 'PKE pellet', toConsume: 400, equipmentCode: 'silo101' },
      { productName: 'kopra', toConsume: 600, equipmentCode: 'silo102' },
    ],
  });
}

const booked = (plant: ControlledOdoo): unknown => plant.odoo.books.finalQuantities(NAME);

async function expectNormalAfterwards(plant: ControlledOdoo, name: string): Promise<void> {
  expect(await plant.off(name)).toMatchObject({ on: false });
  expect(await plant.raw.result(UPDATE, CONSUMED)).toMatchObject({ status: 'success' });
  expect(booked(plant)).toEqual({ silo101: 400, silo102: 599.25 });
}

/** Sends a call, waits until Odoo has seen it, and gives up waiting for the answer. */
async function giveUpAfterSeen(plant: ControlledOdoo): Promise<void> {
  const seen = Promise.withResolvers<void>();
  const cancel = plant.odoo.books.onCall(() => seen.resolve());
  const giveUp = new AbortController();
  const call = fetch(`${plant.odoo.url}${UPDATE}`, {
    method: 'POST',
    body: JSON.stringify({ params: CONSUMED }),
    headers: { 'content-type': 'application/json', cookie: plant.raw.cookie ?? '' },
    signal: giveUp.signal,
  });
  await seen.promise;
  cancel();
  giveUp.abort();
  await expect(call).rejects.toMatchObject({ name: 'AbortError' });
}

describe('an Odoo that cannot be reached', () => {
  it('down: connections are refused; off, it is back on the same port with the same session', async () => {
    await using plant = await start();
    await plant.on('down');
    await expect(plant.raw.post(LIST, {})).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    await expectNormalAfterwards(plant, 'down');
  });

  it('down: for its time', async () => {
    await using plant = await start();
    await plant.on('down', { seconds: 28_800 });
    await plant.clock.advance(28_799_000);
    await expect(plant.raw.post(LIST, {})).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    await plant.clock.advance(1_000);
    expect(await plant.state('down')).toMatchObject({ on: false, happened: 1 });
    expect(await plant.raw.result(LIST, {})).toMatchObject({ status: 'success' });
  });

  it('broken-connection: nothing is booked', async () => {
    await using plant = await start();
    await plant.on('broken-connection');
    await expect(plant.raw.post(UPDATE, CONSUMED)).rejects.toThrow('fetch failed');
    expect(booked(plant)).toEqual(NOTHING);
    await expectNormalAfterwards(plant, 'broken-connection');
  });

  it.each([
    ['hang', {}, NOTHING],
    ['reply-lost', { ending: 'hang' }, { silo101: 400, silo102: 599.25 }],
  ])('%s %j: the caller waits until it gives up', async (name, parameters, quantities) => {
    await using plant = await start();
    await plant.on(name, parameters);
    await giveUpAfterSeen(plant);
    expect(booked(plant)).toEqual(quantities);
    await expectNormalAfterwards(plant, name);
  });

  it('reply-lost: all is booked, and the connection breaks', async () => {
    await using plant = await start();
    await plant.on('reply-lost');
    await expect(plant.raw.post(UPDATE, CONSUMED)).rejects.toThrow('fetch failed');
    expect(booked(plant)).toEqual({ silo101: 400, silo102: 599.25 });
    await expectNormalAfterwards(plant, 'reply-lost');
  });

  it('slow: a caller that gives up leaves no timer', async () => {
    const plant = await start();
    await plant.on('slow', { ms: 5_000 });
    await giveUpAfterSeen(plant);
    expect(booked(plant)).toEqual({ silo101: 400, silo102: 599.25 });
    await plant[Symbol.asyncDispose]();
    expect(plant.clock.pending).toBe(0);
  });

  it('slow: booked at once, answered after its time', async () => {
    await using plant = await start();
    await plant.on('slow', { ms: 5_000 });
    const seen = Promise.withResolvers<void>();
    plant.odoo.books.onCall(() => seen.resolve());
    let answered = false;
    const call = plant.raw.result(UPDATE, CONSUMED).then((result) => {
      answered = true;
      return result;
    });
    await seen.promise;
    expect(booked(plant)).toEqual({ silo101: 400, silo102: 599.25 });
    await plant.clock.advance(4_999);
    expect(answered).toBe(false);
    await plant.clock.advance(1);
    expect(await call).toMatchObject({ status: 'success' });
    await expectNormalAfterwards(plant, 'slow');
  });

  it.each([
    ['server-failure', {}, 500, null],
    ['throttled', { retryAfterSeconds: 7 }, 429, '7'],
    ['malformed-body', {}, 200, null],
    ['path-missing', { path: UPDATE }, 404, null],
  ])('%s %j: its answer comes and nothing is booked', async (name, parameters, status, retryAfter) => {
    await using plant = await start();
    await plant.on(name, parameters);
    const answer = await plant.raw.post(UPDATE, CONSUMED);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([status, retryAfter]);
    expect(booked(plant)).toEqual(NOTHING);
    await expectNormalAfterwards(plant, name);
  });

  it('session-ends: once on one path, then a new login helps', async () => {
    await using plant = await start();
    await plant.on('session-ends', { path: UPDATE, times: 1 });
    expect(await plant.raw.result(LIST, {})).toMatchObject({ status: 'success' });
    expect((await plant.raw.post(UPDATE, CONSUMED)).body).toMatchObject({ error: { code: 100 } });
    await plant.raw.logIn('mill', 'scada', 'training-only');
    await expectNormalAfterwards(plant, 'session-ends');
  });
});

describe('orders that are not what they were', () => {
  it('line-refused: a success with errors[], the other line is booked', async () => {
    await using plant = await start();
    await plant.on('line-refused', { times: 1 });
    expect(await plant.raw.result(UPDATE, CONSUMED)).toMatchObject({
      status: 'success',
      errors: ['silo101: No raw material move found for this equipment'],
    });
    expect(booked(plant)).toEqual({ silo102: 599.25 });
    addOrder(plant, 'WH/MO/00015');
    const next = await plant.raw.result(UPDATE, { ...CONSUMED, mo_id: 'WH/MO/00015' });
    expect(next).toMatchObject({ status: 'success' });
    expect(next).not.toHaveProperty('errors');
    expect(await plant.state('line-refused')).toMatchObject({ on: false, happened: 1 });
  });

  it('mark-done-does-nothing: success, and the order is open', async () => {
    await using plant = await start();
    await plant.on('mark-done-does-nothing');
    const close = { mo_id: NAME, finished_qty: 1_000 };
    expect(await plant.raw.result(MARK_DONE, close)).toMatchObject({ status: 'success' });
    expect(plant.odoo.books.order(NAME)?.state).toBe('confirmed');
    await plant.off('mark-done-does-nothing');
    await plant.raw.result(MARK_DONE, close);
    expect(plant.odoo.books.order(NAME)?.state).toBe('done');
  });

  it.each([
    ['cancelled-meanwhile', `Cannot update MO "${NAME}" in state "cancel"`],
    ['deleted-meanwhile', `Manufacturing Order "${NAME}" not found`],
  ])('%s: this result is refused, the next one is not', async (name, message) => {
    await using plant = await start();
    await plant.on(name, { times: 1 });
    await plant.raw.result('/api/scada/mo-detail', { mo_id: NAME });
    await plant.raw.result(UPDATE, { ...CONSUMED, mo_id: 'WH/MO/00099' });
    expect(await plant.state(name)).toMatchObject({ on: true, happened: 0 });
    expect(await plant.raw.result(UPDATE, CONSUMED)).toMatchObject({ status: 'error', message });
    expect(await plant.state(name)).toMatchObject({ on: false, happened: 1 });
    addOrder(plant, 'WH/MO/00015');
    const next = { ...CONSUMED, mo_id: 'WH/MO/00015' };
    expect(await plant.raw.result(UPDATE, next)).toMatchObject({ status: 'success' });
  });
});

describe('chance and company', () => {
  async function pattern(seed: number): Promise<string> {
    await using plant = await start(seed);
    await plant.on('server-failure', { probability: 0.5 });
    let answers = '';
    for (let call = 0; call < 60; call += 1) answers += `${(await plant.raw.post(LIST, {})).status} `;
    return answers;
  }

  it('the same seed picks the same requests, another seed others', async () => {
    const first = await pattern(1);
    expect(await pattern(1)).toBe(first);
    expect(await pattern(2)).not.toBe(first);
    expect(first).toContain('200');
    expect(first).toContain('500');
  });

  it('several at once: a cancelled order, answered late', async () => {
    await using plant = await start();
    await plant.on('slow', { ms: 100, path: UPDATE });
    await plant.on('cancelled-meanwhile');
    const seen = Promise.withResolvers<void>();
    plant.odoo.books.onCall(() => seen.resolve());
    const call = plant.raw.result(UPDATE, CONSUMED);
    await seen.promise;
    await plant.clock.advance(100);
    expect(await call).toMatchObject({ status: 'error' });
    expect((await plant.control.request('all-off', {})).filter(({ on }) => on)).toEqual([]);
  });

  it('tells its counters and its books', async () => {
    await using plant = await start();
    await plant.raw.result(UPDATE, { ...CONSUMED, quantity: 998.5 });
    addOrder(plant, 'WH/MO/00015');
    expect(await plant.control.request('counters', {})).toEqual({
      calls: 2,
      orders: 2,
      failures: 0,
      sessions: 1,
    });
    expect(await plant.control.request('books', { limit: 1 })).toEqual({
      states: { progress: 1, confirmed: 1 },
      failures: 0,
      last: [
        {
          name: 'WH/MO/00015',
          state: 'confirmed',
          quantity: 1000,
          producedQuantity: 0,
          consumed: { silo101: 0, silo102: 0 },
        },
      ],
    });
  });
});
