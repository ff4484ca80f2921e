import { z } from 'zod';

/** One way to write a setting: its name, and how its text becomes the value. */
export interface Spelling<T> {
  readonly name: string;
  readonly unit: string | null;
  /** What is allowed, in words a person can act on: `1 to 65535`. */
  readonly range: string;
  readonly schema: z.ZodType<T, string>;
}

/**
 * One setting. The same names serve in the environment and in settings.json; the first spelling names the
 * setting in lists, and where several are given in one source the earlier spelling wins.
 */
export interface Setting<T> {
  readonly spellings: readonly [Spelling<T>, ...Spelling<T>[]];
  readonly fallback: T;
  /** The value as text in the first spelling's unit; null when there is none. */
  show(value: T): string | null;
  /** A secret is masked wherever it is shown, and is taken from the environment only. */
  readonly secret: boolean;
  /** A live setting takes effect as soon as it is changed; the others at the next start. */
  readonly live: boolean;
  readonly about: string;
}

/** Marks a setting that takes effect as soon as it is changed. */
export const LIVE = true;

interface NumberRange {
  readonly min: number;
  readonly max: number;
  readonly whole?: boolean;
}

const MS_PER_SECOND = 1000;
const MS_PER_MINUTE = 60_000;
const DECIMAL = /^\d+(?:\.\d+)?$/;
const WHOLE = /^\d+$/;
const YES = ['true', '1', 'yes', 'on'];
const NO = ['false', '0', 'no', 'off'];

function numberText({ min, max, whole = false }: NumberRange): z.ZodType<number, string> {
  const shape = whole ? 'is not a whole number' : 'is not a number (decimals take a point)';
  return z
    .string()
    .regex(whole ? WHOLE : DECIMAL, shape)
    .transform(Number)
    .pipe(z.number().min(min, 'is too small').max(max, 'is too large'));
}

/** Text of a duration in some unit as whole milliseconds; the limits are in milliseconds. */
function durationText(msPerUnit: number, minMs: number, maxMs: number): z.ZodType<number, string> {
  return numberText({ min: minMs / msPerUnit, max: maxMs / msPerUnit }).transform((value) =>
    Math.round(value * msPerUnit),
  );
}

/** Spelling of a duration as `<name>` in the given unit. */
export function durationSpelling(
  name: string,
  unit: 'ms' | 's' | 'min',
  { minMs, maxMs }: { minMs: number; maxMs: number },
): Spelling<number> {
  const msPerUnit = unit === 'ms' ? 1 : unit === 's' ? MS_PER_SECOND : MS_PER_MINUTE;
  return {
    name,
    unit,
    range: `${minMs / msPerUnit} to ${maxMs / msPerUnit} ${unit}`,
    schema: durationText(msPerUnit, minMs, maxMs),
  };
}

/** A duration written `<base>_SECONDS` or `<base>_MINUTES`, decimals allowed; seconds win. Value in ms. */
export function secondsOrMinutes(
  base: string,
  limits: { minMs: number; maxMs: number; fallbackMs: number; live?: boolean },
  about: string,
): Setting<number> {
  return {
    spellings: [
      durationSpelling(`${base}_SECONDS`, 's', limits),
      durationSpelling(`${base}_MINUTES`, 'min', limits),
    ],
    fallback: limits.fallbackMs,
    show: (ms) => String(ms / MS_PER_SECOND),
    secret: false,
    live: limits.live ?? false,
    about,
  };
}

/** A duration whose first spelling is in milliseconds. Value in ms. */
export function milliseconds(
  spellings: readonly [Spelling<number>, ...Spelling<number>[]],
  fallbackMs: number,
  about: string,
): Setting<number> {
  return { spellings, fallback: fallbackMs, show: String, secret: false, live: false, about };
}

/** A number within limits, both included. */
export function numeric(
  name: string,
  range: NumberRange & { readonly unit?: string; readonly fallback: number; readonly live?: boolean },
  about: string,
): Setting<number> {
  return {
    spellings: [
      {
        name,
        unit: range.unit ?? null,
        range: `${range.min} to ${range.max}${range.whole ? ', whole' : ''}`,
        schema: numberText(range),
      },
    ],
    fallback: range.fallback,
    show: String,
    secret: false,
    live: range.live ?? false,
    about,
  };
}

/** A whole number within limits that may be left out. */
export function optionalWhole(
  name: string,
  range: { readonly min: number; readonly max: number },
  about: string,
): Setting<number | null> {
  const { spellings } = numeric(name, { ...range, whole: true, fallback: range.min }, about);
  return {
    spellings,
    fallback: null,
    show: (value) => (value === null ? null : String(value)),
    secret: false,
    live: false,
    about,
  };
}

/** true or false. */
export function flag(name: string, fallback: boolean, about: string, live = false): Setting<boolean> {
  const schema = z
    .string()
    .toLowerCase()
    .pipe(z.enum([...YES, ...NO], 'is neither true nor false'))
    .transform((word) => YES.includes(word));
  return {
    spellings: [{ name, unit: null, range: 'true or false', schema }],
    fallback,
    show: String,
    secret: false,
    live,
    about,
  };
}

/** One of a few words, in any case. */
export function choice<const T extends string>(
  name: string,
  words: readonly [T, ...T[]],
  fallback: T,
  about: string,
  live = false,
): Setting<T> {
  const schema = z.string().toLowerCase().pipe(z.enum(words, 'is not one of the choices'));
  return {
    spellings: [{ name, unit: null, range: words.join(' | '), schema }],
    fallback,
    show: (value) => value,
    secret: false,
    live,
    about,
  };
}

interface TextOptions {
  readonly range: string;
  readonly schema: z.ZodType<string, string>;
  readonly secret?: boolean;
  /** Further names, after the first. */
  readonly aliases?: readonly string[];
}

/** Text that has a default. */
export function text(name: string, options: TextOptions, fallback: string, about: string): Setting<string> {
  return { ...optionalText(name, options, about), fallback, show: (value) => value };
}

/** Text that may be left out. */
export function optionalText(
  name: string,
  options: TextOptions,
  about: string,
): Setting<string | null> & {
  readonly spellings: readonly [Spelling<string>, ...Spelling<string>[]];
} {
  const spelling = (spelled: string): Spelling<string> => ({
    name: spelled,
    unit: null,
    range: options.range,
    schema: options.schema,
  });
  return {
    spellings: [spelling(name), ...(options.aliases ?? []).map(spelling)],
    fallback: null,
    show: (value) => value,
    secret: options.secret ?? false,
    live: false,
    about,
  };
}
