import { expect, test } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import { CONFIRMED, captureAll, dispatching, drained } from './testing/dispatching.ts';
import { temporaryOutbox } from './testing/temporary-outbox.ts';

test('confirmed results are archived and leave the outbox, in the order of their capture', async () => {
  using at = temporaryOutbox();
  captureAll(at, 3, 1, 2);
  const { dispatcher, pushed, archived } = dispatching(at, () => CONFIRMED);
  expect(await drained(at, dispatcher)).toEqual({
    confirmed: 3,
    archived: 3,
    retried: 0,
    parked: 0,
    waiting: 0,
    unarchived: 0,
    nextDueInMs: null,
    linkDown: false,
  });
  expect([pushed, archived, at.outbox.count()]).toEqual([[3, 1, 2], [3, 1, 2], 0]);
});

test('a result cancelled during its push is noted, not stored again', async () => {
  using at = temporaryOutbox();
  captureAll(at, 1);
  const { dispatcher, archived, logger } = dispatching(at, () => {
    at.outbox.remove('id-1', 'cancelled');
    return CONFIRMED;
  });
  await drained(at, dispatcher);
  expect([archived, at.outbox.count()]).toEqual([[], 0]);
  expect(logger.lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
});

test('while the database is away results stay confirmed, pushes go on, and one try a run is enough', async () => {
  using at = temporaryOutbox();
  captureAll(at, 1, 2, 3);
  let away = true;
  let tries = 0;
  const { dispatcher, pushed } = dispatching(at, () => CONFIRMED, {
    archive: async () => {
      tries += 1;
      if (away) throw new AppError('STORE_UNAVAILABLE', 'no database');
      return 'already';
    },
  });
  expect(await drained(at, dispatcher, { forMs: 200 })).toMatchObject({
    confirmed: 3,
    archived: 0,
    waiting: 0,
    unarchived: 3,
    nextDueInMs: 301,
  });
  expect([pushed, tries]).toEqual([[1, 2, 3], 1]);
  expect(at.outbox.byId('id-1')).toMatchObject({
    state: 'confirmed',
    lastFault: { code: 'STORE_UNAVAILABLE', message: 'no database' },
  });
  away = false;
  expect(await drained(at, dispatcher)).toMatchObject({ confirmed: 0, archived: 3, unarchived: 0 });
  expect([pushed, at.outbox.count()]).toEqual([[1, 2, 3], 0]);
});

test('one history row that cannot be written keeps only its own result', async () => {
  using at = temporaryOutbox();
  captureAll(at, 1, 2);
  const { dispatcher, logger } = dispatching(at, () => CONFIRMED, {
    archive: async ({ id }) => {
      if (id === 'id-1') throw new AppError('STORE_CONFLICT', 'row differs');
      return 'archived';
    },
  });
  expect(await drained(at, dispatcher)).toMatchObject({ confirmed: 2, archived: 1, unarchived: 1 });
  expect(await drained(at, dispatcher)).toMatchObject({ archived: 0, unarchived: 1 });
  expect(at.outbox.entries().map(({ id, state }) => [id, state])).toEqual([['id-1', 'confirmed']]);
  // The same cause again is not worth another line.
  expect(logger.lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
});
