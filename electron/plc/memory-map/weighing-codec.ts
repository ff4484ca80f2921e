import { type Kg, type WordAddress, wordAddress } from '../../../shared/units.ts';
import { BlockReader, blockShapeFault } from './block-reader.ts';
import { BlockWriter } from './block-writer.ts';
import type { EventReading } from './event-reading.ts';
import { blockPlaces } from './field-places.ts';
import { encodeMoId } from './plc-text.ts';
import type { MemoryMapProfile, WeighingLayout } from './profile-schema.ts';
import type { WordRange } from './read-plan.ts';
import { encodeFlag, encodeInt16, encodeX100 } from './word-types.ts';

/** A manual weighing. */
export interface Weighing {
  /** Batch number as the PLC gives it, from 1. */
  readonly batch: number;
  readonly moId: string;
  /** Odoo's id of the product template, from 1. */
  readonly productTemplateId: number;
  readonly consumption: Kg;
}

type WeighingField = keyof WeighingLayout['fields'];

/** What the manual weighing block says. */
export type WeighingReading = EventReading<Weighing, WeighingField>;

/** The weighing block: read it with one command, so that no two weighings are mixed. */
export function weighingRange(profile: MemoryMapProfile): WordRange {
  return { address: wordAddress(profile.weighing.base), words: profile.weighing.length };
}

/** The word that is set to 1 once the weighing is durable. */
export function weighingFlagAddress(profile: MemoryMapProfile): WordAddress {
  return wordAddress(profile.weighing.base + profile.weighing.fields.statusReadData.offset);
}

/** Decodes the weighing block; `words` are all of {@link weighingRange}. Never throws for anything in them. */
export function decodeWeighing(
  profile: MemoryMapProfile,
  words: readonly number[],
  limits: { readonly maxKg: Kg },
): WeighingReading {
  const { address, words: length } = weighingRange(profile);
  const shapeFault = blockShapeFault(address, length, words);
  if (shapeFault !== null) return { kind: 'invalid', reasons: [shapeFault], words };

  const reader = new BlockReader(address, blockPlaces(profile.weighing.fields), words);
  const flag = reader.flag('statusReadData');
  if (flag === 1 || words.every((word) => word === 0)) return { kind: 'none' };

  const batch = reader.positiveInt('batch');
  let moId = reader.text('moId');
  if (moId === '') moId = reader.fault('moId', "an order's name");
  const productTemplateId = reader.positiveInt('productTemplateId');
  const consumption = reader.weight('consumption', limits.maxKg);
  if (
    reader.faults.length > 0 ||
    batch === null ||
    moId === null ||
    productTemplateId === null ||
    consumption === null
  ) {
    return { kind: 'invalid', reasons: reader.faults, words };
  }
  return { kind: 'event', batch, moId, productTemplateId, consumption };
}

/**
 * The weighing block as a PLC shows it, for the training plant; flag 0 is a new weighing.
 *
 * @throws AppError PLC_VALUE_REFUSED when a value does not fit its field
 */
export function encodeWeighing(profile: MemoryMapProfile, weighing: Weighing, flag: 0 | 1): number[] {
  const { fields, length } = profile.weighing;
  const writer = new BlockWriter(blockPlaces(fields), length);
  writer.put('batch', encodeInt16(weighing.batch));
  writer.put('moId', ...encodeMoId(weighing.moId, fields.moId.words));
  writer.put('productTemplateId', encodeInt16(weighing.productTemplateId));
  writer.put('consumption', ...encodeX100(weighing.consumption));
  writer.put('statusReadData', encodeFlag(flag));
  return writer.words();
}
