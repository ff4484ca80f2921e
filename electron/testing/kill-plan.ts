import { seededRandom } from '../training/seeded-random.ts';
import type { HeadlessProcess } from './headless-process.ts';
import type { PlantFixture } from './plant-fixture.ts';
import { kill } from './plant-processes.ts';
import type { SqlFate } from './sql-tap.ts';

/** Whether the request at the kill point is still carried out. Its reply is never seen. */
export type KillMoment = 'before' | 'after';

const FINS_READ = 0x0101;
const FINS_WRITE = 0x0102;
/** Statements that change what the station knows of orders, loads and commands. */
const CHANGE = /^(insert into|update|delete from) (mo_batch|mo_histories|load|load_slot|command_audit)\b/;
/** Long enough to tell one statement from another. */
const LABEL_CHARACTERS = 72;

/** A part of a life in which the station is to die: between two steps, both included, named by their beginnings. */
export interface ChapterPart {
  readonly chapter: string;
  readonly from: string;
  readonly to: string;
  /** Steps in it at which the station does not die. */
  readonly leaveOut?: RegExp | undefined;
}

/**
 * Kills a station at each step that its peers see, once before and once after the step was carried out.
 * A step's name is what was in flight: the FINS request, the Odoo call, the SQL statement. Every life of the
 * station goes on until it reaches a step at which none has died yet.
 */
export class KillPlan {
  /** The kill points so far, in order, e.g. `work: Odoo mark-done, after`. */
  readonly points: string[] = [];
  /** Decides at which moment of a step a station dies first; the order of the steps is the operating system's. */
  readonly seed: string;
  readonly #leaveOut: RegExp | null;
  readonly #random: () => number;
  readonly #used = new Set<string>();
  #chapter: string | null = null;
  #part: ChapterPart | null = null;
  #host: HeadlessProcess | null = null;
  #lastFins = '';

  /** @param leaveOut steps at which no station dies, e.g. because another test kills there */
  constructor(seed: string, leaveOut: RegExp | null = null) {
    this.#leaveOut = leaveOut;
    this.seed = seed;
    this.#random = seededRandom(seed);
  }

  /** A new life; with a chapter it dies at its first step that is new in this chapter, without one it lives. */
  begin(host: HeadlessProcess, chapter: string | null): void {
    this.#host = host;
    this.#chapter = chapter;
    this.#lastFins = '';
  }

  /** From one step to another the living station dies at its first one that is new in this chapter. */
  arm(part: ChapterPart): void {
    this.#part = part;
  }

  /** What the station does from now on is not what its death is for. */
  disarm(): void {
    this.#part = null;
    this.#chapter = null;
  }

  get isDoomed(): boolean {
    return this.#host === null;
  }

  /** Watches the requests to the plant's PLC and Odoo. */
  watch(plant: PlantFixture): void {
    plant.plc.intercepts.add(({ command, address, count }) => {
      const moment = this.#onFins(command, address, count);
      if (moment === null) return 'pass';
      this.#die();
      return moment === 'before' ? { kind: 'drop' } : { kind: 'send', frames: () => [] };
    });
    plant.odoo.addBehaviour(({ path }) => {
      const moment = this.#choose(`Odoo ${path.slice(path.lastIndexOf('/') + 1)}`, ['before', 'after']);
      if (moment === null) return { kind: 'pass' };
      this.#die();
      return moment === 'before' ? { kind: 'reset' } : { kind: 'drop-reply-after-applying', ending: 'reset' };
    });
  }

  /** For the tap in front of the database. */
  onSql(statement: string, done: readonly string[]): SqlFate {
    const label = sqlLabel(statement, done);
    const moment = label === null ? null : this.#choose(`SQL ${label}`, ['before', 'after']);
    if (moment === null) return { kind: 'pass' };
    if (moment === 'before') {
      this.#die();
      return { kind: 'lose' };
    }
    return { kind: 'mute', carriedOut: () => this.#die() };
  }

  #onFins(command: number, address: number | null, count: number | null): KillMoment | null {
    if (address === null || (command !== FINS_READ && command !== FINS_WRITE)) return null;
    const words = `D${address} x${count ?? 0}`;
    const before = this.#lastFins;
    this.#lastFins = command === FINS_WRITE ? `write ${words}` : '';
    if (command === FINS_WRITE) return this.#choose(`FINS write ${words}`, ['before', 'after']);
    const why = before === '' ? '' : ` to verify ${before}`;
    // A read that is carried out and whose reply is lost has changed nothing: one moment is enough.
    return this.#choose(`FINS read ${words}${why}`, ['before']);
  }

  #choose(step: string, moments: readonly KillMoment[]): KillMoment | null {
    const part = this.#part;
    if (part !== null && step.startsWith(part.from)) this.#chapter = part.chapter;
    const moment = this.#isLeftOut(step) ? null : this.#chooseMoment(step, moments);
    if (part !== null && step.startsWith(part.to)) this.disarm();
    return moment;
  }

  #isLeftOut(step: string): boolean {
    return [this.#leaveOut, this.#part?.leaveOut].some((leaveOut) => leaveOut?.test(step));
  }

  #chooseMoment(step: string, moments: readonly KillMoment[]): KillMoment | null {
    if (this.#chapter === null || this.#host === null) return null;
    const left = moments.filter((moment) => !this.#used.has(`${this.#chapter}: ${step}, ${moment}`));
    const moment = left[Math.floor(this.#random() * left.length)];
    if (moment === undefined) return null;
    const point = `${this.#chapter}: ${step}, ${moment}`;
    this.#used.add(point);
    this.points.push(point);
    this.#chapter = null;
    return moment;
  }

  #die(): void {
    if (this.#host !== null) kill(this.#host.pid);
    this.#host = null;
  }
}

/** The name of a statement that changes something, of the end of its transaction; null for all others. */
function sqlLabel(statement: string, done: readonly string[]): string | null {
  const plain = statement.replaceAll('"', '').replaceAll(/\$\d+/g, '?').replaceAll(/\s+/g, ' ').trim();
  if (CHANGE.test(plain)) return plain.slice(0, LABEL_CHARACTERS);
  if (!/^commit/i.test(plain)) return null;
  const changes = done.flatMap((each) => sqlLabel(each, []) ?? []);
  const last = changes.at(-1);
  return last === undefined ? null : `commit after ${last}`.slice(0, LABEL_CHARACTERS);
}
