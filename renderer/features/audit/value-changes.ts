/** A value of a record as it is compared and shown; null: empty; undefined: not there. */
type Leaf = string | null | undefined;

/** One value that a command changed. */
export interface ValueChange {
  /** Where the value is: `batch › actualConsumptions › silo_a`, `D6075`, `INTERVAL_PLC_READ › value`. */
  readonly name: string;
  readonly before: Leaf;
  readonly after: Leaf;
}

/** Of the things in a list, what tells one from another. */
const NAMING_KEYS = ['key', 'mo_id', 'moId', 'subject', 'name', 'task', 'slot', 'id'] as const;
const SEPARATOR = ' › ';

/** What is different after a command, in the order of the records: changed, new and gone values. */
export function valueChanges(before: unknown, after: unknown): readonly ValueChange[] {
  const old = leavesOf(before);
  const now = leavesOf(after);
  return [...new Set([...old.keys(), ...now.keys()])]
    .map((name) => ({ name, before: old.get(name), after: now.get(name) }))
    .filter(({ before: was, after: is }) => was !== is && !(isNothing(was) && isNothing(is)));
}

/** Empty and not there at all: for a reader there is no difference. */
function isNothing(leaf: Leaf): boolean {
  return leaf === null || leaf === undefined;
}

/** The milliseconds or the ISO time of a value whose name says that it is a time; null for anything else. */
export function timeIn(name: string, value: string): string | number | null {
  if (!/(?:At|_at|_until)$/.test(name)) return null;
  if (/^\d{13}$/.test(value)) return Number(value);
  return /^\d{4}-\d{2}-\d{2}T/.test(value) ? value : null;
}

/** What a command was given, as names and values. */
export function givenValues(input: unknown): readonly { readonly name: string; readonly value: string }[] {
  return [...leavesOf(input)].flatMap(([name, value]) =>
    value === null || value === undefined ? [] : [{ name, value }],
  );
}

function leavesOf(record: unknown): ReadonlyMap<string, Leaf> {
  const found = new Map<string, Leaf>();
  collect(record, [], found);
  return found;
}

function collect(value: unknown, path: readonly string[], found: Map<string, Leaf>): void {
  if (value === undefined || (value === null && path.length === 0)) return;
  if (Array.isArray(value)) {
    const names = value.map((each, index) => nameOf(each) ?? String(index + 1));
    const areWords = value.every((each) => typeof each !== 'object' || each === null);
    if (areWords) found.set(pathName(path), value.map(String).join(', '));
    else for (const [index, each] of value.entries()) collect(each, [...path, names[index] ?? ''], found);
    return;
  }
  if (typeof value !== 'object' || value === null) {
    found.set(pathName(path), value === null ? null : String(value));
    return;
  }
  if (isWord(value)) {
    found.set(pathName([...path.slice(0, -1), `D${value.address}`]), String(value.word));
    return;
  }
  for (const [name, each] of Object.entries(value)) collect(each, [...path, name], found);
}

/** A word of the PLC with its address. */
function isWord(value: object): value is { address: number; word: number } {
  return (
    'address' in value &&
    'word' in value &&
    typeof value.address === 'number' &&
    typeof value.word === 'number'
  );
}

function nameOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null;
  const named: readonly (readonly [string, unknown])[] = Object.entries(value);
  for (const key of NAMING_KEYS) {
    const name = named.find(([own]) => own === key)?.[1];
    if (typeof name === 'string' || typeof name === 'number') return String(name);
  }
  return null;
}

function pathName(path: readonly string[]): string {
  return path.join(SEPARATOR);
}
