import { expect } from 'vitest';
import { perComponent } from '../../../shared/domain/equipment.ts';
import type { TestPostgres } from '../../testing/postgres.ts';
import { FULL_TARGETS } from '../../testing/results-plant.ts';
import { type PlantState, stateOf } from './command-plant.ts';
import { FeedbackStation } from './feedback-station.ts';

/** What a real run comes to: near the targets, and not equal to them. */
export const DOSED = perComponent(({ key }) => FULL_TARGETS[key] + 0.1);
const FINISHED = { actuals: DOSED, weight: 957, finished: 1 } as const;

/** Two orders, seen running; TASK 3 stands still, so that results stay where a command finds them. */
export async function twoRunning(postgres: TestPostgres): Promise<FeedbackStation> {
  const feedback = await FeedbackStation.start(postgres, {
    orders: 2,
    env: { ENABLE_TASK_3_PROCESS_COMPLETED: 'false', ENABLE_TASK_1_AUTO_SYNC: 'true' },
  });
  for (const slot of [1, 2]) feedback.plc.show(slot, { moId: feedback.order(slot) });
  await feedback.read();
  return feedback;
}

/** The PLC shows an order as finished, and the station has read it. */
export async function finish(feedback: FeedbackStation, slot: number): Promise<void> {
  feedback.plc.show(slot, { moId: feedback.order(slot), ...FINISHED });
  await feedback.read();
}

/** Everything that a command can change, as it stands now. */
export const now = (feedback: FeedbackStation): Promise<PlantState> =>
  stateOf(feedback.plant, feedback.running.station);

/** These parts are what they were. */
export function expectSame(
  before: PlantState,
  after: PlantState,
  parts: readonly (keyof PlantState)[],
): void {
  for (const part of parts) expect(after[part], part).toEqual(before[part]);
}
