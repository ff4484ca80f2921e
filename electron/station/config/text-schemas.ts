import { isIP } from 'node:net';
import { z } from 'zod';

const MAX_TEXT_CHARS = 512;
const HOST_LABEL = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/i;
const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;

/** Any text on one line. */
export const plainText = z
  .string()
  .max(MAX_TEXT_CHARS, `is longer than ${MAX_TEXT_CHARS} characters`)
  .refine((value) => !/\p{Cc}/u.test(value), 'holds a control character');

/**
 * An IPv4 address or a host name of one PLC. Broadcast, multicast and "any" addresses are refused: a
 * command must never reach more than one controller.
 */
export const singleHost = plainText.refine(
  isSingleHost,
  'is not the address of one host (an IPv4 address or a host name)',
);

function isSingleHost(value: string): boolean {
  if (!IPV4.test(value)) {
    // A name of digits and dots only is a mistyped address, never a host.
    return /[a-z]/i.test(value) && value.split('.').every((label) => HOST_LABEL.test(label));
  }
  const [first = 0, ...rest] = value.split('.').map(Number);
  return first > 0 && first < 224 && rest.every((octet) => octet <= 255);
}

/** An address of this computer to listen on; `0.0.0.0` and `::` are all of them. */
export const listenAddress = plainText.refine(
  (value) => value === 'localhost' || isIP(value) !== 0,
  'is neither an IP address nor localhost',
);

/** http(s) address without user, password, query or fragment; comes out without a slash at its end. */
export const httpUrl = plainText
  .refine((value) => {
    if (!URL.canParse(value)) return false;
    const url = new URL(value);
    const isHttp = url.protocol === 'http:' || url.protocol === 'https:';
    return isHttp && url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  }, 'is not an http(s) address without user, password, query and fragment')
  .transform((value) => value.replace(/\/+$/, ''));

/** Connection address of a PostgreSQL server. Holds a password as a rule: treat as a secret. */
export const postgresUrl = plainText.refine(isPostgresUrl, 'is not a postgres:// address');

function isPostgresUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, password } = new URL(value);
  return ['postgres:', 'postgresql:'].includes(protocol) && isDecodable(password);
}

function isDecodable(escaped: string): boolean {
  try {
    return decodeURIComponent(escaped).length >= 0;
  } catch (thrown) {
    if (thrown instanceof URIError) return false;
    throw thrown;
  }
}

/** Path on a server, beginning with a slash. */
export const urlPath = plainText.regex(/^\/[\w./-]+$/, 'is not a path such as /api/name');

/** A time zone that this computer's time zone data knows. */
export const timeZone = plainText.refine(isTimeZone, 'is not a known time zone');

function isTimeZone(value: string): boolean {
  // Offsets such as +07:00 are valid to Intl, but they are not the name of a place and know no rules.
  if (!/^[A-Za-z]/.test(value)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone !== '';
  } catch (thrown) {
    if (thrown instanceof RangeError) return false;
    throw thrown;
  }
}

/** A speed in kg/s, or `instant`. */
export const speed = z.union(
  [
    z.string().toLowerCase().pipe(z.literal('instant')),
    z
      .string()
      .regex(/^\d+(?:\.\d+)?$/)
      .transform(Number)
      .pipe(z.number().min(0.1).max(10_000)),
  ],
  'is neither a speed nor "instant"',
);
