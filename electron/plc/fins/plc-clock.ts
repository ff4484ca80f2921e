import { type DecodedRequest, type FinsCommand, refuseLength } from './command.ts';

/** CLOCK READ (W342). */
export const CLOCK_READ = 0x0701;

/** Year, month, day, hour, minute, second, day of the week: two BCD digits each. */
const REPLY_BYTES = 7;
/** Two digits of the year: a CJ2 counts from 1998 to 2097. */
const FIRST_YEAR = 98;

/** The PLC's clock, in the PLC's own local time: FINS carries no zone. */
export interface PlcClockTime {
  readonly kind: 'valid';
  readonly year: number;
  /** 1..12 */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** 0 = Sunday. */
  readonly weekday: number;
}

/** A clock that was never set, or whose battery is empty, may show no date at all. */
export type PlcClock =
  | PlcClockTime
  | { readonly kind: 'invalid'; readonly bytes: readonly number[]; readonly reason: string };

/** Asks for the PLC's date and time. */
export function plcClockCommand(): FinsCommand<PlcClock> {
  return {
    code: CLOCK_READ,
    name: 'read clock',
    data: new Uint8Array(),
    replyDataBytes: REPLY_BYTES,
    decode: decodeClock,
  };
}

/** Server side: this command carries no data. */
export function decodeClockRequest(data: Uint8Array): DecodedRequest<null> {
  return refuseLength(data, 0) ?? { kind: 'request', request: null };
}

/** Server side: the 7 data bytes of a good reply. */
export function encodeClockReply(time: Omit<PlcClockTime, 'kind'>): Buffer {
  const parts = [time.year % 100, time.month, time.day, time.hour, time.minute, time.second, time.weekday];
  return Buffer.from(parts.map((part) => (Math.floor(part / 10) << 4) | (part % 10)));
}

function decodeClock(data: Uint8Array): PlcClock {
  const invalid = (reason: string): PlcClock => ({ kind: 'invalid', bytes: [...data], reason });
  const parts: number[] = [];
  for (const byte of data) {
    const [high, low] = [byte >> 4, byte & 0x0f];
    if (high > 9 || low > 9) return invalid('not BCD');
    parts.push(high * 10 + low);
  }
  const [yy = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, weekday = 0] = parts;
  const year = yy >= FIRST_YEAR ? 1900 + yy : 2000 + yy;
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return invalid('no such date');
  if (hour > 23 || minute > 59 || second > 59 || weekday > 6) return invalid('no such time');
  return { kind: 'valid', year, month, day, hour, minute, second, weekday };
}

function daysInMonth(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return leap ? 29 : 28;
}
