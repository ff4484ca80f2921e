import { useSyncExternalStore } from 'react';
import { clockNow } from './clock.ts';

/** One clock for all ages on the screen, so that they move together, once in a second. */
const STEP_MS = 1_000;

let now = clockNow();
let timer: number | undefined;
const listeners = new Set<() => void>();

function step(): void {
  now = clockNow();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === undefined) timer = window.setInterval(step, STEP_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    window.clearInterval(timer);
    timer = undefined;
  };
}

/** Milliseconds since 1970, renewed each second. Use it in the smallest component that shows an age. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}
