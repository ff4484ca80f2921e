import { perComponent } from '../../../../shared/domain/equipment.ts';
import { kg, slot, ZERO_KG } from '../../../../shared/units.ts';
import type { SlotContent } from '../slot-codec.ts';

/** Slot 4 of the READ area as it was captured at the plant's PLC; our encoder had no part in it. */
export const GOLDEN_WORDS: readonly number[] = `
  0004 5748 2F4D 4F2F 3030 3031 3400 0000 0000 4A46 2050 4C55 5320 4B55 5200 0000 0000 4A46 2050 4C55
  5320 4B55 5200 0000 0000 0001 86A0 0065 0000 1004 0066 0000 3E80 0067 0000 88B8 0068 0000 0000 0069
  0000 0000 006A 0000 1B58 006B 0000 30D4 006C 0000 07D0 006D 0000 0000 006E 0000 0000 006F 0000 0000
  0070 0000 05DC 0071 0000 0000 0072 0000 0FA0 0073 0000 03E8 0001 0000 0000 0000 0000`
  .trim()
  .split(/\s+/)
  .map((word) => Number.parseInt(word, 16));

const ACTUALS: Readonly<Record<number, number>> = {
  101: 41,
  102: 160,
  103: 350,
  106: 70,
  107: 125,
  108: 20,
  112: 15,
  114: 40,
  115: 10,
};

/** What the capture says, as the plant's people read it. */
export const GOLDEN_CONTENT: SlotContent = {
  slot: slot(4),
  moId: 'WH/MO/00014',
  bomId: 'JF PLUS KUR',
  finishedGoods: 'JF PLUS KUR',
  quantity: kg(1000),
  components: perComponent(({ id }) => kg(ACTUALS[id] ?? 0)),
  statusManufacturing: 1,
  statusOperation: 0,
  weight: ZERO_KG,
};

/** The words with some of them replaced: offset -> word. */
export function withWords(words: readonly number[], changes: Readonly<Record<number, number>>): number[] {
  return words.map((word, offset) => changes[offset] ?? word);
}
