import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wordAddress } from '../../shared/units.ts';
import { FinsClient } from '../plc/fins/fins-client.ts';
import { MemoryLogger } from '../testing/memory-logger.ts';
import { pidOf } from '../testing/plant-processes.ts';
import { RawOdoo } from '../testing/raw-odoo.ts';
import { systemClock } from '../testing/system-clock.ts';
import type { ControlDoor } from '../training/control/contract.ts';
import { LESSONS, startLesson } from '../training/lessons.ts';
import { startTrainingPlant, type TrainingPlant } from './training-plant.ts';

const ports = { clock: systemClock, logger: new MemoryLogger() };
const LIST = '/api/scada/mo-list-detailed';

let folder: string;
let plant: TrainingPlant;
let fins: FinsClient;
let odoo: RawOdoo;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'batchline-training-control-'));
  plant = await startTrainingPlant({ folder, profile: 'ten-slot', speedKgPerSecond: 1, seed: 1 }, ports);
  fins = await FinsClient.open({ ...plant.plc, allowOnlyLoopback: true }, { ...ports, random: () => 0.5 });
  odoo = new RawOdoo(plant.odoo.url);
  await odoo.logIn(plant.odoo.database, plant.odoo.username, plant.odoo.password);
});

afterAll(async () => {
  await fins.close();
  await plant[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

async function ask(door: ControlDoor, action: string, input: unknown, token = door.token) {
  const response = await fetch(`http://127.0.0.1:${door.port}/control/${action}`, {
    method: 'POST',
    body: JSON.stringify(input),
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
  });
  return { status: response.status, body: await response.json() };
}

describe('both processes, over the IPC channel', () => {
  it('the PLC: a behaviour is seen on the wire while it is on', async () => {
    const address = wordAddress(100);
    await plant.control.plc.request('switch-on', { name: 'end-code', parameters: { endCode: '2503' } });
    expect(await fins.readWords(address, 1)).toMatchObject({
      kind: 'fault',
      fault: { kind: 'end-code', endCode: { raw: 0x2503 } },
    });
    await plant.control.plc.request('switch-off', { name: 'end-code' });
    expect(await fins.readWords(address, 1)).toMatchObject({ kind: 'ok', value: [0] });
  });

  it('Odoo: a behaviour is seen over HTTP while it is on', async () => {
    await plant.control.odoo.request('switch-on', { name: 'server-failure' });
    expect((await odoo.post(LIST, {})).status).toBe(500);
    await plant.control.odoo.request('switch-off', { name: 'server-failure' });
    expect((await odoo.post(LIST, {})).status).toBe(200);
  });

  it('speed, counters, finals and books', async () => {
    expect(await plant.control.plc.request('set-speed', { speed: 'instant' })).toEqual({ speed: 'instant' });
    expect((await plant.control.plc.request('counters', {})).accepted).toBeGreaterThan(0);
    expect(await plant.control.plc.request('finals', {})).toEqual({ orders: 0, failed: 0, last: [] });
    expect(await plant.control.odoo.request('books', { limit: 2 })).toMatchObject({
      states: { confirmed: 25 },
      last: [{ state: 'confirmed' }, { state: 'confirmed' }],
    });
    expect((await plant.control.odoo.request('counters', {})).calls).toBeGreaterThan(0);
  });

  it('what is wrong comes back with its code', async () => {
    await expect(plant.control.plc.request('switch-on', { name: 'no-such' })).rejects.toMatchObject({
      name: 'AppError',
      code: 'NOT_FOUND',
    });
    const bad = { name: 'delay', parameters: { ms: -1 } };
    await expect(plant.control.plc.request('switch-on', bad)).rejects.toMatchObject({
      name: 'AppError',
      code: 'BAD_REQUEST',
      message: expect.stringContaining('ms'),
    });
    const noOrder = { name: 'manual-weighing' };
    await expect(plant.control.plc.request('switch-on', noOrder)).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
  });

  it('a lesson is given', async () => {
    const lesson = LESSONS.find(({ name }) => name === 'odoo-away-for-a-shift');
    if (lesson === undefined) throw new Error('no such lesson');
    await startLesson(plant.control, lesson);
    await expect(odoo.post(LIST, {})).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    await plant.control.odoo.request('all-off', {});
    expect((await odoo.post(LIST, {})).status).toBe(200);
  });
});

describe('both processes, over HTTP', () => {
  it('the same switches, with the token of each process', async () => {
    const { plc, odoo: other } = plant.controlDoors();
    expect(plc.token).not.toBe(other.token);
    expect(await ask(plc, 'switch-on', { name: 'program-mode' })).toMatchObject({
      status: 200,
      body: { ok: true, data: { name: 'program-mode', on: true } },
    });
    expect(await fins.controllerStatus()).toMatchObject({ value: { mode: 'program' } });
    const states = await plant.control.plc.request('list-behaviours', {});
    expect(states.filter(({ on }) => on).map(({ name }) => name)).toEqual(['program-mode']);
    expect(await ask(plc, 'all-off', {})).toMatchObject({ status: 200 });
    expect(await fins.controllerStatus()).toMatchObject({ value: { mode: 'run' } });

    expect(await ask(other, 'books', {})).toMatchObject({ status: 200, body: { ok: true } });
    expect(await ask(other, 'set-speed', { speed: 'instant' })).toMatchObject({ status: 404 });
    expect(await ask(plc, 'switch-on', { name: 'delay', parameters: { ms: 0 } })).toMatchObject({
      status: 400,
      body: { ok: false, code: 'BAD_REQUEST' },
    });
  });

  it("another process's token opens nothing", async () => {
    const { plc, odoo: other } = plant.controlDoors();
    expect(await ask(plc, 'all-off', {}, other.token)).toMatchObject({
      status: 401,
      body: { ok: false, code: 'UNAUTHORISED' },
    });
  });
});

describe('a process that is killed', () => {
  it('fails what was asked of it at once, and comes back on the same port with all off', async () => {
    const before = plant.controlDoors().plc;
    await plant.control.plc.request('switch-on', { name: 'program-mode' });
    const pid = pidOf(folder, 'training PLC');
    process.kill(pid, 'SIGSTOP');
    const open = plant.control.plc.request('counters', {});
    process.kill(pid, 'SIGKILL');
    await expect(open).rejects.toMatchObject({ code: 'TRAINING_NO_ANSWER' });
    const whileGone = plant.control.plc.request('counters', {});
    await expect(whileGone).rejects.toMatchObject({ code: 'TRAINING_NO_ANSWER' });

    let status = await fins.probe();
    while (status.kind !== 'ok') status = await fins.probe();
    expect(status.value.mode).toBe('run');
    const states = await plant.control.plc.request('list-behaviours', {});
    expect(states.filter(({ on }) => on)).toEqual([]);
    const after = plant.controlDoors().plc;
    expect(after.token).not.toBe(before.token);
    expect(await ask(after, 'counters', {})).toMatchObject({ status: 200 });
  });
});
