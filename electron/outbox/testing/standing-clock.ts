import type { Clock } from '../../domain/ports.ts';

/** The clock of test processes in which time plays no part; its timers never fire. */
export const STANDING_CLOCK: Clock = {
  now: () => 1_767_571_200_000,
  monotonicMs: () => 0,
  after: () => () => undefined,
};
