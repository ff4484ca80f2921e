import { expect, test } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import type { ReportOutcome } from '../domain/batch.ts';
import {
  BUSY,
  CONFIRMED,
  captureAll,
  dispatching,
  drained,
  LINK_DOWN,
  NEVER,
} from './testing/dispatching.ts';
import { sampleFault } from './testing/sample-result.ts';
import { temporaryOutbox } from './testing/temporary-outbox.ts';

test.each(['NOT_LEADER', 'STORE_UNAVAILABLE'] as const)(
  'a push that throws %s ends the run',
  async (code) => {
    using at = temporaryOutbox();
    captureAll(at, 1, 2);
    const { dispatcher, pushed } = dispatching(at, () => {
      throw new AppError(code, 'not now');
    });
    expect(await drained(at, dispatcher)).toMatchObject({ retried: 1, waiting: 2, linkDown: true });
    expect(pushed).toEqual([1]);
  },
);

test('a link that is down ends the run and shows its cause on every due result, counting one attempt', async () => {
  using at = temporaryOutbox();
  captureAll(at, 1, 2, 3, 4);
  at.outbox.park('id-3', sampleFault('refused before'));
  at.outbox.recordFailure('id-4', sampleFault('its own trouble'), at.clock.now() + 600_000);
  const { dispatcher, pushed } = dispatching(at, (n) => (n === 1 ? LINK_DOWN : CONFIRMED));
  const nextAttemptAt = at.clock.now() + 501;
  expect(await dispatcher.drain(NEVER)).toMatchObject({
    retried: 1,
    confirmed: 0,
    linkDown: true,
    nextDueInMs: 501,
  });
  expect(pushed).toEqual([1]);
  const shown = at.outbox
    .entries()
    .map(({ state, attempts, lastFault, nextAttemptAt: next }) => [
      state,
      attempts,
      lastFault?.message,
      next,
    ]);
  expect(shown).toEqual([
    ['waiting', 1, 'no route', nextAttemptAt],
    ['waiting', 0, 'no route', nextAttemptAt],
    ['parked', 1, 'refused before', null],
    ['waiting', 1, 'no route', nextAttemptAt],
  ]);
});

test('while the link rests nothing is sent, not even a new result; the oldest is the first to be tried', async () => {
  using at = temporaryOutbox();
  captureAll(at, 1, 2);
  let up = false;
  const { dispatcher, pushed } = dispatching(at, () => (up ? CONFIRMED : LINK_DOWN));
  await dispatcher.drain(NEVER);
  captureAll(at, 3);
  up = true;
  expect(await dispatcher.drain(NEVER)).toMatchObject({ linkDown: true, waiting: 3, nextDueInMs: 501 });
  expect(pushed).toEqual([1]);
  expect(at.outbox.byId('id-3')).toMatchObject({ attempts: 0, lastFault: { message: 'no route' } });
  await at.clock.advance(501);
  expect(await drained(at, dispatcher)).toMatchObject({ confirmed: 3, linkDown: false });
  expect(pushed).toEqual([1, 1, 2, 3]);
});

test('the first confirmed result after a link-down wakes all that wait, also those with waits of their own', async () => {
  using at = temporaryOutbox();
  captureAll(at, 1, 2);
  const answers: ReportOutcome[] = [{ ...BUSY, retryAfterMs: 300_000 }, LINK_DOWN, CONFIRMED, CONFIRMED];
  const { dispatcher, pushed } = dispatching(at, () => answers.shift() ?? LINK_DOWN);
  expect(await drained(at, dispatcher)).toMatchObject({ retried: 2, linkDown: true });
  expect(await drained(at, dispatcher)).toMatchObject({ confirmed: 2, waiting: 0, linkDown: false });
  expect(pushed).toEqual([1, 2, 2, 1]);
});

test('by hand, everything waiting is tried now, and the link as well', async () => {
  using at = temporaryOutbox();
  captureAll(at, 1);
  let answer: ReportOutcome = LINK_DOWN;
  const { dispatcher, pushed } = dispatching(at, () => answer);
  await dispatcher.drain(NEVER);
  answer = CONFIRMED;
  expect(await dispatcher.drain(NEVER)).toMatchObject({ confirmed: 0, linkDown: true });
  expect(await drained(at, dispatcher, { force: true })).toMatchObject({ confirmed: 1, linkDown: false });
  expect(pushed).toEqual([1, 1]);
});
