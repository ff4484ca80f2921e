import { afterAll, beforeAll, expect, it } from 'vitest';
import { EQUIPMENT } from '../../shared/domain/equipment.ts';
import { PlantFixture } from '../testing/plant-fixture.ts';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import type { Interception } from '../training/plc/fins-server.ts';

const ORDERS = 10;
const READ_TIMEOUT_MS = 200;
/** Offsets in a FINS/UDP frame: node of the receiver, service ID, command code, first data byte of a reply. */
const AT = { da1: 4, sa1: 7, sid: 9, command: 10, data: 14 } as const;

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

/** A copy of a datagram with one byte changed, and its data (if any) made up: nobody may take it. */
function changed(reply: Uint8Array, at: number, by: number): Uint8Array {
  const copy = Uint8Array.from(reply);
  copy.fill(0x5a, AT.data);
  copy[at] = ((copy[at] ?? 0) + by) & 0xff;
  return copy;
}

/** Answers of the right header with too few, too many or no data, and rubbish. */
function misshapen(reply: Uint8Array): Uint8Array[] {
  return [
    reply.slice(0, -1),
    Uint8Array.from([...reply, 0x5a, 0x5a]),
    reply.slice(0, AT.data - 1),
    Uint8Array.from([0xde, 0xad]),
    new Uint8Array(2048).fill(0xc0),
    changed(reply, 0, 0x40),
  ];
}

/** Answers to another client that shares our address, and to questions that we have not asked. */
function foreign(reply: Uint8Array): Uint8Array[] {
  return [
    changed(reply, AT.da1, 1),
    changed(reply, AT.sa1, 1),
    changed(reply, AT.sid, 100),
    changed(reply, AT.command + 1, 3),
  ];
}

/**
 * A network that adds strange datagrams before and after each right one, repeats the answer before, and
 * holds every ninth answer back until after its deadline.
 */
class BadNetwork {
  #before: Uint8Array | null = null;
  #answers = 0;

  decide(): Interception {
    this.#answers += 1;
    if (this.#answers % 9 === 0)
      return { kind: 'send', frames: (reply) => [reply], delayMs: READ_TIMEOUT_MS + 50 };
    return { kind: 'send', frames: (reply) => this.#around(reply) };
  }

  #around(reply: Uint8Array): Uint8Array[] {
    const again = this.#before === null ? [] : [this.#before];
    this.#before = reply;
    return [...again, ...misshapen(reply), ...foreign(reply), reply, reply, ...foreign(reply)];
  }
}

it('late, duplicate, foreign, mis-sized and corrupt replies during a whole load and its run (C1)', async () => {
  await using plant = await PlantFixture.start(postgres, { orders: { count: ORDERS } });
  const network = new BadNetwork();
  plant.plc.intercepts.add(() => network.decide());
  const running = await plant.station({
    PLC_READ_TIMEOUT_MS: String(READ_TIMEOUT_MS),
    PLC_WRITE_TIMEOUT_MS: String(READ_TIMEOUT_MS),
  });
  await running.until(() => running.count('batch-archived') >= ORDERS);

  expect(running.count('load-armed')).toBe(1);
  expect(plant.plc.finals().size).toBe(ORDERS);
  for (const [moId, final] of plant.plc.finals()) {
    expect(plant.odoo.books.order(moId)).toMatchObject({ state: 'done', producedQuantity: final.weight });
    const inOdoo = plant.odoo.books.finalQuantities(moId);
    for (const { key, odooCode } of EQUIPMENT) {
      expect(inOdoo[odooCode] ?? 0, `${moId} ${odooCode}`).toBeCloseTo(final.components[key], 6);
    }
  }
  const history = await running.station.api.query('history', { limit: 100, offset: 0 });
  expect(history.total).toBe(ORDERS);
  expect(history.histories.every(({ status }) => status === 'completed')).toBe(true);
  expect(running.events.filter((event) => event.kind === 'alarm-raised')).toEqual([]);

  const { fins } = await running.station.api.query('health', {});
  for (const kind of ['late', 'duplicate', 'foreign', 'malformed'] as const) {
    expect(fins[kind], kind).toBeGreaterThan(0);
  }
  expect(fins.foreign).toBeGreaterThanOrEqual(fins.answered);
  expect(fins.malformed).toBeGreaterThanOrEqual(fins.answered);
  await running.stop();
});
