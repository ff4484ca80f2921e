import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { AppError, messageOf } from '../../../shared/errors.ts';

/** One field of settings.json: its scalar as text, and the line it stands on. */
export interface FileEntry {
  readonly text: string;
  readonly line: number;
}

export type ParsedSettings =
  | { readonly kind: 'parsed'; readonly entries: ReadonlyMap<string, FileEntry> }
  | { readonly kind: 'broken'; readonly line: number; readonly problem: string };

const MAX_FILE_BYTES = 65_536;

/** White space, then one token; the groups tell its kind. */
const TOKEN =
  /[ \t\r\n]*(?:("(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false)|(null)|([{}:,[\]])|($))/uy;

interface Token {
  readonly kind: 'text' | 'number' | 'flag' | 'null' | 'mark' | 'end' | 'unreadable';
  readonly text: string;
  readonly line: number;
}

/**
 * Reads settings.json: one flat object of names and text, numbers or true/false. null and an empty text mean
 * "not set". JSON.parse is not used: it takes a repeated name silently, does not always tell the place of a
 * mistake, and quotes the surrounding text, which may hold a password.
 */
export function parseSettings(source: string): ParsedSettings {
  const next = tokens(source.replace(/^\uFEFF/, ''));
  const entries = new Map<string, FileEntry>();
  const broken = (token: Token, problem: string): ParsedSettings => ({
    kind: 'broken',
    line: token.line,
    problem,
  });

  const open = next();
  if (open.text !== '{' || open.kind !== 'mark') return broken(open, 'the file must begin with {');
  let token = next();
  const isEmpty = token.kind === 'mark' && token.text === '}';
  while (!isEmpty) {
    const name = token;
    if (name.kind !== 'text') return broken(name, 'a name in double quotes is expected');
    const colon = next();
    if (colon.text !== ':' || colon.kind !== 'mark')
      return broken(colon, `":" is expected after "${name.text}"`);
    if (entries.has(name.text)) return broken(name, `"${name.text}" appears twice`);
    const value = next();
    if (value.kind === 'mark' || value.kind === 'end' || value.kind === 'unreadable') {
      return broken(value, `"${name.text}" needs a text in double quotes, a number, true or false`);
    }
    entries.set(name.text, { text: value.kind === 'null' ? '' : value.text, line: name.line });
    const separator = next();
    if (separator.kind === 'mark' && separator.text === '}') break;
    if (separator.kind !== 'mark' || separator.text !== ',') {
      return broken(separator, `"," or "}" is expected after the value of "${name.text}"`);
    }
    token = next();
  }
  const end = next();
  return end.kind === 'end' ? { kind: 'parsed', entries } : broken(end, 'nothing may follow the last }');
}

function tokens(source: string): () => Token {
  const pattern = new RegExp(TOKEN);
  return () => {
    const from = pattern.lastIndex;
    const match = pattern.exec(source);
    if (match === null) {
      // A failed match puts lastIndex back to 0; the line is that of the first thing that is not white space.
      const blank = /[ \t\r\n]*/y;
      blank.lastIndex = from;
      blank.exec(source);
      return { kind: 'unreadable', text: '', line: lineAt(source, blank.lastIndex) };
    }
    const [, text, number, flag, nothing, mark] = match;
    const body = text ?? number ?? flag ?? nothing ?? mark ?? '';
    const line = lineAt(source, pattern.lastIndex - body.length);
    if (text !== undefined) return { kind: 'text', text: String(JSON.parse(text)), line };
    if (number !== undefined) return { kind: 'number', text: number, line };
    if (flag !== undefined) return { kind: 'flag', text: flag, line };
    if (nothing !== undefined) return { kind: 'null', text: '', line };
    return mark === undefined ? { kind: 'end', text: '', line } : { kind: 'mark', text: mark, line };
  };
}

function lineAt(source: string, index: number): number {
  return source.slice(0, index).split('\n').length;
}

/**
 * The fields of a settings file; none when the file does not exist.
 *
 * Throws AppError CONFIG_INVALID with the line when it is not a flat JSON object, is larger than
 * {@link MAX_FILE_BYTES} or cannot be read.
 */
export function readSettingsFile(file: string): ReadonlyMap<string, FileEntry> {
  const source = readSettingsText(file);
  return source === null ? new Map() : entriesOf(source, file);
}

/** The fields of a settings text; `file` is named in the AppError CONFIG_INVALID that a broken one throws. */
export function entriesOf(source: string, file: string): ReadonlyMap<string, FileEntry> {
  const parsed = parseSettings(source);
  if (parsed.kind === 'parsed') return parsed.entries;
  throw new AppError('CONFIG_INVALID', `${file} line ${parsed.line}: ${parsed.problem}`, {
    details: { file, line: parsed.line },
  });
}

/** The text of a settings file; null when there is none. Throws AppError CONFIG_INVALID. */
export function readSettingsText(file: string): string | null {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null;
    throw new AppError('CONFIG_INVALID', `${file} cannot be read: ${messageOf(thrown)}`, { cause: thrown });
  }
  try {
    const { size } = fstatSync(descriptor);
    if (size > MAX_FILE_BYTES) {
      throw new AppError('CONFIG_INVALID', `${file} holds ${size} bytes; allowed: up to ${MAX_FILE_BYTES}`);
    }
    return readFileSync(descriptor, 'utf8');
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    throw new AppError('CONFIG_INVALID', `${file} cannot be read: ${messageOf(thrown)}`, { cause: thrown });
  } finally {
    closeSync(descriptor);
  }
}
