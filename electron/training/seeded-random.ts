import type { Random } from '../domain/ports.ts';

/**
 * An endless stream of numbers in [0, 1) that depends on `seed` alone, so that the same seed gives the
 * same orders on every machine. A 32-bit xorshift: good enough for recipes, never for secrets.
 */
export function seededRandom(seed: string): Random {
  let state = hash32(seed) || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 0x1_0000_0000;
  };
}

/** A whole number from `least` to `most`, both included. */
export function wholeBetween(random: Random, least: number, most: number): number {
  return least + Math.floor(random() * (most - least + 1));
}

/** One of `choices`, all equally likely. Throws RangeError when there is nothing to choose from. */
export function pick<T>(random: Random, choices: readonly T[]): T {
  const chosen = choices[Math.floor(random() * choices.length)];
  if (chosen === undefined) throw new RangeError('nothing to pick from');
  return chosen;
}

/** `count` of `choices` without repetition, in their original order. */
export function pickSome<T>(random: Random, choices: readonly T[], count: number): T[] {
  const ranked = choices.map((choice, place) => ({ choice, place, rank: random() }));
  const chosen = ranked.toSorted((a, b) => a.rank - b.rank).slice(0, count);
  return chosen.toSorted((a, b) => a.place - b.place).map(({ choice }) => choice);
}

/** A 32-bit number that differs for texts that differ by one character (FNV-1a, then mixed once more). */
export function hash32(text: string): number {
  let hash = 0x811c_9dc5;
  for (const byte of Buffer.from(text, 'utf8')) hash = Math.imul(hash ^ byte, 0x0100_0193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b_3c6d);
  return (hash ^ (hash >>> 12)) >>> 0;
}
