/**
 * Replies written down byte by byte from the layouts in W342, and a slot captured from a running plant.
 * None of them was made by the product's encoder.
 */

/** Bytes from hexadecimal digits; blanks do not count. */
export function hex(digits: string): Buffer {
  return Buffer.from(digits.replaceAll(/\s/g, ''), 'hex');
}

const GOLDEN_SLOT = hex(`
  0004 5748 2F4D 4F2F 3030 3031 3400 0000 0000 4A46 2050 4C55 5320 4B55 5200 0000 0000 4A46 2050 4C55
  5320 4B55 5200 0000 0000 0001 86A0 0065 0000 1004 0066 0000 3E80 0067 0000 88B8 0068 0000 0000 0069
  0000 0000 006A 0000 1B58 006B 0000 30D4 006C 0000 07D0 006D 0000 0000 006E 0000 0000 006F 0000 0000
  0070 0000 05DC 0071 0000 0000 0072 0000 0FA0 0073 0000 03E8 0001 0000 0000 0000 0000`);

export const goldenSlotWords: readonly number[] = Array.from({ length: 77 }, (_, index) =>
  GOLDEN_SLOT.readUInt16BE(index * 2),
);

/** Reply to a read of 77 words; end code 0040: done, and the CPU has a non-fatal error. */
export const readReply = Buffer.concat([hex('C0 00 02 00 02 00 00 01 00 09 0101 0040'), GOLDEN_SLOT]);

/** Reply to a controller status read: executing, MONITOR, FAL and battery, message 0, FAL 1 with its text. */
export const statusReply = hex(`
  C0 00 02 00 02 00 00 01 00 0A 0601 0000
  01 02 0000 8010 0001 4101 4C4F 5720 4C45 5645 4C20 5349 4C4F 2041`);

/** Reply to a clock read: 2026-01-05 06:30:59, Monday. */
export const clockReply = hex('C0 00 02 00 02 00 00 01 00 0B 0701 0000 26 01 05 06 30 59 01');
