import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import { stepsAbout } from '../testing/results-plant.ts';
import { SUPERVISOR } from './testing/command-plant.ts';
import { finish, twoRunning } from './testing/two-running.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

it('a result of the load that a reset has replaced is not sent', async () => {
  await using feedback = await twoRunning(postgres);
  const { plant, running } = feedback;
  const { station } = running;
  const mo_id = feedback.order(1);
  await finish(feedback, 1);
  const earlier = station.outbox.entry(mo_id);
  if (earlier === undefined) throw new Error('nothing was captured');
  await station.api.execute('resetBatch', { mo_id, push_to_plc: true }, SUPERVISOR);
  // As if TASK 2 had read the slot just before the reset, and had captured what it read just after it.
  station.outbox.capture(earlier.result);
  await station.runTask(3);
  expect(station.outbox.entries()).toEqual([]);
  expect(stepsAbout(plant, mo_id)).toEqual([]);
});

it('a result of a load that the database does not know is kept: the database was put back, not the order', async () => {
  await using feedback = await twoRunning(postgres);
  const { station } = feedback.running;
  const mo_id = feedback.order(1);
  await finish(feedback, 1);
  const known = station.outbox.entry(mo_id);
  if (known === undefined) throw new Error('nothing was captured');
  const newer = { ...known.result, loadId: 'made after the backup', resultId: 'newer' };
  station.outbox.capture(newer, { hold: 'looked at by a person' });
  await station.runTask(3);
  expect(station.outbox.entry(mo_id, newer.loadId)?.result).toEqual(newer);
});
