/** A value that JSON can hold, with every secret in it masked. */
export type SafeValue = string | number | boolean | null | SafeValue[] | { [key: string]: SafeValue };

const MASK = '***';

/** Shorter "secrets" would blot out half of every line; none of ours is that short. */
const MIN_SECRET_CHARS = 4;
/** Odoo's session cookies are registered as they come; at the limit the oldest, long expired, is forgotten. */
const MAX_SECRETS_COUNT = 1000;
const MAX_DEPTH_LEVELS = 6;
const MAX_ENTRIES_COUNT = 100;
const MAX_VALUES_COUNT = 2000;
const MAX_TEXT_CHARS = 4000;

const SENSITIVE_KEY =
  /passw|passphrase|^pwd$|^pin$|token|cookie|session|secret|authorization|apikey|credential|privatekey/;

/** Secrets that stand in running text: user:password@host, name=value, "name": "value", Bearer value. */
const TEXT_RULES: readonly (readonly [RegExp, string])[] = [
  [/(\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s/:@]*:)[^\s@]+@/gi, `$1${MASK}@`],
  [/\b((?:password|passwd|pwd|token|secret|session_id|api_key|apikey)=)[^\s&;,"']+/gi, `$1${MASK}`],
  [
    /("(?:password|passwd|pwd|token|secret|session_id|api_key|cookie|authorization)"\s*:\s*)"(?:[^"\\]|\\.)*"/gi,
    `$1"${MASK}"`,
  ],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, `$1 ${MASK}`],
];

/**
 * Masks secrets in what is about to be logged: values under a key that names a secret, at any depth;
 * registered values wherever they appear in a text; and the usual shapes of secrets in running text.
 * Never throws, whatever it is given.
 */
export class Redactor {
  readonly #secrets = new Set<string>();
  #longestFirst: readonly string[] = [];
  #valuesLeft = 0;

  /** Masks this value, also URL-encoded, from now on. Values under 4 characters are left alone. */
  registerSecret(value: string): void {
    for (const form of new Set([value, encodeURIComponent(value.toWellFormed())])) {
      if (form.length >= MIN_SECRET_CHARS) this.#secrets.add(form);
    }
    for (const oldest of this.#secrets) {
      if (this.#secrets.size <= MAX_SECRETS_COUNT) break;
      this.#secrets.delete(oldest);
    }
    // A secret may be part of a longer one: masked first, it would leave the rest standing.
    this.#longestFirst = [...this.#secrets].toSorted((a, b) => b.length - a.length);
  }

  text(value: string): string {
    let masked = value;
    for (const secret of this.#longestFirst) masked = masked.replaceAll(secret, MASK);
    for (const [pattern, replacement] of TEXT_RULES) masked = masked.replace(pattern, replacement);
    return masked.length > MAX_TEXT_CHARS ? `${masked.slice(0, MAX_TEXT_CHARS)}...` : masked;
  }

  /** The value as JSON can hold it: cycles, depth and size are cut, secrets masked. */
  value(value: unknown): SafeValue {
    this.#valuesLeft = MAX_VALUES_COUNT;
    return this.#value(value, MAX_DEPTH_LEVELS);
  }

  #value(value: unknown, levelsLeft: number): SafeValue {
    try {
      return this.#convert(value, levelsLeft);
    } catch {
      // A getter, a proxy or a toJSON of a foreign object failed: the line matters more than this detail.
      return '[unreadable]';
    }
  }

  #convert(value: unknown, levelsLeft: number): SafeValue {
    this.#valuesLeft -= 1;
    if (value === null || value === undefined) return null;
    if (typeof value === 'string') return this.text(value);
    if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
    if (typeof value === 'boolean') return value;
    if (typeof value !== 'object') return this.text(String(value));
    if (levelsLeft === 0) return '[deeper]';
    if (this.#valuesLeft <= 0) return '[cut]';
    if (value instanceof Error) return this.#error(value, levelsLeft);
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
    if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
    if (value instanceof Map)
      return this.#object(
        [...value].map(([key, item]) => [String(key), item]),
        levelsLeft,
      );
    if (Array.isArray(value) || value instanceof Set) return this.#list([...value], levelsLeft);
    if ('toJSON' in value && typeof value.toJSON === 'function') {
      return this.#value(value.toJSON(), levelsLeft - 1);
    }
    return this.#object(
      Object.keys(value).map((key) => [key, readProperty(value, key)]),
      levelsLeft,
    );
  }

  #list(items: readonly unknown[], levelsLeft: number): SafeValue {
    const kept = items.slice(0, MAX_ENTRIES_COUNT).map((item) => this.#value(item, levelsLeft - 1));
    return items.length > MAX_ENTRIES_COUNT ? [...kept, `[${items.length - MAX_ENTRIES_COUNT} more]`] : kept;
  }

  #object(
    entries: readonly (readonly [string, unknown])[],
    levelsLeft: number,
  ): { [key: string]: SafeValue } {
    const result: { [key: string]: SafeValue } = {};
    for (const [key, item] of entries.slice(0, MAX_ENTRIES_COUNT)) {
      result[key] = isSensitiveKey(key) ? MASK : this.#value(item, levelsLeft - 1);
    }
    if (entries.length > MAX_ENTRIES_COUNT) result.more = entries.length - MAX_ENTRIES_COUNT;
    return result;
  }

  #error(error: Error, levelsLeft: number): SafeValue {
    const own = Object.keys(error).filter((key) => key !== 'name' && key !== 'message' && key !== 'stack');
    return this.#object(
      [
        ['name', error.name],
        ['message', error.message],
        ...own.map((key): [string, unknown] => [key, readProperty(error, key)]),
        ...(error.cause === undefined ? [] : [['cause', error.cause] as const]),
        ['stack', error.stack],
      ],
      levelsLeft,
    );
  }
}

/** One bad getter costs its own value, not the whole object. */
function readProperty(from: object, key: string): unknown {
  try {
    return Reflect.get(from, key);
  } catch {
    return '[unreadable]';
  }
}

/** True for a key whose value is a secret: `Password`, `odoo_password`, `set-cookie`, `sessionId` ... */
export function isSensitiveKey(key: string): boolean {
  return SENSITIVE_KEY.test(key.toLowerCase().replace(/[^a-z0-9]/g, ''));
}
