import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readReadme, withSettingsTable } from './settings-table.ts';

it('the table of settings is the one that the station reads', () => {
  expect(withSettingsTable(readReadme())).toBe(readReadme());
});

it('every npm script that the README names exists', () => {
  const { scripts } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const named = [...readReadme().matchAll(/npm (?:run )?(start|test|[a-z]+(?=`| --))/g)].map(
    (match) => match[1],
  );
  const installed = new Set(['ci', ...Object.keys(scripts)]);
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((name) => !installed.has(name ?? ''))).toEqual([]);
});
