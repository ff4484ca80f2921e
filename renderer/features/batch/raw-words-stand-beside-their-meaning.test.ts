import { expect, it } from 'vitest';
import { addressText, hexText, weightOf, wordGroups } from './word-groups.ts';

const field = (name: string, address: number, words: number[], text: string) => ({
  field: name,
  address,
  words,
  text,
});

const FIELDS = [
  field('batch', 6300, [4], '4'),
  field('moId', 6301, [0x5748, 0x2f4d], 'WH/M'),
  field('components.silo_a.id', 6327, [101], '101'),
  field('components.silo_a.consumption', 6328, [0, 4100], '41.00'),
  field('statusManufacturing', 6372, [1], '1'),
  field('weight', 6374, [0, 0], '0.00'),
];

it('groups a slot into order, components and state', () => {
  const { order, components, state } = wordGroups(FIELDS);
  expect(order.map((each) => each.field)).toEqual(['batch', 'moId']);
  expect(components).toMatchObject([{ equipment: { key: 'silo_a' }, consumption: { text: '41.00' } }]);
  expect(state.map((each) => each.field)).toEqual(['statusManufacturing', 'weight']);
});

it('a slot that shows nothing has no rows', () => {
  expect(wordGroups([])).toEqual({ order: [], components: [], state: [] });
});

it('names addresses and words as the PLC tools do', () => {
  expect(addressText(field('moId', 6301, [1, 2, 3], ''))).toBe('D6301–D6303');
  expect(addressText(field('batch', 6300, [4], '4'))).toBe('D6300');
  expect(hexText([0x5748, 10])).toBe('5748 000A');
});

it('takes only a decoded weight for a number', () => {
  expect(weightOf(field('weight', 6374, [0, 99_040], '990.40'))).toBe(990.4);
  expect(weightOf(field('weight', 6374, [0xffff, 0xffff], 'FFFF FFFF'))).toBeNull();
});
