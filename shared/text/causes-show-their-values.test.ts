import { describe, expect, test } from 'vitest';
import { CAUSE_KEYS, CAUSES, type CauseKey, causeView } from '../contract/causes.ts';
import { en } from './en.ts';
import { id } from './id.ts';
import { causeText, LANGUAGES } from './text.ts';

const TEXTS = { id, en };
const EXAMPLE = {
  mo_id: 'WH/MO/00014',
  orders: 'WH/MO/00014, WH/MO/00015',
  found: 'WH/MO/00099',
  slot: 4,
  equipment: 'Silo C',
  actual_kg: 1520.75,
  target_kg: 1500,
  tolerance_kg: 7.5,
  since: '2026-03-02T07:07:32.000Z',
  plant_time: '2026-03-02 14:07:32',
  value: 7,
  limit: 100,
  event: 'silo103 START_FAILURE',
  task: 3,
  text: 'D6227 expected 0065',
} as const;

function exampleOf(key: CauseKey) {
  return { key, values: Object.fromEntries(CAUSES[key].map((name) => [name, EXAMPLE[name]])) };
}

describe.each(LANGUAGES)('causes in %s', (language) => {
  test.each(CAUSE_KEYS)('%s shows exactly the values that it is given', (key) => {
    const placeholders = [...TEXTS[language].causes[key].matchAll(/\{([^}]*)\}/g)].map(([, name]) => name);
    expect(placeholders.toSorted()).toEqual(CAUSES[key].toSorted());
    const shown = causeText(language, causeView.parse(exampleOf(key)));
    for (const name of CAUSES[key]) expect(shown).toContain(String(EXAMPLE[name]));
    expect(shown).not.toMatch(/[{}–]/);
  });
});

test('moments and weights are written as the screen writes them', () => {
  const format = {
    time: (at: string) => `<${at}>`,
    kg: (value: number) => value.toFixed(2).replace('.', ','),
  };
  expect(causeText('id', exampleOf('load-unread'), format)).toBe(
    'PLC belum membaca MO yang terakhir ditulis sejak <2026-03-02T07:07:32.000Z>.',
  );
  expect(causeText('id', exampleOf('dosed-too-much'), format)).toBe(
    'WH/MO/00014: Silo C menakar 1520,75 kg, di atas target 1500,00 kg lebih dari 7,50 kg.',
  );
  expect(causeText('en', exampleOf('equipment-failed'), format)).toContain(EXAMPLE.plant_time);
});

test('a value that did not come is a dash; one that looks like a placeholder is shown as it is', () => {
  expect(causeText('en', { key: 'batch-failed', values: {} })).toBe('– failed in the PLC.');
  expect(causeText('en', { key: 'batch-failed', values: { mo_id: '{slot} $&' } })).toBe(
    '{slot} $& failed in the PLC.',
  );
});
