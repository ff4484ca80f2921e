import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { slot } from '../../shared/units.ts';
import { Outbox } from '../outbox/outbox.ts';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import { systemClock } from '../testing/system-clock.ts';
import { finish, twoRunning } from './testing/two-running.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

it('a batch whose cancellation died before its history row is read to its end, and acknowledged only then', async () => {
  await using feedback = await twoRunning(postgres);
  const { plant, plc } = feedback;
  const moId = feedback.order(1);
  const { load_id } = (await feedback.row(moId)) ?? {};
  if (typeof load_id !== 'string') throw new Error('the batch has no load');
  await feedback.running.stop();
  // What a cancellation has noted when its station is killed before the database has heard of it.
  const file = join(plant.dataDir, 'outbox', 'outbox.sqlite');
  using outbox = Outbox.open(file, { clock: systemClock, newId: randomUUID });
  outbox.slotFacts.recordEnded({ loadId: load_id, slot: slot(1), moId }, systemClock.now());
  outbox.close();
  await feedback.restart();
  await finish(feedback, 1);
  const { station } = feedback.running;
  expect(station.outbox.entry(moId)?.result).toMatchObject({ kind: 'completed', weight: 957 });
  expect(plc.acknowledgements(1)).toBe(1);
  await station.runTask(3);
  expect(plant.odoo.books.order(moId)).toMatchObject({ state: 'done', producedQuantity: 957 });
});
