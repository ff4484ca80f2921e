import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import { parseSettings } from './settings-file.ts';
import { changedSettings, replaceFile } from './settings-writer.ts';

const SOURCE = `\uFEFF{
  "ODOO_DB": "mill \\"A\\" \\u00e9", "PUSH_MAX_PER_SECOND": 2.50,
  "TIMEZONE": null, "ENABLE_AUTO_SYNC": false,
  "SYNC_INTERVAL_MINUTES": 5
}`;

function changed(changes: Record<string, string | null>, source: string | null = SOURCE): string {
  return changedSettings(source, 'settings.json', new Map(Object.entries(changes)));
}

describe('the text of a settings file', () => {
  test('all other fields keep their value, to the digit, and their order', () => {
    expect(changed({ LOG_LEVEL: 'debug' })).toBe(
      '{\n  "ODOO_DB": "mill \\"A\\" é",\n  "PUSH_MAX_PER_SECOND": 2.50,\n  "TIMEZONE": null,\n' +
        '  "ENABLE_AUTO_SYNC": false,\n  "SYNC_INTERVAL_MINUTES": 5,\n  "LOG_LEVEL": "debug"\n}\n',
    );
  });

  test('a changed field stays in its place; null takes it out', () => {
    const text = changed({ ENABLE_AUTO_SYNC: 'true', TIMEZONE: null });
    expect(Object.entries(JSON.parse(text))).toEqual([
      ['ODOO_DB', 'mill "A" é'],
      ['PUSH_MAX_PER_SECOND', 2.5],
      ['ENABLE_AUTO_SYNC', true],
      ['SYNC_INTERVAL_MINUTES', 5],
    ]);
  });

  test('another name of the same setting is replaced: two names in one file would hide one value', () => {
    expect(JSON.parse(changed({ SYNC_INTERVAL_SECONDS: '30', ODOO_DATABASE: 'two' }))).toEqual({
      ODOO_DATABASE: 'two',
      PUSH_MAX_PER_SECOND: 2.5,
      TIMEZONE: null,
      ENABLE_AUTO_SYNC: false,
      SYNC_INTERVAL_SECONDS: 30,
    });
  });

  test('a name that two settings share stays when one of them is changed, and replaces both', () => {
    const shared = '{"PLC_TIMEOUT_SEC": 2}';
    expect(JSON.parse(changed({ PLC_READ_TIMEOUT_MS: '700' }, shared))).toEqual({
      PLC_TIMEOUT_SEC: 2,
      PLC_READ_TIMEOUT_MS: 700,
    });
    const both = '{"PLC_READ_TIMEOUT_MS": 300, "PLC_WRITE_TIMEOUT_MS": 400}';
    expect(JSON.parse(changed({ PLC_TIMEOUT_SEC: '2' }, both))).toEqual({ PLC_TIMEOUT_SEC: 2 });
  });

  test.each(['007', '1e3', '.5', '-1', 'a "quoted" \\ text', 'true', '0.10', '9007199254740993.5'])(
    'what was written is read again: %j',
    (value) => {
      const parsed = parseSettings(changed({ ODOO_DATABASE: value }, null));
      expect(parsed.kind === 'parsed' && parsed.entries.get('ODOO_DATABASE')?.text).toBe(value);
    },
  );

  test('without a file, and with nothing left, it is still a settings file', () => {
    expect(changed({ LOG_LEVEL: null }, null)).toBe('{}\n');
    expect(changed({ LOG_LEVEL: null }, '{"LOG_LEVEL": "info"}')).toBe('{}\n');
  });

  test('a broken file is not written over', () => {
    expect(() => changed({ LOG_LEVEL: 'info' }, '{\n"A" 1}')).toThrow(
      'settings.json line 2: ":" is expected',
    );
  });
});

describe('the file on disk', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'batchline-writer-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('is replaced as a whole, also over the left-over of a crash, and is the only one there', () => {
    const file = join(folder, 'settings.json');
    writeFileSync(file, 'old');
    writeFileSync(`${file}.new`, 'half of a write that a crash cut of');
    const before = statSync(file).ino;
    replaceFile(file, '{}\n');
    expect(readFileSync(file, 'utf8')).toBe('{}\n');
    expect(statSync(file).ino).not.toBe(before);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['settings.json']);
  });

  test('a folder that cannot be written leaves the old one', () => {
    const file = join(folder, 'gone', 'settings.json');
    expect(() => replaceFile(file, '{}')).toThrow(AppError);
    expect(() => replaceFile(file, '{}')).toThrow(/cannot be written/);
  });
});
