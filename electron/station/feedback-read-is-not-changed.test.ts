import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Clock } from '../domain/ports.ts';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import { systemClock } from '../testing/system-clock.ts';
import { FeedbackStation } from './testing/feedback-station.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

it('while the values stay the same, last read moves on and last changed does not (C23)', async () => {
  await using feedback = await FeedbackStation.start(postgres);
  const { plc } = feedback;
  const moId = feedback.order(1);
  plc.show(1, { moId, actuals: { silo_a: 12.5 } });
  await feedback.read();
  const first = await feedback.view(1);
  expect(first.last_changed).not.toBeNull();

  const reads = [Date.parse(first.last_read_from_plc ?? '')];
  for (let reading = 1; reading <= 3; reading += 1) {
    await feedback.read();
    const view = await feedback.view(1);
    expect(view.last_changed).toBe(first.last_changed);
    expect(Date.parse(view.last_read_from_plc ?? '')).toBeGreaterThan(reads.at(-1) ?? 0);
    reads.push(Date.parse(view.last_read_from_plc ?? ''));
  }

  plc.show(1, { moId, actuals: { silo_a: 12.75 } });
  await feedback.read();
  const changed = await feedback.view(1);
  expect(Date.parse(changed.last_changed ?? '')).toBeGreaterThan(reads.at(-1) ?? 0);
  expect(changed.actual_consumptions.silo_a).toBe(12.75);
});

it('a row whose values stay the same is still touched now and then: as read, not as changed', async () => {
  let laterMs = 0;
  const clock: Clock = { ...systemClock, now: () => systemClock.now() + laterMs };
  await using feedback = await FeedbackStation.start(postgres, { clock });
  const moId = feedback.order(1);
  feedback.plc.show(1, { moId, actuals: { silo_a: 12.5 } });
  await feedback.read();
  const first = await feedback.row(moId);
  // Half a minute without a change, as it passes in one step.
  laterMs = 31_000;
  await feedback.read();
  const later = await feedback.row(moId);
  const read = (row: typeof first): number => Number(row?.last_read_from_plc);
  expect(read(later) - read(first)).toBeGreaterThanOrEqual(30_000);
  expect(later).toEqual({ ...first, last_read_from_plc: later?.last_read_from_plc });
});

it('a faulty reading changes nothing either, and is shown as what it is', async () => {
  await using feedback = await FeedbackStation.start(postgres);
  const { plc } = feedback;
  plc.show(1, { moId: feedback.order(1), actuals: { silo_a: 12.5 } });
  await feedback.read();
  const before = await feedback.view(1);
  plc.poke(1, 'components.silo_b.id', 9);
  await feedback.read();
  const after = await feedback.view(1);
  expect(after.last_changed).toBe(before.last_changed);
  expect(after.actual_consumptions).toEqual(before.actual_consumptions);
  expect(before.faults).toEqual([]);
  expect(after.faults).toHaveLength(1);
});
