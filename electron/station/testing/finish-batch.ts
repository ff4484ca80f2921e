import { perComponent } from '../../../shared/domain/equipment.ts';
import { FULL_TARGETS } from '../../testing/results-plant.ts';
import type { FeedbackStation } from './feedback-station.ts';

/** What {@link finishBatch} doses of each component, in kg: a little more than was wanted. */
export const DOSED = perComponent(({ key }) => FULL_TARGETS[key] + 0.1);

/** Lets a slot's batch run and end with {@link DOSED}; returns when the station has its result. */
export async function finishBatch(feedback: FeedbackStation, slot: number, weight = 957): Promise<void> {
  const moId = feedback.order(slot);
  feedback.plc.show(slot, { moId });
  await feedback.read();
  feedback.plc.show(slot, { moId, actuals: { silo_a: 5 } });
  await feedback.read();
  feedback.plc.show(slot, { moId, actuals: DOSED, weight, finished: 1 });
  await feedback.read();
  // A weight of 0 must be seen twice before it is believed.
  if (weight === 0) await feedback.read();
}
