import type { DecodedFieldView } from '../../../shared/contract/overview.ts';
import { EQUIPMENT, type Equipment } from '../../../shared/domain/equipment.ts';

/** The two fields of one component: its id and what was dosed. */
export interface ComponentWords {
  readonly equipment: Equipment;
  readonly id: DecodedFieldView;
  readonly consumption: DecodedFieldView;
}

export interface WordGroups {
  /** What the order is. */
  readonly order: readonly DecodedFieldView[];
  readonly components: readonly ComponentWords[];
  /** How far it is. */
  readonly state: readonly DecodedFieldView[];
}

const STATE_FIELDS: ReadonlySet<string> = new Set([
  'statusManufacturing',
  'statusOperation',
  'weight',
  'statusReadData',
]);

/** A slot's fields as a person reads them: order, components, state; each in the order of its addresses. */
export function wordGroups(fields: readonly DecodedFieldView[]): WordGroups {
  const byName = new Map(fields.map((field) => [field.field, field]));
  const plain = fields.filter(({ field }) => !field.startsWith('components.'));
  return {
    order: plain.filter(({ field }) => !STATE_FIELDS.has(field)),
    components: EQUIPMENT.flatMap((equipment) => {
      const id = byName.get(`components.${equipment.key}.id`);
      const consumption = byName.get(`components.${equipment.key}.consumption`);
      return id === undefined || consumption === undefined ? [] : [{ equipment, id, consumption }];
    }),
    state: plain.filter(({ field }) => STATE_FIELDS.has(field)),
  };
}

/** `D6300`, or `D6301–D6308` where a field has several words. */
export function addressText({ address, words }: DecodedFieldView): string {
  return words.length <= 1 ? `D${address}` : `D${address}–D${address + words.length - 1}`;
}

/** Words as the PLC's programming tool shows them: four hexadecimal digits each. */
export function hexText(words: readonly number[]): string {
  return words.map((word) => word.toString(16).toUpperCase().padStart(4, '0')).join(' ');
}

/** Kilograms of a decoded weight; null where its words hold none and the text is hexadecimal. */
export function weightOf({ text }: DecodedFieldView): number | null {
  return /^\d+\.\d{2}$/.test(text) ? Number(text) : null;
}
