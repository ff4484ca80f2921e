import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EQUIPMENT } from '../../../shared/domain/equipment.ts';
import { kg, slot, sumKg } from '../../../shared/units.ts';
import { flagAddress, slotAddress, slotsOf } from '../../plc/memory-map/addresses.ts';
import { shippedProfile } from '../../plc/memory-map/load-profile.ts';
import type { MemoryMapProfile } from '../../plc/memory-map/profile-schema.ts';
import { decodeReadSlot, type SlotContent } from '../../plc/memory-map/slot-codec.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { MemoryLogger } from '../../testing/memory-logger.ts';
import { loadWrites, testOrder } from './testing/load-words.ts';
import { OmronPeer } from './testing/omron-peer.ts';
import { TrainingPlc, type TrainingPlcOptions } from './training-plc.ts';

const NODE = 7;
const TEN = shippedProfile('ten-slot');
const SINGLE = shippedProfile('single-slot-2025');
/** Far longer than any load of these tests needs, in simulated ms. */
const LIMIT_MS = 600_000;

let clock: FakeClock;
let folder: string;

beforeEach(() => {
  clock = new FakeClock();
  folder = mkdtempSync(join(tmpdir(), 'batchline-plc-'));
});

afterEach(() => {
  expect(clock.pending).toBe(0);
  rmSync(folder, { recursive: true, force: true });
});

function start(profile: MemoryMapProfile, more: Partial<TrainingPlcOptions> = {}): Promise<TrainingPlc> {
  const speed = { kgPerSecond: 50 };
  return TrainingPlc.start(
    { node: NODE, profile, speed, seed: 3, ...more },
    { clock, logger: new MemoryLogger() },
  );
}

async function until(what: string, reached: () => boolean): Promise<void> {
  for (let ms = 0; ms < LIMIT_MS; ms += 100) {
    if (reached()) return;
    await clock.advance(100);
  }
  throw new Error(`${what}: not within ${LIMIT_MS} ms`);
}

async function load(
  peer: OmronPeer,
  profile: MemoryMapProfile,
  orders: readonly SlotContent[],
): Promise<void> {
  const { data, arm } = loadWrites(profile, orders);
  for (const { address, words } of [...data, ...arm]) await peer.write(address, words);
}

/** The READ slot as a station would read and check it. */
async function readSlot(peer: OmronPeer, profile: MemoryMapProfile, number: number): Promise<SlotContent> {
  const words = await peer.read(slotAddress(profile.read, slot(number)), profile.read.length);
  const decoded = decodeReadSlot(profile, slot(number), words, { maxKg: kg(1_050) });
  if (decoded.kind !== 'valid') throw new Error(`slot ${number} is ${JSON.stringify(decoded)}`);
  return decoded.content;
}

function expectDosed(shown: SlotContent, order: SlotContent): void {
  expect(shown).toMatchObject({
    moId: order.moId,
    bomId: order.bomId,
    finishedGoods: order.finishedGoods,
    quantity: order.quantity,
    statusManufacturing: 1,
    statusOperation: 0,
    weight: sumKg(Object.values(shown.components)),
  });
  for (const { key } of EQUIPMENT) {
    const target = order.components[key];
    expect(Math.abs(shown.components[key] - target)).toBeLessThanOrEqual(target * 0.005);
  }
}

describe('the training PLC, driven over FINS', () => {
  it('runs a load of ten, in order, and shows what it weighed', async () => {
    await using plc = await start(TEN);
    using peer = await OmronPeer.connect(plc.port, NODE);
    const orders = slotsOf(TEN).map((number) =>
      testOrder(number, `WH/MO/${String(number).padStart(5, '0')}`, number),
    );
    const ended: string[] = [];
    plc.program.onEvent((event) => event.kind === 'ended' && ended.push(event.moId));

    await load(peer, TEN, orders);
    await clock.advance(20);
    expect(await peer.read(7_076, 1)).toEqual([1]);
    expect(await readSlot(peer, TEN, 10)).toMatchObject({
      moId: 'WH/MO/00010',
      statusManufacturing: 0,
      weight: 0,
    });

    await until('ten endings', () => plc.finals().size === 10);
    expect(ended).toEqual(orders.map(({ moId }) => moId));
    for (const order of orders) {
      const shown = await readSlot(peer, TEN, order.slot);
      expectDosed(shown, order);
      expect(plc.finals().get(order.moId)).toMatchObject({
        slot: order.slot,
        kind: 'completed',
        components: shown.components,
        weight: shown.weight,
      });
      await peer.write(flagAddress(TEN.read, order.slot), [1]);
    }
    await clock.advance(20);
    expect(plc.program.counts()).toMatchObject({ taken: 10, ended: 10, acknowledged: 10, reopened: 0 });
  });

  it('runs ten orders one by one where there is one slot', async () => {
    await using plc = await start(SINGLE);
    using peer = await OmronPeer.connect(plc.port, NODE);
    for (let number = 1; number <= 10; number += 1) {
      const order = testOrder(slot(1), `WH/MO/${String(number).padStart(5, '0')}`, number);
      await load(peer, SINGLE, [order]);
      await clock.advance(20);
      expect(await peer.read(7_076, 1)).toEqual([1]);
      await until(`the ending of ${order.moId}`, () => plc.finals().has(order.moId));
      expectDosed(await readSlot(peer, SINGLE, 1), order);
      expect(await peer.read(6_075, 1)).toEqual([0]);
      await peer.write(6_075, [1]);
    }
    expect([...plc.finals().keys()]).toHaveLength(10);
  });

  it('copies the words of an order as they came, down to the captured slot of the plant', async () => {
    await using plc = await start(TEN, { speed: { kgPerSecond: 0.001 } });
    using peer = await OmronPeer.connect(plc.port, NODE);
    const captured =
      '0004 5748 2F4D 4F2F 3030 3031 3400 0000 0000 4A46 2050 4C55 5320 4B55 5200 0000 0000 4A46 2050 4C55 ' +
      '5320 4B55 5200 0000 0000 0001 86A0 0065 0000 1004 0066 0000 3E80 0067 0000 88B8 0068 0000 0000 0069 ' +
      '0000 0000 006A 0000 1B58 006B 0000 30D4 006C 0000 07D0 006D 0000 0000 006E 0000 0000 006F 0000 0000 ' +
      '0070 0000 05DC 0071 0000 0000 0072 0000 0FA0 0073 0000 03E8 0000 0000 0000 0000';
    const words = captured.split(' ').map((word) => Number.parseInt(word, 16));
    expect(words).toHaveLength(76);
    await peer.write(7_300, words);
    await peer.write(7_076, [0]);
    await clock.advance(20);
    const blank = words.map((word, index) => (index >= 27 && index < 72 && index % 3 !== 0 ? 0 : word));
    expect(await peer.read(6_300, 77)).toEqual([...blank, 0]);
    expect(await peer.read(7_076, 1)).toEqual([1]);
  });

  it('stands still in PROGRAM mode, while its memory can still be read and written', async () => {
    await using plc = await start(TEN);
    using peer = await OmronPeer.connect(plc.port, NODE);
    plc.setCpu({ mode: 'program' });
    await load(peer, TEN, [testOrder(slot(1), 'WH/MO/00001')]);
    await clock.advance(10_000);
    expect(await peer.read(7_076, 1)).toEqual([0]);
    plc.setCpu({ mode: 'run' });
    await clock.advance(20);
    expect(await peer.read(7_076, 1)).toEqual([1]);
  });

  it('goes on in mid-batch after a restart from its file, and ends with the same weights', async () => {
    const memoryFile = join(folder, 'plc.dm');
    const orders = [testOrder(slot(1), 'WH/MO/00001', 1), testOrder(slot(2), 'WH/MO/00002', 2)];
    const undisturbed = await runToEnd(orders);

    await using first = await start(TEN, { memoryFile });
    {
      using peer = await OmronPeer.connect(first.port, NODE);
      await load(peer, TEN, orders);
    }
    await until('the second order', () => first.program.running() === 2);
    await clock.advance(1_000);
    await first.stop();

    await using second = await start(TEN, { memoryFile });
    using peer = await OmronPeer.connect(second.port, NODE);
    const onTheWay = await readSlot(peer, TEN, 2);
    expect(onTheWay.statusManufacturing).toBe(0);
    expect(sumKg(Object.values(onTheWay.components))).toBeGreaterThan(49);
    expect(second.program.counts().taken).toBe(0);
    await until('both endings', () => second.finals().size === 2);
    for (const [moId, final] of undisturbed) {
      expect(second.finals().get(moId)).toMatchObject({ components: final.components, weight: final.weight });
    }
  });

  it('shows no ending that it could not record: it stops with a memory error instead', async () => {
    const memoryFile = join(folder, 'plc.dm');
    await using plc = await start(TEN, { memoryFile });
    using peer = await OmronPeer.connect(plc.port, NODE);
    rmSync(`${memoryFile}.finals.jsonl`);
    mkdirSync(`${memoryFile}.finals.jsonl`);
    await load(peer, TEN, [testOrder(slot(1), 'WH/MO/00001')]);
    await until('the memory error', () => plc.cpu().fatalErrors !== 0);
    expect(await readSlot(peer, TEN, 1)).toMatchObject({ statusManufacturing: 0, weight: 0 });
    const status = await peer.status();
    expect(status.result).toMatchObject({ status: 'STOP' });
    expect(status.FatalCPUUnitErr).toBe(true);
  });

  it('closes its memory file when the port is taken', async () => {
    await using plc = await start(TEN);
    const memoryFile = join(folder, 'plc.dm');
    await expect(start(TEN, { port: plc.port, memoryFile })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await using other = await start(TEN, { memoryFile });
    expect(other.port).not.toBe(plc.port);
  });
});

async function runToEnd(orders: readonly SlotContent[]): Promise<ReturnType<TrainingPlc['finals']>> {
  await using plc = await start(TEN);
  using peer = await OmronPeer.connect(plc.port, NODE);
  await load(peer, TEN, orders);
  await until('all endings', () => plc.finals().size === orders.length);
  return plc.finals();
}
