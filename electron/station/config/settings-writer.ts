import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError, messageOf } from '../../../shared/errors.ts';
import { ALL_SETTINGS } from './setting-table.ts';
import { entriesOf } from './settings-file.ts';

/** What a setting is to become: its text, or null for "not in the file", which is its default. */
export type SettingChanges = ReadonlyMap<string, string | null>;

/** Numbers that JSON can hold as they are written, and the two flags. */
const BARE = /^(?:(?:0|[1-9]\d*)(?:\.\d+)?|true|false)$/;
const OWNER_ONLY = 0o600;

/**
 * The text of a settings file with some settings changed; all others keep their value, to the digit, and
 * their order. A setting that was written under another of its names (`..._MINUTES` for `..._SECONDS`) is
 * replaced: of two names in one file only one would count.
 *
 * Values are not checked here: read the result before it is used. `source` is null without a file. Throws
 * AppError CONFIG_INVALID when `source` is broken.
 */
export function changedSettings(source: string | null, file: string, changes: SettingChanges): string {
  const kept = source === null ? [] : fieldsOf(source, file);
  const fields = new Map<string, string>();
  const pending = new Map(changes);
  for (const [name, literal] of kept) {
    const changed = [...changes.keys()].find((key) => key === name || replaces(key, name));
    if (changed === undefined) {
      fields.set(name, literal);
      continue;
    }
    const text = pending.get(changed);
    pending.delete(changed);
    if (text !== undefined && text !== null) fields.set(changed, literalOf(text));
  }
  for (const [name, text] of pending) if (text !== null) fields.set(name, literalOf(text));
  const lines = [...fields].map(([name, literal]) => `  ${JSON.stringify(name)}: ${literal}`);
  return lines.length === 0 ? '{}\n' : `{\n${lines.join(',\n')}\n}\n`;
}

/** The fields with their values as JSON writes them. */
function fieldsOf(source: string, file: string): readonly (readonly [name: string, literal: string])[] {
  const entries = entriesOf(source, file);
  const json: unknown = JSON.parse(source.replace(/^\uFEFF/, ''));
  const values = new Map(Object.entries(typeof json === 'object' && json !== null ? json : {}));
  return [...entries].map(([name, { text }]) => {
    const value: unknown = values.get(name);
    if (value === null) return [name, 'null'];
    // A number's own text: as a number it might lose digits.
    return [name, typeof value === 'string' ? JSON.stringify(value) : text];
  });
}

/**
 * Whether a value under `name` makes the field `other` void: both name one setting. A name that several
 * settings share (PLC_TIMEOUT_SEC) stays when only one of them is changed.
 */
function replaces(name: string, other: string): boolean {
  const named = (spelled: string) =>
    ALL_SETTINGS.filter(({ spellings }) => spellings.some((spelling) => spelling.name === spelled));
  const others = named(other);
  return others.length > 0 && others.every((setting) => named(name).includes(setting));
}

function literalOf(text: string): string {
  return BARE.test(text) ? text : JSON.stringify(text);
}

/**
 * Replaces a file so that after a power cut either the old or the new text is there as a whole.
 * Throws AppError DATA_FOLDER_UNUSABLE; the old text is still there then.
 */
export function replaceFile(file: string, text: string): void {
  const fresh = `${file}.new`;
  try {
    rmSync(fresh, { force: true });
    const descriptor = openSync(fresh, 'wx', OWNER_ONLY);
    try {
      writeSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(fresh, file);
    syncFolder(dirname(file));
  } catch (thrown) {
    throw new AppError('DATA_FOLDER_UNUSABLE', `${file} cannot be written: ${messageOf(thrown)}`, {
      cause: thrown,
    });
  }
}

/** The new name is on disk only when its folder is. Windows opens no folders, and keeps names by itself. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
