import { type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { AppError, messageOf } from '../../../shared/errors.ts';
import type { Cancel, Clock } from '../../domain/ports.ts';
import { type ConfigInput, configFrom, SETTINGS_FILE_NAME } from './load-config.ts';
import { entriesOf, readSettingsText } from './settings-file.ts';
import type { SettingRow } from './settings-reader.ts';
import { changedSettings, replaceFile, type SettingChanges } from './settings-writer.ts';
import type { StationConfig } from './station-config.ts';

export const LAST_GOOD_FILE_NAME = 'settings.last-good.json';
/** How often a running station looks whether somebody has edited the file, in milliseconds. */
const LOOK_EVERY_MS = 2_000;

/** A setting as it is set now. */
export interface LiveSettingRow extends SettingRow {
  /** The running station still works with the value of its start: this one counts from the next. */
  readonly pendingRestart: boolean;
}

/** Told after each change: of a value, or of the file from good to bad and back. */
export type SettingsListener = (now: StationConfig, before: StationConfig) => void;

/** What a file's text makes of the settings, or why it cannot be used. */
type Reading =
  | { readonly kind: 'good'; readonly text: string | null; readonly config: StationConfig }
  | { readonly kind: 'bad'; readonly fault: AppError };

/**
 * The settings of a running station. The file may be changed by {@link change} or with an editor at any
 * time; a file that cannot be used never counts: it is left as it is, {@link fault} says what is wrong with
 * it, and the last good settings stay in force, also over a restart.
 */
export class LiveSettings {
  /** What the station was started with. */
  readonly atStart: StationConfig;
  readonly #input: ConfigInput;
  readonly #file: string;
  readonly #lastGoodFile: string;
  readonly #listeners = new Set<SettingsListener>();
  #current: StationConfig;
  #fault: AppError | null;
  /** What the file looked like when it was last read. */
  #seen: string;

  private constructor(input: ConfigInput) {
    this.#input = input;
    this.#file = join(input.dataDir, SETTINGS_FILE_NAME);
    this.#lastGoodFile = join(input.dataDir, LAST_GOOD_FILE_NAME);
    this.#seen = this.#look();
    const reading = this.#read();
    if (reading.kind === 'good') {
      this.#current = reading.config;
      this.#fault = null;
      this.#keepLastGood(reading.text);
    } else {
      this.#current = this.#lastGood(reading.fault);
      this.#fault = reading.fault;
    }
    this.atStart = this.#current;
  }

  /**
   * Reads the settings for a start; with a settings file that cannot be used, the last good ones. Throws
   * AppError like loadConfig when there are none, when the environment is at fault, and always when
   * production is only half described: whether a station commands a plant is never guessed.
   */
  static open(input: ConfigInput): LiveSettings {
    return new LiveSettings(input);
  }

  /** What is set now. Only live settings may be taken from here; the others are those {@link atStart}. */
  get current(): StationConfig {
    return this.#current;
  }

  /** Why the settings file cannot be used; null while it can. */
  get fault(): AppError | null {
    return this.#fault;
  }

  onChange(listener: SettingsListener): Cancel {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  rows(): readonly LiveSettingRow[] {
    return this.#current.settings.map((row) => {
      const started = this.atStart.settings.find(({ key }) => key === row.key);
      return { ...row, pendingRestart: !row.live && row.value !== started?.value };
    });
  }

  /** The settings that go by this name (several share PLC_TIMEOUT_SEC). Throws AppError NOT_FOUND. */
  named(name: string): readonly LiveSettingRow[] {
    const rows = this.rows().filter(({ names }) => names.includes(name));
    if (rows.length === 0) throw new AppError('NOT_FOUND', `"${name}" is not a setting`);
    return rows;
  }

  /**
   * Writes settings into the file; the live ones take effect at once. Throws AppError, with nothing
   * changed: NOT_FOUND for an unknown name; CONFIG_INVALID for a value that does not fit, a secret, or a
   * setting that the environment fixes; SETTINGS_FILE_BAD while the file has to be repaired first.
   */
  change(changes: SettingChanges): void {
    const { text } = this.#prepare(changes);
    replaceFile(this.#file, text);
    this.reload();
  }

  /** Throws what {@link change} would throw; changes nothing. */
  check(changes: SettingChanges): void {
    this.#prepare(changes);
  }

  #prepare(changes: SettingChanges): { readonly text: string } {
    for (const name of changes.keys()) this.#requireOurs(name);
    // Read anew: an edit that nobody has noticed yet must not be overwritten.
    const reading = this.#read();
    if (reading.kind === 'bad') {
      throw new AppError('SETTINGS_FILE_BAD', `repair the settings file first: ${reading.fault.message}`);
    }
    const text = changedSettings(reading.text, this.#file, changes);
    configFrom(this.#input, entriesOf(text, this.#file));
    return { text };
  }

  #requireOurs(name: string): void {
    for (const row of this.named(name)) {
      if (row.source === 'environment') {
        throw new AppError('CONFIG_INVALID', `${name} is set by the environment, which wins over the file`);
      }
    }
  }

  /** Takes the file as it is now. A bad one changes nothing but {@link fault}. */
  reload(): void {
    this.#seen = this.#look();
    const reading = this.#read();
    const before = this.#current;
    if (reading.kind === 'bad') {
      this.#fault = reading.fault;
    } else {
      this.#current = reading.config;
      this.#fault = this.#tryKeepLastGood(reading.text);
    }
    for (const listener of this.#listeners) listener(this.#current, before);
  }

  /** Looks every two seconds whether the file was edited, until the returned function is called. */
  watch(clock: Clock): Cancel {
    let cancel: Cancel = () => undefined;
    const lookLater = (): void => {
      cancel = clock.after(LOOK_EVERY_MS, () => {
        lookLater();
        if (this.#look() !== this.#seen) this.reload();
      });
    };
    lookLater();
    return () => cancel();
  }

  #read(): Reading {
    try {
      const text = readSettingsText(this.#file);
      const entries = text === null ? new Map() : entriesOf(text, this.#file);
      return { kind: 'good', text, config: configFrom(this.#input, entries) };
    } catch (thrown) {
      if (thrown instanceof AppError) return { kind: 'bad', fault: thrown };
      throw thrown;
    }
  }

  /** Throws `fault` when the last good settings are no help. */
  #lastGood(fault: AppError): StationConfig {
    if (fault.code !== 'CONFIG_INVALID') throw fault;
    try {
      const text = readSettingsText(this.#lastGoodFile);
      if (text !== null) return configFrom(this.#input, entriesOf(text, this.#lastGoodFile));
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
      throw new AppError(fault.code, fault.message, { details: { ...fault.details }, cause: thrown });
    }
    throw fault;
  }

  /** A full disk must not end a running station: what cannot be kept is told as a fault. */
  #tryKeepLastGood(text: string | null): AppError | null {
    try {
      this.#keepLastGood(text);
      return null;
    } catch (thrown) {
      if (thrown instanceof AppError) return thrown;
      throw thrown;
    }
  }

  /** Without a file, and without an older good one to replace, there is nothing to remember. */
  #keepLastGood(text: string | null): void {
    const known = this.#lastGoodText();
    const good = text ?? (known === null ? null : '{}\n');
    if (good !== null && good !== known) replaceFile(this.#lastGoodFile, good);
  }

  /** Null without one, and empty when it cannot be read: then it is written anew. */
  #lastGoodText(): string | null {
    try {
      return readSettingsText(this.#lastGoodFile);
    } catch (thrown) {
      if (thrown instanceof AppError) return '';
      throw thrown;
    }
  }

  /** Changes whenever the file does: its replacement has another number, its edit another time or size. */
  #look(): string {
    try {
      const { ino, size, mtimeMs }: Stats = statSync(this.#file);
      return `${ino} ${size} ${mtimeMs}`;
    } catch (thrown) {
      return messageOf(thrown);
    }
  }
}
