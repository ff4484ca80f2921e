import { expect, test } from 'vitest';
import { z } from 'zod';
import { faultOf, fieldsOf, parametersOf } from './parameter-fields.ts';

const schema = z.toJSONSchema(
  z.strictObject({
    slot: z.int().min(1).max(10).nullable().default(null),
    probability: z.number().gt(0).max(1).default(1),
    kind: z.enum(['all', 'writes']).default('all'),
    code: z.string().default('silo103'),
  }),
  { io: 'input' },
);
const fields = fieldsOf(schema);

test('each parameter has a field of its kind with its default and its limits', () => {
  expect(fields).toEqual([
    { name: 'slot', kind: 'integer', nullable: true, fallback: '', choices: [], min: 1, max: 10 },
    { name: 'probability', kind: 'number', nullable: false, fallback: '1', choices: [], min: 0, max: 1 },
    {
      name: 'kind',
      kind: 'choice',
      nullable: false,
      fallback: 'all',
      choices: ['all', 'writes'],
      min: null,
      max: null,
    },
    { name: 'code', kind: 'text', nullable: false, fallback: 'silo103', choices: [], min: null, max: null },
  ]);
});

test('what was typed becomes what the training plant takes; the decimal comma counts', () => {
  expect(parametersOf(fields, { probability: '0,25', slot: '3' })).toEqual({
    slot: 3,
    probability: 0.25,
    kind: 'all',
    code: 'silo103',
  });
  expect(parametersOf(fields, { slot: ' ' })).toMatchObject({ slot: null });
});

test.each([
  ['slot', '', null],
  ['slot', '2.5', 'integer'],
  ['slot', '11', 'range'],
  ['probability', 'often', 'number'],
  ['probability', '', 'required'],
  ['probability', '0,5', null],
])('%s typed as "%s": %s', (name, typed, fault) => {
  const field = fields.find((known) => known.name === name);
  if (field === undefined) throw new Error(`no field ${name}`);
  expect(faultOf(field, typed)).toBe(fault);
});
