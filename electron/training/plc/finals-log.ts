import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { EQUIPMENT, type PerComponent, perComponent } from '../../../shared/domain/equipment.ts';
import { AppError, messageOf } from '../../../shared/errors.ts';
import { type Kg, kg, type Slot, slot } from '../../../shared/units.ts';
import type { OrderEnding } from './program-steps.ts';

/** How many orders' finals are kept, in memory and in the file; beyond it the oldest go. */
export const FINALS_LIMIT_ORDERS = 5_000;

/** What the training PLC showed for one order when the order ended in its slot. */
export interface FinalReading {
  readonly moId: string;
  readonly slot: Slot;
  /** Counts the orders that this PLC has taken in, from 1. */
  readonly run: number;
  readonly kind: OrderEnding;
  /** The READ slot's words, from its first to its last, as they stood from then on. */
  readonly words: readonly number[];
  readonly components: PerComponent<Kg>;
  readonly weight: Kg;
  /** UTC, ms since 1970. */
  readonly finishedAt: number;
}

const weightSchema = z.number().nonnegative().transform(kg);

const finalSchema = z.object({
  moId: z.string(),
  slot: z.number().int().positive().transform(slot),
  run: z.number().int().positive(),
  kind: z.enum(['completed', 'failed']),
  words: z.array(z.number().int().min(0).max(0xffff)),
  components: z.record(z.string(), weightSchema),
  weight: weightSchema,
  finishedAt: z.number(),
});

/**
 * The finals of every order, by MO name: the truth that a station's results are compared with. With a
 * file (one JSON object a line) a final is on file before the PLC's memory shows the order as ended, so
 * that a killed process cannot have shown an ending that is not recorded.
 */
export class FinalsLog {
  readonly #finals = new Map<string, FinalReading>();
  readonly #file: string | null;
  #fileLines = 0;

  private constructor(file: string | null) {
    this.#file = file;
  }

  /** A log that ends with the process. */
  static volatile(): FinalsLog {
    return new FinalsLog(null);
  }

  /**
   * A log that continues a file; a missing file is an empty log. The last line may be cut off by a kill
   * and is then dropped: its order is not shown as ended yet, so it will be recorded again.
   * Throws AppError DATA_FOLDER_UNUSABLE on any other broken line, or when the file cannot be used.
   */
  static open(path: string): FinalsLog {
    const log = new FinalsLog(path);
    try {
      if (existsSync(path)) for (const final of readLines(path)) log.#keep(final);
      log.#rewrite(path);
    } catch (thrown) {
      throw unusable(path, thrown);
    }
    return log;
  }

  /** Records an ending. The same run of the same order is recorded once; a later run replaces it. */
  record(final: FinalReading): void {
    if (this.#finals.get(final.moId)?.run === final.run) return;
    this.#keep(final);
    if (this.#file === null) return;
    appendFileSync(this.#file, `${JSON.stringify(final)}\n`);
    this.#fileLines += 1;
    if (this.#fileLines >= 2 * FINALS_LIMIT_ORDERS) this.#rewrite(this.#file);
  }

  /** The finals by MO name, oldest ending first. */
  all(): ReadonlyMap<string, FinalReading> {
    return new Map(this.#finals);
  }

  /** The highest run number on record, 0 when nothing ended yet. */
  lastRun(): number {
    let last = 0;
    for (const { run } of this.#finals.values()) last = Math.max(last, run);
    return last;
  }

  #keep(final: FinalReading): void {
    this.#finals.delete(final.moId);
    this.#finals.set(final.moId, final);
    const oldest = this.#finals.keys().next();
    if (this.#finals.size > FINALS_LIMIT_ORDERS && !oldest.done) this.#finals.delete(oldest.value);
  }

  /** Replaces the file by what is kept, under another name first: a kill leaves the old file or the new one. */
  #rewrite(path: string): void {
    const lines = [...this.#finals.values()].map((final) => `${JSON.stringify(final)}\n`);
    writeFileSync(`${path}.new`, lines.join(''));
    renameSync(`${path}.new`, path);
    this.#fileLines = lines.length;
  }
}

/**
 * The finals in a file that another process may be writing to; nothing is changed. A missing file: none yet.
 * Throws AppError DATA_FOLDER_UNUSABLE on a broken line.
 */
export function readFinalsFile(path: string): ReadonlyMap<string, FinalReading> {
  try {
    return new Map(existsSync(path) ? readLines(path).map((final) => [final.moId, final]) : []);
  } catch (thrown) {
    throw unusable(path, thrown);
  }
}

function unusable(path: string, thrown: unknown): AppError {
  return new AppError('DATA_FOLDER_UNUSABLE', `PLC finals ${path}: ${messageOf(thrown)}`, { cause: thrown });
}

function readLines(path: string): FinalReading[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  // What follows the last line end is empty, or the beginning of a line that a kill cut off.
  return lines.slice(0, -1).map((line) => {
    const final = finalSchema.parse(JSON.parse(line));
    const missing = EQUIPMENT.find(({ key }) => final.components[key] === undefined);
    if (missing !== undefined) {
      throw new AppError('DATA_FOLDER_UNUSABLE', `the line of ${final.moId} lacks ${missing.key}`);
    }
    return { ...final, components: perComponent(({ key }) => final.components[key] ?? kg(0)) };
  });
}
