import { z } from 'zod';
import type { BehaviourRun, BilingualText } from './behaviour.ts';

/** A behaviour that was told so many occurrences at most switches itself off after the last. */
export const MAX_TIMES = 10_000;
/** No timed behaviour goes on for longer than a week, in seconds. */
export const MAX_SECONDS = 7 * 24 * 3_600;

/** How often a behaviour happens before it switches itself off; null: without limit. */
export function timesOf(standard: number | null): z.ZodDefault<z.ZodNullable<z.ZodInt>> {
  return z.int().min(1).max(MAX_TIMES).nullable().default(standard);
}

/** Parameters of a behaviour that may happen or not at each request. */
export const chanceParameters = {
  probability: z.number().gt(0).max(1).default(1),
  times: timesOf(null),
};

export const chanceTexts = {
  probability: {
    id: 'Peluang terjadi pada setiap permintaan, lebih dari 0 sampai 1',
    en: 'How likely it is at each request, above 0 up to 1',
  },
  times: {
    id: 'Berapa kali terjadi sebelum mati sendiri; kosong: tanpa batas',
    en: 'How often it happens before it switches itself off; empty: without limit',
  },
} as const satisfies Record<string, BilingualText>;

/** How long a behaviour lasts, in seconds; null: until it is switched off. */
export const lastingSeconds = z.number().gt(0).max(MAX_SECONDS).nullable().default(null);

export const LASTING_TEXT: BilingualText = {
  id: 'Lamanya, dalam detik; kosong: sampai dimatikan',
  en: 'How long it lasts, in seconds; empty: until it is switched off',
};

export interface Chance {
  readonly probability: number;
  readonly times: number | null;
}

/**
 * A die that is thrown at each request: true when the behaviour happens now. It counts what happened, and
 * after `times` occurrences it is always false and ends the behaviour. The same seed throws the same dice.
 */
export function chanceOf({ probability, times }: Chance, run: BehaviourRun): () => boolean {
  let left = times ?? Number.POSITIVE_INFINITY;
  return () => {
    if (left === 0 || run.random() >= probability) return false;
    left -= 1;
    run.happened();
    if (left === 0) run.finish();
    return true;
  };
}
