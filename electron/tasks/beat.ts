import { Job } from 'node-schedule';
import type { Cancel, Clock } from '../domain/ports.ts';

/** Runs something once at a wall-clock time. */
export interface Beat {
  /** `run` must not throw. A time in the past means: as soon as possible, but never before this returned. */
  at(epochMs: number, run: () => void): Cancel;
}

/** How much later than planned the guard of {@link scheduleBeat} steps in. */
const GUARD_MS = 1_000;

/**
 * The beat of the running product: node-schedule, with a guard. node-schedule waits until the wall clock
 * shows the time; on a computer whose clock is set back (a wrong date corrected by the time service), the
 * PLC would go unread for as long as the step was wide. The guard counts on the monotonic clock instead.
 */
export function scheduleBeat(clock: Clock, guardMs: number = GUARD_MS): Beat {
  return {
    at(epochMs, run) {
      const delayMs = Math.max(0, epochMs - clock.now());
      let ended = false;
      const end = (): void => {
        ended = true;
        job.cancel();
        cancelGuard();
      };
      const fire = (): void => {
        if (ended) return;
        end();
        run();
      };
      // Not scheduleJob: for a time that has passed it gives null, yet keeps the job in its list for good.
      const job = new Job(fire);
      const planned = delayMs > 0 && job.schedule(new Date(epochMs));
      // A time that has passed, be it only since the line before: the guard alone runs it, at once.
      const cancelGuard = clock.after(planned ? delayMs + guardMs : 0, fire);
      return end;
    },
  };
}

/** A beat on the timers of `clock` alone: on a clock that a test moves, all beats follow it. */
export function clockBeat(clock: Clock): Beat {
  return { at: (epochMs, run) => clock.after(Math.max(0, epochMs - clock.now()), run) };
}
