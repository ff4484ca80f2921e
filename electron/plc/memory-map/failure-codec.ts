import { type WordAddress, wordAddress } from '../../../shared/units.ts';
import type { PlantTime } from '../../domain/plant-time.ts';
import { BlockReader, blockShapeFault } from './block-reader.ts';
import { BlockWriter } from './block-writer.ts';
import type { EventReading } from './event-reading.ts';
import { blockPlaces } from './field-places.ts';
import { encodeAscii } from './plc-text.ts';
import type { FailureLayout, MemoryMapProfile } from './profile-schema.ts';
import type { WordRange } from './read-plan.ts';
import { encodeBcd, encodeFlag } from './word-types.ts';

export interface FailureEvent {
  /** Equipment code as the PLC spells it, e.g. `silo101`; not checked against the known equipment. */
  readonly code: string;
  /** What happened, e.g. `START_FAILURE`; may be empty. */
  readonly info: string;
  readonly plantLocal: PlantTime;
}

type FailureField = keyof FailureLayout['fields'];

/** What the equipment failure block says. */
export type FailureReading = EventReading<FailureEvent, FailureField>;

// A stamp outside these years is a PLC clock that was never set, or a broken word.
const FIRST_YEAR = 2000;
const LAST_YEAR = 2099;

/** The failure block: read it with one command, so that no two events are mixed. */
export function failureRange(profile: MemoryMapProfile): WordRange {
  return { address: wordAddress(profile.failure.base), words: profile.failure.length };
}

/** The word that is set to 1 once the event is durable. */
export function failureFlagAddress(profile: MemoryMapProfile): WordAddress {
  return wordAddress(profile.failure.base + profile.failure.fields.statusReadData.offset);
}

/** Decodes the failure block; `words` are all of {@link failureRange}. Never throws for anything in them. */
export function decodeFailure(profile: MemoryMapProfile, words: readonly number[]): FailureReading {
  const { address, words: length } = failureRange(profile);
  const shapeFault = blockShapeFault(address, length, words);
  if (shapeFault !== null) return { kind: 'invalid', reasons: [shapeFault], words };

  const reader = new BlockReader(address, blockPlaces(profile.failure.fields), words);
  const flag = reader.flag('statusReadData');
  if (flag === 1 || words.every((word) => word === 0)) return { kind: 'none' };

  let code = reader.text('equipmentCode');
  if (code === '') code = reader.fault('equipmentCode', 'an equipment code');
  const info = reader.text('info');
  const plantLocal = readTime(reader);
  if (reader.faults.length > 0 || code === null || info === null || plantLocal === null) {
    return { kind: 'invalid', reasons: reader.faults, words };
  }
  return { kind: 'event', code, info, plantLocal };
}

/**
 * The failure block as a PLC shows it, for the training plant; flag 0 is a new event.
 *
 * @throws AppError PLC_VALUE_REFUSED when a text or number does not fit its field
 */
export function encodeFailure(profile: MemoryMapProfile, event: FailureEvent, flag: 0 | 1): number[] {
  const { fields, length } = profile.failure;
  const writer = new BlockWriter(blockPlaces(fields), length);
  writer.put('equipmentCode', ...encodeAscii(event.code, fields.equipmentCode.words));
  writer.put('info', ...encodeAscii(event.info, fields.info.words));
  writer.put('year', encodeBcd(event.plantLocal.year, 4));
  writer.put('month', encodeBcd(event.plantLocal.month, 2));
  writer.put('day', encodeBcd(event.plantLocal.day, 2));
  writer.put('hour', encodeBcd(event.plantLocal.hour, 2));
  writer.put('minute', encodeBcd(event.plantLocal.minute, 2));
  writer.put('second', encodeBcd(event.plantLocal.second, 2));
  writer.put('statusReadData', encodeFlag(flag));
  return writer.words();
}

function readTime(reader: BlockReader<FailureField>): PlantTime | null {
  const year = reader.bcd('year', 4, FIRST_YEAR, LAST_YEAR);
  const month = reader.bcd('month', 2, 1, 12);
  const lastDay = year === null || month === null ? 31 : daysInMonth(year, month);
  const day = reader.bcd('day', 2, 1, lastDay);
  const hour = reader.bcd('hour', 2, 0, 23);
  const minute = reader.bcd('minute', 2, 0, 59);
  const second = reader.bcd('second', 2, 0, 59);
  if (year === null || month === null || day === null) return null;
  if (hour === null || minute === null || second === null) return null;
  return { year, month, day, hour, minute, second };
}

/** Gregorian, for the years in range. */
function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
