import { describe, expect, test } from 'vitest';
import { CONSEQUENCE_KEYS, CONSEQUENCES, type ConsequenceKey } from '../contract/consequences.ts';
import { consequenceView } from '../contract/views.ts';
import { en } from './en.ts';
import { id } from './id.ts';
import { LANGUAGES, renderConsequence } from './text.ts';

const TEXTS = { id, en };
const EXAMPLE = {
  mo_id: 'WH/MO/00014',
  slot: 4,
  address: 7076,
  value: 1,
  batches: 10,
  alarms: 3,
  minutes: 30,
} as const;

function placeholders(text: string): readonly string[] {
  return [...text.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name ?? '');
}

function exampleOf(key: ConsequenceKey) {
  return { key, values: Object.fromEntries(CONSEQUENCES[key].map((name) => [name, EXAMPLE[name]])) };
}

describe.each(LANGUAGES)('consequences in %s', (language) => {
  test.each(CONSEQUENCE_KEYS)('%s shows exactly the values that it is given', (key) => {
    expect(placeholders(TEXTS[language].consequences[key]).toSorted()).toEqual(CONSEQUENCES[key].toSorted());
    const shown = renderConsequence(language, consequenceView.parse(exampleOf(key)));
    for (const name of CONSEQUENCES[key]) expect(shown).toContain(String(EXAMPLE[name]));
    expect(shown).not.toMatch(/[{}–]/);
  });

  test('a value that did not come is a dash, not a blank and not a failure', () => {
    const shown = renderConsequence(language, { key: 'plc-keeps-order', values: { mo_id: 'WH/MO/00014' } });
    expect(shown).toContain('WH/MO/00014');
    expect(shown).toMatch(/slot –/);
  });

  test('a value is shown as it is, also when it looks like a placeholder', () => {
    const values = { mo_id: '{slot} $& $1', slot: 4 };
    expect(renderConsequence(language, { key: 'plc-keeps-order', values })).toContain('{slot} $& $1');
  });
});

test('the sentences read as a person would write them', () => {
  expect(renderConsequence('id', exampleOf('plc-keeps-order'))).toBe(
    'PLC tetap menyimpan WH/MO/00014 di slot 4 dan masih dapat menjalankannya.',
  );
  expect(renderConsequence('en', exampleOf('plc-flag-set'))).toBe('The flag at D7076 becomes 1.');
});
