import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../../testing/postgres.ts';
import { FULL_TARGETS } from '../../testing/results-plant.ts';
import { FeedbackStation } from '../testing/feedback-station.ts';

let postgres: TestPostgres;
let feedback: FeedbackStation;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());
beforeEach(async () => {
  feedback = await FeedbackStation.start(postgres, { orders: 2 });
  return () => feedback[Symbol.asyncDispose]();
});

const query: FeedbackStation['running']['station']['api']['query'] = (name, input) =>
  feedback.running.station.api.query(name, input);

it('the map names every word of a slot once, and every flag', async () => {
  const map = await query('memoryMap', {});
  expect(
    map.areas.map(({ area, base, stride, length, slots }) => [area, base, stride, length, slots]),
  ).toEqual([
    ['READ', 6000, 100, 77, 10],
    ['WRITE', 7000, 100, 77, 10],
  ]);
  for (const { fields, length } of map.areas) {
    const offsets = fields.flatMap(({ offset, words }) =>
      Array.from({ length: words }, (_, index) => offset + index),
    );
    expect(offsets).toEqual(Array.from({ length }, (_, index) => index));
  }
  expect(map.areas[0]?.fields.slice(4, 7)).toEqual([
    { field: 'quantity', offset: 25, words: 2, type: 'x100', equipment: null },
    { field: 'components.silo_a.id', offset: 27, words: 1, type: 'int16', equipment: 'silo_a' },
    { field: 'components.silo_a.consumption', offset: 28, words: 2, type: 'x100', equipment: 'silo_a' },
  ]);
  expect(map.flags).toHaveLength(22);
  expect(map.flags[9]).toEqual({ flag: 'read', slot: 10, address: 6976 });
  expect(map.flags[10]).toEqual({ flag: 'write', slot: 1, address: 7076 });
  expect(map.flags.slice(20)).toEqual([
    { flag: 'failure', slot: null, address: 8022 },
    { flag: 'weighing', slot: null, address: 9012 },
  ]);
});

it('flags are the words of the PLC now, also those that no flag should be', async () => {
  const { memory } = feedback.plant.plc;
  memory.write(6276, [1]);
  memory.write(7476, [7]);
  memory.write(8022, [1]);
  memory.write(9012, [0]);
  const { flags } = await query('plcFlags', {});
  for (const { address, value } of flags) expect([address, value]).toEqual([address, memory.word(address)]);
  const at = (address: number) => flags.find((flag) => flag.address === address)?.value;
  expect([at(6276), at(7476), at(8022), at(7076)]).toEqual([1, 7, 1, 1]);
});

it('WRITE slots show the targets that the PLC was given', async () => {
  const { slots } = await query('plcWriteSlots', {});
  expect(slots.map(({ state }) => state)).toEqual(['valid', 'valid', ...Array<string>(8).fill('blank')]);
  expect(slots[1]).toMatchObject({
    slot: 2,
    mo_id: feedback.order(2),
    target_consumptions: FULL_TARGETS,
    quantity: 1000,
  });
  expect((await query('plcWriteSlots', { slot: 2 })).slots).toEqual([slots[1]]);
  await expect(query('plcWriteSlots', { slot: 11 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('a PLC that is gone is said to be gone, not shown from memory', async () => {
  const powerOn = feedback.plant.plc.powerOff();
  await feedback.read();
  await feedback.running.until(async () => (await query('health', {})).plc.state === 'down');
  for (const name of ['plcFlags', 'plcWriteSlots', 'plcSlots'] as const) {
    await expect(query(name, {})).rejects.toMatchObject({ code: 'PLC_LINK_LOST' });
  }
  powerOn('kept');
});

it('every reading of TASK 2 is told with its slots and its time', async () => {
  const before = feedback.running.count('batch-read');
  await feedback.read();
  const told = feedback.running.events.filter((event) => event.kind === 'batch-read');
  expect(told.length).toBeGreaterThan(before);
  expect(told.at(-1)).toMatchObject({
    slots: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    readAt: expect.stringMatching(/Z$/),
  });
});
