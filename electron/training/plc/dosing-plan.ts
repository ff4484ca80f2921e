/** No dosed component misses its target by more than this share: 0.5 %, an ordinary mill scale. */
export const MAX_DEVIATION = 0.005;

/** What two words of the PLC hold at most. */
export const MAX_HUNDREDTHS = 0xffff_ffff;

/**
 * What a component will weigh in the end, in hundredths of a kilogram: its target with a small error of
 * the scale, the same for the same seed, MO and equipment. The error is cut towards the target, so it
 * never exceeds {@link MAX_DEVIATION}; from 2 kg on it is at least 0.01 kg, because actuals that equal
 * their targets are what a pre-filled memory shows, not what a scale weighs. A target of 0 stays 0.
 */
export function plannedHundredths(
  seed: number,
  moId: string,
  equipmentId: number,
  targetHundredths: number,
): number {
  const share = signedShare(`${seed}/${moId}/${equipmentId}`);
  const error = Math.trunc(targetHundredths * MAX_DEVIATION * share);
  const smallest = targetHundredths * MAX_DEVIATION >= 1 ? 1 : 0;
  const planned = targetHundredths + (error === 0 ? smallest * (share < 0 ? -1 : 1) : error);
  return Math.min(planned, MAX_HUNDREDTHS);
}

/** A number in [-1, 1) that depends on nothing but the text: FNV-1a, then mixed so near texts differ. */
function signedShare(text: string): number {
  return hash32(text) / 0x8000_0000 - 1;
}

/** A 32-bit hash of a text, 0..2^32-1: FNV-1a with a final mix. Not for secrets. */
export function hash32(text: string): number {
  let hash = 0x811c_9dc5;
  for (const byte of Buffer.from(text, 'utf8')) {
    hash = Math.imul(hash ^ byte, 0x0100_0193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb_352d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x846c_a68b);
  return (hash ^ (hash >>> 16)) >>> 0;
}
