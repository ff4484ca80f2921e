import { describe, expect, it } from 'vitest';
import { kg, slot } from '../../../shared/units.ts';
import { decodeReadSlot } from '../../plc/memory-map/slot-codec.ts';
import { ControlledPlc, endCodeOf, sidOf, TEN, wordsOf } from './testing/controlled-plc.ts';
import { ordersIn, testOrder } from './testing/load-words.ts';

const GATE = 7_076;
const MAX = { maxKg: kg(1_050) };

async function slotShown(plant: ControlledPlc, number: number): Promise<ReturnType<typeof decodeReadSlot>> {
  const words = await plant.read(6_000 + 100 * (number - 1), 77);
  return decodeReadSlot(TEN, slot(number), words, MAX);
}

/** A load of three orders, of which the first has ended and is not acknowledged. */
async function withOneEnded(): Promise<ControlledPlc> {
  const plant = await ControlledPlc.start({ speed: 'instant' });
  await plant.load(ordersIn(1, 2, 3));
  await plant.until(() => plant.plc.finals().size === 1);
  await plant.control.request('set-speed', { speed: { kgPerSecond: 0.001 } });
  return plant;
}

describe('words that are not what they should be', () => {
  it('word-slip: the slot is refused as a whole, its neighbour and the memory are right', async () => {
    await using plant = await withOneEnded();
    const before = await plant.read(6_000, 177);
    await plant.on('word-slip', { slot: 1, component: 'silo_c' });
    const shown = await plant.read(6_000, 177);
    const id = 33;
    expect(before[id]).toBe(103);
    expect(shown.slice(0, id)).toEqual(before.slice(0, id));
    expect(shown.slice(id, 77)).toEqual([0, ...before.slice(id, 76)]);
    expect(shown.slice(77)).toEqual(before.slice(77));
    expect(await slotShown(plant, 1)).toMatchObject({ kind: 'faulty' });
    expect(await slotShown(plant, 2)).toMatchObject({ kind: 'valid' });
    expect(plant.plc.memory.read(6_000, 177)).toEqual(before);
    await plant.off('word-slip');
    expect(await plant.read(6_000, 177)).toEqual(before);
  });

  it('float-weight: an IEEE float, low word first', async () => {
    await using plant = await withOneEnded();
    const right = await plant.read(6_074, 2);
    const { weight = 0 } = [...plant.plc.finals().values()][0] ?? {};
    await plant.on('float-weight', { slot: 1 });
    const [low = 0, high = 0] = await plant.read(6_074, 2);
    const bytes = Buffer.alloc(4);
    bytes.writeUInt16BE(high, 0);
    bytes.writeUInt16BE(low, 2);
    expect(weight).toBeGreaterThan(0);
    expect(bytes.readFloatBE()).toBeCloseTo(weight, 3);
    expect(await slotShown(plant, 1)).toMatchObject({ kind: 'faulty' });
    await plant.off('float-weight');
    expect(await plant.read(6_074, 2)).toEqual(right);
  });

  it('pre-filled: finished, no weight, targets in whole kg, until the order runs', async () => {
    await using plant = await ControlledPlc.start();
    await plant.on('pre-filled', { seconds: 3 });
    const order = testOrder(slot(2), 'WH/MO/00002', 1);
    await plant.load([testOrder(slot(1), 'WH/MO/00001'), order]);
    await plant.until(() => plant.plc.program.counts().taken === 2);
    const shown = await slotShown(plant, 2);
    expect(shown).toMatchObject({
      kind: 'valid',
      content: { moId: order.moId, statusManufacturing: 1, statusOperation: 0, weight: 0 },
    });
    const actuals = shown.kind === 'valid' ? Object.values(shown.content.components) : [];
    expect(actuals).toEqual(Object.values(order.components).map((target) => Math.floor(target)));
    expect(actuals.some((actual) => actual > 0)).toBe(true);
    expect(plant.plc.program.counts().ended).toBe(0);

    await plant.clock.advance(2_900);
    expect(await slotShown(plant, 1)).toMatchObject({ content: { statusManufacturing: 1 } });
    await plant.clock.advance(200);
    expect(await slotShown(plant, 1)).toMatchObject({ content: { statusManufacturing: 0 } });
    expect(await slotShown(plant, 2)).toMatchObject({ content: { statusManufacturing: 1 } });
    await plant.off('pre-filled');
    expect(await slotShown(plant, 2)).toMatchObject({ content: { statusManufacturing: 0, weight: 0 } });
    await plant.until(() => plant.plc.finals().size === 2);
    expect(await slotShown(plant, 2)).toMatchObject({
      content: { statusManufacturing: 1, moId: order.moId },
    });
  });

  it.each(['word-slip', 'float-weight', 'failed-batch', 'manual-weighing'])(
    '%s: a slot that this PLC does not have is refused',
    async (name) => {
      await using plant = await ControlledPlc.start();
      await expect(plant.on(name, { slot: 11 })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
      await expect(plant.on(name, { slot: 31 })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
      expect(await plant.state(name)).toMatchObject({ on: false });
    },
  );
});

describe('a plant that does not do its work', () => {
  it('stuck-gate: the load is not read until it is off', async () => {
    await using plant = await ControlledPlc.start();
    await plant.on('stuck-gate');
    await plant.load(ordersIn(1));
    await plant.clock.advance(60_000);
    expect(await plant.read(GATE, 1)).toEqual([0]);
    expect(plant.plc.program.counts().taken).toBe(0);
    await plant.off('stuck-gate');
    await plant.clock.advance(20);
    expect(await plant.read(GATE, 1)).toEqual([1]);
    expect(plant.plc.program.counts().taken).toBe(1);
  });

  it.each(['instant', { kgPerSecond: 50 }] as const)(
    'failed-batch: the next order stops where it is told, the one after completes (%j)',
    async (speed) => {
      await using plant = await ControlledPlc.start({ speed });
      await plant.on('failed-batch', { atPercent: 40 });
      await plant.load(ordersIn(1, 2));
      await plant.until(() => plant.plc.finals().size === 2);
      expect([...plant.plc.finals().values()].map(({ kind }) => kind)).toEqual(['failed', 'completed']);
      const shown = await slotShown(plant, 1);
      expect(shown).toMatchObject({ content: { statusManufacturing: 0, statusOperation: 1, weight: 0 } });
      const target = testOrder(slot(1), 'x').quantity;
      const dosed = shown.kind === 'valid' ? Object.values(shown.content.components) : [];
      const share = dosed.reduce((sum, each) => sum + each, 0) / target;
      expect(share).toBeGreaterThan(0.39);
      expect(share).toBeLessThan(0.41);
      expect(await plant.state('failed-batch')).toMatchObject({ on: false, happened: 1 });
    },
  );

  it('failed-batch: only the order in the slot that is named', async () => {
    await using plant = await ControlledPlc.start({ speed: 'instant' });
    await plant.on('failed-batch', { slot: 2, atPercent: 0 });
    await plant.load(ordersIn(1, 2, 3));
    await plant.until(() => plant.plc.finals().size === 3);
    const kinds = [...plant.plc.finals().values()].map(({ kind }) => kind);
    expect(kinds).toEqual(['completed', 'failed', 'completed']);
    expect(await plant.control.request('finals', { limit: 1 })).toMatchObject({
      orders: 3,
      failed: 1,
      last: [{ moId: 'WH/MO/00003', kind: 'completed' }],
    });
  });

  it('program-mode: memory answers, nothing runs', async () => {
    await using plant = await ControlledPlc.start();
    await plant.on('program-mode');
    await plant.load(ordersIn(1));
    await plant.clock.advance(10_000);
    expect(await plant.read(GATE, 1)).toEqual([0]);
    // Second data byte of the status: 00 PROGRAM, 04 RUN.
    expect((await plant.peer.ask(plant.statusFrame())).readUInt8(15)).toBe(0);
    await plant.off('program-mode');
    await plant.clock.advance(20);
    expect(await plant.read(GATE, 1)).toEqual([1]);
    expect((await plant.peer.ask(plant.statusFrame())).readUInt8(15)).toBe(4);
  });

  it('cpu-errors: the flags stand in every end code, and a fatal one stops the program', async () => {
    await using plant = await ControlledPlc.start();
    await plant.on('cpu-errors');
    expect(endCodeOf(await plant.peer.ask(plant.writeFrame(100, [5])))).toBe(0x0040);
    expect(plant.plc.memory.word(100)).toBe(5);
    await plant.on('cpu-errors', { nonFatal: false, fatal: true });
    expect(endCodeOf(await plant.peer.ask(plant.readFrame(100, 1)))).toBe(0x0080);
    await plant.on('cpu-errors', { nonFatal: true, fatal: true });
    expect(endCodeOf(await plant.peer.ask(plant.readFrame(40_000, 1)))).toBe(0x11c3);
    const { scans } = await plant.control.request('counters', {});
    await plant.clock.advance(1_000);
    expect(await plant.control.request('counters', {})).toMatchObject({ scans });
    await plant.off('cpu-errors');
    expect(await plant.read(100, 1)).toEqual([5]);
    await expect(plant.on('cpu-errors', { nonFatal: false })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});

describe('a PLC that is gone', () => {
  it('silence: nothing is taken in, not even what would be refused; the program goes on', async () => {
    await using plant = await ControlledPlc.start();
    await plant.load(ordersIn(1));
    await plant.on('delay', { ms: 100, requests: 'reads' });
    const underWay = new Promise<void>((resolve) => plant.plc.server.onRequest(() => resolve()));
    await plant.peer.send(plant.readFrame(0, 1));
    await underWay;
    await plant.clock.advance(20);
    expect(plant.plc.program.counts().taken).toBe(1);
    await plant.on('silence', { seconds: 30 });
    for (const frame of [plant.writeFrame(100, [9]), plant.readFrame(40_000, 1), plant.statusFrame()]) {
      await plant.peer.send(frame);
    }
    await plant.until(() => plant.plc.server.statistics().dropped === 3);
    await plant.off('delay');
    await plant.clock.advance(29_000);
    expect(await plant.state('silence')).toMatchObject({ on: true });
    await plant.clock.advance(1_000);
    expect(await plant.state('silence')).toMatchObject({ on: false });
    // The reply that was under way when the silence came would be first in line now.
    const next = plant.readFrame(100, 1);
    const reply = await plant.peer.ask(next);
    expect([sidOf(reply), wordsOf(reply)]).toEqual([sidOf(next), [0]]);
    expect(plant.plc.program.counts().ended).toBe(1);
  });

  it('silence: can begin in mid-load, after the reply to the last write that is served', async () => {
    await using plant = await ControlledPlc.start();
    await plant.on('silence', { afterWrites: 3 });
    await plant.read(100, 1);
    for (const word of [1, 2, 3]) await plant.write(100, [word]);
    await plant.peer.send(plant.writeFrame(100, [4]));
    await plant.until(() => plant.plc.server.statistics().dropped === 1);
    await plant.off('silence');
    expect(await plant.read(100, 1)).toEqual([3]);
  });

  it('restart-with-memory: silent and still for its time, then it goes on where it was', async () => {
    await using plant = await ControlledPlc.start();
    await plant.load(ordersIn(1, 2));
    await plant.until(() => plant.plc.program.running() === 2);
    const words = plant.plc.memory.read(6_000, 200);
    await plant.on('restart-with-memory', { seconds: 5 });
    await plant.peer.send(plant.statusFrame());
    await plant.clock.advance(4_990);
    expect(plant.plc.memory.read(6_000, 200)).toEqual(words);
    await plant.clock.advance(10);
    expect(await plant.state('restart-with-memory')).toMatchObject({ on: false, happened: 1 });
    expect(await plant.read(6_000, 77)).toEqual(words.slice(0, 77));
    await plant.until(() => plant.plc.finals().size === 2);
    expect(plant.plc.program.counts().taken).toBe(2);
  });

  it('restart-without-memory: every word is 0, and the next load is taken as on a new PLC', async () => {
    await using plant = await ControlledPlc.start({ speed: 'instant' });
    await plant.load(ordersIn(1));
    await plant.until(() => plant.plc.finals().size === 1);
    await plant.on('restart-without-memory', { seconds: 2 });
    await plant.clock.advance(2_000);
    expect(await plant.read(6_000, 700)).toEqual(new Array(700).fill(0));
    expect(await plant.read(7_000, 700)).toEqual(new Array(700).fill(0));
    await plant.load(ordersIn(1, 2));
    await plant.until(() => plant.plc.finals().size === 2);
    const runs = [...plant.plc.finals().values()].map(({ run }) => run);
    expect(runs).toEqual([2, 3]);
  });

  it('switched off before its time, the PLC is back at once', async () => {
    await using plant = await ControlledPlc.start();
    await plant.on('restart-with-memory', { seconds: 60 });
    await plant.off('restart-with-memory');
    expect(await plant.read(100, 1)).toEqual([0]);
  });
});
