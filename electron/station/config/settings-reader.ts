import type { Setting, Spelling } from './setting.ts';
import type { FileEntry } from './settings-file.ts';

export type SettingSource = 'default' | 'file' | 'environment';

/** One line of a settings list, for people: a secret's value is masked. */
export interface SettingRow {
  /** The setting's name, the first of {@link names}. */
  readonly key: string;
  /** Every name under which it is recognised; the earlier wins. */
  readonly names: readonly string[];
  readonly value: string | null;
  readonly unit: string | null;
  readonly default: string | null;
  readonly range: string;
  readonly source: SettingSource;
  readonly secret: boolean;
  /** Takes effect as soon as it is changed; the others at the next start. */
  readonly live: boolean;
  readonly about: string;
}

export interface SettingSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly file: ReadonlyMap<string, FileEntry>;
  readonly fileName: string;
}

interface Given<T> {
  readonly spelling: Spelling<T>;
  readonly text: string;
  readonly source: SettingSource;
  /** Where a person finds it: `PLC_PORT`, or `settings.json line 4: PLC_PORT`. */
  readonly place: string;
}

const MASK = '***';
const MAX_QUOTED_CHARS = 60;

/**
 * Reads settings from the environment, then the file, then their defaults; every bad value is collected, so
 * that a person sees all of them at once.
 */
export class SettingsReader {
  readonly problems: string[] = [];
  readonly rows: SettingRow[] = [];
  readonly #sources: SettingSources;

  constructor(sources: SettingSources) {
    this.#sources = sources;
  }

  /** The value of a setting; its default (or the given one) when it is not set, or set badly. */
  get<T>(setting: Setting<T>, fallback: T = setting.fallback): T {
    const given = this.#find(setting);
    const value = given === undefined ? fallback : this.#parse(setting, given, fallback);
    const shown = setting.show(value);
    const [first] = setting.spellings;
    this.rows.push({
      key: first.name,
      names: setting.spellings.map((spelling) => spelling.name),
      value: setting.secret && shown !== null ? MASK : shown,
      unit: first.unit,
      default: setting.show(fallback),
      range: first.range,
      source: given?.source ?? 'default',
      secret: setting.secret,
      live: setting.live,
      about: setting.about,
    });
    return value;
  }

  #find<T>(setting: Setting<T>): Given<T> | undefined {
    for (const spelling of setting.spellings) {
      const text = setting.secret
        ? this.#sources.env[spelling.name]
        : this.#sources.env[spelling.name]?.trim();
      if (text !== undefined && text !== '') {
        return { spelling, text, source: 'environment', place: spelling.name };
      }
    }
    for (const spelling of setting.spellings) {
      const entry = this.#sources.file.get(spelling.name);
      const text = entry?.text.trim();
      if (entry === undefined || text === undefined || text === '') continue;
      const place = `${this.#sources.fileName} line ${entry.line}: ${spelling.name}`;
      if (setting.secret) {
        this.problems.push(`${place} is a secret and belongs into the environment, not into a file`);
        return undefined;
      }
      return { spelling, text, source: 'file', place };
    }
    return undefined;
  }

  #parse<T>(setting: Setting<T>, given: Given<T>, fallback: T): T {
    const parsed = given.spelling.schema.safeParse(given.text);
    if (parsed.success) return parsed.data;
    const problem = parsed.error.issues[0]?.message ?? 'is not valid';
    // A bad secret is still a secret: only what is wrong with it is told.
    const quoted = setting.secret ? '' : `"${given.text.slice(0, MAX_QUOTED_CHARS)}" `;
    this.problems.push(`${given.place}: ${quoted}${problem}; allowed: ${given.spelling.range}`);
    return fallback;
  }
}
