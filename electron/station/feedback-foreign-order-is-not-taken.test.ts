import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import { callsAbout, FULL_TARGETS } from '../testing/results-plant.ts';
import { FeedbackStation } from './testing/feedback-station.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

it.each([
  ['an order of nobody', 'WH/MO/77777'],
  ["the other slot's order", 'WH/MO/00002'],
])(
  '%s in our slot raises an alarm and is not taken; ours goes on when it is back',
  async (_what, stranger) => {
    await using feedback = await FeedbackStation.start(postgres, { orders: 2 });
    const { plant, plc, running } = feedback;
    for (const slot of [1, 2]) plc.show(slot, { moId: feedback.order(slot) });
    await feedback.read();
    const before = await feedback.row(feedback.order(1));

    plc.show(1, { moId: stranger, actuals: FULL_TARGETS, weight: 955.5, finished: 1 });
    await feedback.read();
    await feedback.read();
    const alarm = feedback.alarm('SLOT_FOREIGN_MO', 'slot 1');
    expect(alarm).toContain(stranger);
    expect(alarm).toContain(feedback.order(1));
    expect(await feedback.row(feedback.order(1))).toEqual(before);
    expect(running.station.outbox.count()).toBe(0);
    expect([plc.acknowledgements(1), plc.acknowledgements(2)]).toEqual([0, 0]);
    expect([...callsAbout(plant, feedback.order(1)), ...callsAbout(plant, stranger)]).toEqual([]);

    plc.show(1, { moId: feedback.order(1), actuals: FULL_TARGETS, weight: 951, finished: 1 });
    await feedback.read();
    expect(feedback.alarm('SLOT_FOREIGN_MO', 'slot 1')).toBeNull();
    await running.until(() => running.count('batch-archived') >= 1);
    expect(plant.odoo.books.order(feedback.order(1))?.producedQuantity).toBe(951);
    expect(plant.odoo.books.order(feedback.order(2))?.state).toBe('confirmed');
  },
);
