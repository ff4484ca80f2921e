import { expect, test } from 'vitest';
import { isNotificationSetting, KNOWN_SETTINGS } from '../../../renderer/features/settings/setting-words.ts';
import { ALL_SETTINGS } from './setting-table.ts';

test('every setting of the station has its place and its meaning in Bahasa Indonesia, and no other', () => {
  const names = ALL_SETTINGS.map(({ spellings }) => spellings[0]?.name ?? '');
  expect(KNOWN_SETTINGS.toSorted()).toEqual(names.filter((name) => !isNotificationSetting(name)).toSorted());
});
