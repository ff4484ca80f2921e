import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { slot } from '../../shared/units.ts';
import { Outbox } from '../outbox/outbox.ts';
import { HistoryRepository } from '../store/history-repository.ts';
import { CANCELLING } from '../tasks/completion.ts';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import { systemClock } from '../testing/system-clock.ts';
import { SUPERVISOR } from './testing/command-plant.ts';
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

it('a result whose batch was cancelled just before the station died is never sent, whatever an operator says', async () => {
  await using feedback = await twoRunning(postgres);
  const { plant } = feedback;
  const moId = feedback.order(1);
  await finish(feedback, 1);
  const { station } = feedback.running;
  // What a cancellation leaves when it dies after its history row is committed.
  station.outbox.hold(station.outbox.entry(moId)?.id ?? '', CANCELLING);
  const archived = await new HistoryRepository(station.store.db).archive({
    moId,
    resultId: null,
    status: 'cancelled',
    notes: null,
    confirmedByOdooAt: null,
    archivedAt: systemClock.now(),
  });
  expect(archived).toBe('archived');
  const release = { mo_id: moId };
  expect((await station.api.preview('releasePush', release, SUPERVISOR)).refusal?.code).toBe(
    'COMMAND_NOT_NOW',
  );
  await expect(station.api.execute('releasePush', release, SUPERVISOR)).rejects.toMatchObject({
    code: 'COMMAND_NOT_NOW',
  });
  expect(station.outbox.entry(moId)?.state).toBe('held');
  await station.runTask(3);
  expect(station.outbox.entry(moId)).toBeUndefined();
  expect(plant.odoo.books.order(moId)?.state).not.toBe('done');
  expect(Object.values(plant.odoo.books.finalQuantities(moId)).filter((kg) => kg !== 0)).toEqual([]);
});
