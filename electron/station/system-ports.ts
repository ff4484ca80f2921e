import { randomUUID } from 'node:crypto';
import type { Clock, NewId, Random } from '../domain/ports.ts';

/** The computer's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

export const systemRandom: Random = () => Math.random();

export const systemIds: NewId = () => randomUUID();
