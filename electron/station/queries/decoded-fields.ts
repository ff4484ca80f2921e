import type { DecodedFieldView } from '../../../shared/contract/overview.ts';
import type { Slot } from '../../../shared/units.ts';
import { slotAddress } from '../../plc/memory-map/addresses.ts';
import { type SlotField, slotPlaces } from '../../plc/memory-map/field-places.ts';
import { decodeAscii } from '../../plc/memory-map/plc-text.ts';
import type { AreaLayout } from '../../plc/memory-map/profile-schema.ts';
import { hexWords } from '../../plc/memory-map/word-fault.ts';
import { decodeFlag, decodeInt16, decodeX100 } from '../../plc/memory-map/word-types.ts';

/** How a slot's field is read. */
export type SlotFieldType = 'int16' | 'x100' | 'ascii' | 'flag';

/** The type of a slot's field: each component has an id and a weight. */
export function typeOfField(area: Pick<AreaLayout, 'fields'>, field: SlotField): SlotFieldType {
  switch (field) {
    case 'batch':
    case 'moId':
    case 'bomId':
    case 'finishedGoods':
    case 'quantity':
    case 'statusManufacturing':
    case 'statusOperation':
    case 'weight':
    case 'statusReadData':
      return area.fields[field].type;
    default:
      return field.endsWith('.id') ? 'int16' : 'x100';
  }
}

/**
 * A slot's words field by field, as a person reads them. Nothing is judged here: a field that does not hold
 * what its type allows is shown by its hexadecimal words. Empty when these are not all words of a slot.
 */
export function decodedFields(area: AreaLayout, slot: Slot, words: readonly number[]): DecodedFieldView[] {
  if (words.length !== area.length) return [];
  const base = slotAddress(area, slot);
  return slotPlaces(area).map(({ name, offset, words: count }) => {
    const own = words.slice(offset, offset + count);
    return { address: base + offset, words: own, field: name, text: textOf(typeOfField(area, name), own) };
  });
}

function textOf(type: SlotFieldType, words: readonly number[]): string {
  const [first = 0, second = 0] = words;
  switch (type) {
    case 'int16':
      return String(decodeInt16(first));
    case 'x100':
      return decodeX100(first, second).toFixed(2);
    case 'flag': {
      const flag = decodeFlag(first);
      return flag.ok ? String(flag.value) : hexWords(words);
    }
    case 'ascii': {
      const text = decodeAscii(words);
      return text.ok ? text.value : hexWords(words);
    }
  }
}
