import { type ComponentKey, EQUIPMENT } from '../../../shared/domain/equipment.ts';
import {
  type AreaLayout,
  type FieldLayout,
  type SlotFieldLayouts,
  WORDS_PER_COMPONENT,
} from './profile-schema.ts';

/** Name of a slot's field as faults and addresses spell it: `quantity`, `components.silo_a.id`. */
export type SlotField =
  | Exclude<keyof SlotFieldLayouts, 'components'>
  | `components.${ComponentKey}.id`
  | `components.${ComponentKey}.consumption`;

/** Where a field lies inside its block. */
export interface FieldPlace<Name extends string = string> {
  readonly name: Name;
  /** Words from the block's first word. */
  readonly offset: number;
  /** Length in words. */
  readonly words: number;
}

/** How many words a field takes. */
export function fieldWords(field: FieldLayout): number {
  switch (field.type) {
    case 'ascii':
      return field.words;
    case 'x100':
      return 2;
    case 'components':
      return field.count * WORDS_PER_COMPONENT;
    default:
      return 1;
  }
}

/** The places of a block's fields, in the file's order. */
export function blockPlaces<Name extends string>(
  fields: Readonly<Record<Name, FieldLayout>>,
): FieldPlace<Name>[] {
  return (Object.keys(fields) as Name[]).map((name) => ({
    name,
    offset: fields[name].offset,
    words: fieldWords(fields[name]),
  }));
}

/** The places of a slot's 39 fields: each component has an id word and a weight of its own. */
export function slotPlaces(area: Pick<AreaLayout, 'fields'>): FieldPlace<SlotField>[] {
  const { components, ...plain } = area.fields;
  const componentPlaces = EQUIPMENT.flatMap((equipment, index): FieldPlace<SlotField>[] => {
    const offset = components.offset + index * WORDS_PER_COMPONENT;
    return [
      { name: `components.${equipment.key}.id`, offset, words: 1 },
      { name: `components.${equipment.key}.consumption`, offset: offset + 1, words: 2 },
    ];
  });
  return [...blockPlaces(plain), ...componentPlaces].toSorted((a, b) => a.offset - b.offset);
}
