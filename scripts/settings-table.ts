import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadConfig } from '../electron/station/config/load-config.ts';
import { describeConfig } from '../electron/station/config/station-config.ts';

const README = fileURLToPath(new URL('../README.md', import.meta.url));
const BEGIN = '<!-- settings: begin (npm run readme writes this table) -->';
const END = '<!-- settings: end -->';

/** Every setting as a Markdown table, from the same declaration that the station reads. */
export function settingsTable(): string {
  const rows = describeConfig(loadConfig({ env: {}, dataDir: 'data', httpPort: null })).map((row) => {
    const names = row.names.map((name) => `\`${name}\``).join(' ');
    const fallback = row.default === null ? '' : `${row.default}${row.unit === null ? '' : ` ${row.unit}`}`;
    return `| ${names} | ${cell(row.about)} | ${cell(fallback)} | ${cell(row.range)} |`;
  });
  return ['| name | what it decides | default | allowed |', '|---|---|---|---|', ...rows].join('\n');
}

/** The README's text with the table brought up to date. Throws Error when its markers are missing. */
export function withSettingsTable(readme: string): string {
  const begin = readme.indexOf(BEGIN);
  const end = readme.indexOf(END);
  if (begin < 0 || end < begin) throw new Error('README.md has lost the markers of its settings table');
  return `${readme.slice(0, begin)}${BEGIN}\n${settingsTable()}\n${readme.slice(end)}`;
}

export function readReadme(): string {
  return readFileSync(README, 'utf8');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

if (import.meta.main) writeFileSync(README, withSettingsTable(readReadme()));
