import type { Random } from '../domain/ports.ts';
import { pick, seededRandom, wholeBetween } from '../training/seeded-random.ts';

/**
 * The seed of every fuzz test: FUZZ_SEED from the environment, else always the same one, so that two runs of
 * one build prove the same. Titles and failures name it.
 */
export const FUZZ_SEED = process.env.FUZZ_SEED ?? '20260105';

/** Ends a fuzz that hangs. Each takes well under a minute by itself; other tests may have the cores. */
export const FUZZ_TIMEOUT_MS = 240_000;

/** Bytes at which code goes wrong: ends of ranges, sign bits, FINS's own marks. */
const EDGE_BYTES = [0x00, 0x01, 0x02, 0x0c, 0x20, 0x40, 0x4d, 0x7f, 0x80, 0xc0, 0xc1, 0xfe, 0xff];

/** Characters that parsers, terminals and databases stumble over. */
const EDGE_TEXTS = [
  '\u0000',
  '\n',
  '\r\n',
  '\t',
  '"',
  '\\',
  '/',
  '..',
  '%',
  '%00',
  '%ff',
  '{',
  '}',
  '[',
  ']',
  ':',
  ',',
  '-',
  '1e999',
  'é',
  '\u202e',
  '\ud800',
  '😀',
  'null',
  'NaN',
  '__proto__',
  'constructor',
  ' '.repeat(40),
  'A'.repeat(600),
];

const ODD_VALUES: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1,
  0.1,
  -0.005,
  1e9 + 1,
  2 ** 53,
  1e308,
  '',
  ' ',
  '0',
  'false',
  'WH/MO/00014',
  'silo999',
  'x'.repeat(2000),
  '\u0000\u202e\ud800',
  [],
  {},
  [[]],
  [null],
  { __proto__: null, a: [{ b: {} }] },
];
const ODD_KEYS = ['__proto__', 'constructor', 'toString', 'length', '', '0', 'status', 'data', 'error'];

type Holder = Record<string, unknown> | unknown[];

/** Seeded damage to valid inputs. The same seed and label give the same inputs on every machine. */
export class Mutator {
  readonly random: Random;

  /** @param label tells the streams of several tests apart */
  constructor(label: string) {
    this.random = seededRandom(`${FUZZ_SEED} ${label}`);
  }

  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number {
    return wholeBetween(this.random, least, most);
  }

  /** True with this probability, 0..1. */
  chance(probability: number): boolean {
    return this.random() < probability;
  }

  pick<T>(choices: readonly T[]): T {
    return pick(this.random, choices);
  }

  /** A byte, often one at which code goes wrong. */
  byte(): number {
    return this.chance(0.4) ? this.pick(EDGE_BYTES) : this.whole(0, 255);
  }

  noise(least: number, most: number): Uint8Array {
    return Uint8Array.from({ length: this.whole(least, most) }, () => this.byte());
  }

  /** `seed` with one to four edits: bits, bytes, cut, longer, doubled, moved. */
  bytes(seed: Uint8Array): Uint8Array {
    let bytes = Uint8Array.from(seed);
    for (let edits = this.whole(1, 4); edits > 0; edits -= 1) bytes = this.#editBytes(bytes);
    return bytes;
  }

  /** `seed` with one to three edits; `tokens` are what its grammar is made of. */
  text(seed: string, tokens: readonly string[] = []): string {
    let text = seed;
    for (let edits = this.whole(1, 3); edits > 0; edits -= 1) text = this.#editText(text, tokens);
    return text;
  }

  /** A copy of a JSON value with one to three places replaced, removed, renamed, doubled or wrapped. */
  json(seed: unknown): unknown {
    const root: unknown[] = [structuredClone(seed)];
    for (let edits = this.whole(1, 3); edits > 0; edits -= 1) this.#editJson(root);
    return root[0];
  }

  oddValue(): unknown {
    return structuredClone(this.pick(ODD_VALUES));
  }

  /** A JSON value that no recursive code survives: brackets in brackets, 1 to `most` deep. */
  deepJson(most = 20_000): string {
    const depth = this.whole(1, most);
    return '['.repeat(depth) + ']'.repeat(depth);
  }

  #editBytes(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
    const at = this.whole(0, Math.max(0, bytes.length - 1));
    const end = Math.min(bytes.length, at + this.whole(1, 4));
    const head = bytes.subarray(0, at);
    switch (this.whole(0, 6)) {
      case 0:
        return Uint8Array.from([...head, ...this.noise(1, 4), ...bytes.subarray(at)]);
      case 1:
        return Uint8Array.from([...head, ...bytes.subarray(end)]);
      case 2:
        return bytes.slice(0, at);
      case 3:
        return Uint8Array.from([...bytes, ...bytes.subarray(at, end)]);
      case 4:
        return bytes.map((byte, index) => (index === at ? byte ^ (1 << this.whole(0, 7)) : byte));
      default:
        return bytes.map((byte, index) => (index >= at && index < end ? this.byte() : byte));
    }
  }

  #editText(text: string, tokens: readonly string[]): string {
    const at = this.whole(0, text.length);
    const end = Math.min(text.length, at + this.whole(1, 8));
    switch (this.whole(0, 5)) {
      case 0:
        return text.slice(0, at);
      case 1:
        return text.slice(0, at) + text.slice(end);
      case 2:
        return text.slice(0, end) + text.slice(at);
      case 3:
        return text.slice(0, at) + String.fromCharCode(this.whole(0, 0x2ff)) + text.slice(at + 1);
      default:
        return text.slice(0, at) + this.pick([...tokens, ...EDGE_TEXTS]) + text.slice(at);
    }
  }

  #editJson(root: unknown[]): void {
    const { holder, key } = this.pick(placesIn(root));
    const value = Array.isArray(holder) ? holder[Number(key)] : holder[key];
    const edit = this.whole(0, 5);
    if (edit === 0) put(holder, key, [value]);
    else if (edit === 1 && Array.isArray(value) && value.length > 0) value.push(structuredClone(value[0]));
    else if (edit === 2 && !Array.isArray(holder)) {
      delete holder[key];
      put(holder, this.pick([...ODD_KEYS, this.text(key)]), value);
    } else if (edit === 3 && !Array.isArray(holder)) delete holder[key];
    else if (edit === 4 && typeof value === 'string') put(holder, key, this.text(value));
    else put(holder, key, this.oddValue());
  }
}

/** Promises that nobody saw reject while it was open: a fuzz asserts that {@link seen} is empty. */
export class RejectionGuard implements Disposable {
  readonly seen: unknown[] = [];
  readonly #note = (thrown: unknown): void => {
    this.seen.push(thrown);
  };

  constructor() {
    process.on('unhandledRejection', this.#note);
  }

  [Symbol.dispose](): void {
    process.off('unhandledRejection', this.#note);
  }
}

/** Counts how often each outcome was reached. */
export class Tally {
  readonly counts = new Map<string, number>();

  add(what: string): void {
    this.counts.set(what, this.of(what) + 1);
  }

  of(what: string): number {
    return this.counts.get(what) ?? 0;
  }

  get total(): number {
    return [...this.counts.values()].reduce((sum, count) => sum + count, 0);
  }
}

/** Throws unless `holds`; `what` is only put into words when it does not. */
export function claim(holds: boolean, what: () => string): void {
  if (!holds) throw new Error(`${what()} (FUZZ_SEED=${FUZZ_SEED})`);
}

function put(holder: Holder, key: string, value: unknown): void {
  // A plain assignment to __proto__ would change the holder's prototype instead of its content.
  Object.defineProperty(holder, key, { value, writable: true, enumerable: true, configurable: true });
}

function placesIn(holder: Holder): { holder: Holder; key: string }[] {
  return Object.entries(holder).flatMap(([key, value]) => [
    { holder, key },
    ...(isHolder(value) ? placesIn(value) : []),
  ]);
}

function isHolder(value: unknown): value is Holder {
  return typeof value === 'object' && value !== null;
}
