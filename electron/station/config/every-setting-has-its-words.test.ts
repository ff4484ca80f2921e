import { expect, test } from 'vitest';
import { choicesIn, indonesianRange } from '../../../renderer/features/settings/range-words.ts';
import { isNotificationSetting, KNOWN_SETTINGS } from '../../../renderer/features/settings/setting-words.ts';
import { ALL_SETTINGS } from './setting-table.ts';

test('every setting of the station has its place and its meaning in Bahasa Indonesia, and no other', () => {
  const names = ALL_SETTINGS.map(({ spellings }) => spellings[0]?.name ?? '');
  expect(KNOWN_SETTINGS.toSorted()).toEqual(names.filter((name) => !isNotificationSetting(name)).toSorted());
});

test.each(ALL_SETTINGS.map(({ spellings: [first] }) => [first?.name ?? '', first?.range ?? '']))(
  'what %s may be is said in Bahasa Indonesia: %s',
  (_name, range) => {
    if (choicesIn(range).length > 0) return expect(choicesIn(range)).not.toContain('');
    expect(indonesianRange(range)).not.toMatch(/\b(to|or|whole|address|name|path|characters)\b/);
  },
);
