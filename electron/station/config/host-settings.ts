import { HOUR_MS, MINUTE_MS } from './durations.ts';
import { choice, LIVE, numeric, optionalText, secondsOrMinutes, text } from './setting.ts';
import { listenAddress, plainText, postgresUrl, timeZone } from './text-schemas.ts';

/** What surrounds the plant: database, API, log, time zone. */
export const HOST_SETTINGS = {
  databaseUrl: optionalText(
    'DATABASE_URL',
    { range: 'postgres:// address', schema: postgresUrl, secret: true },
    'PostgreSQL server; left out: an own one in the data folder.',
  ),
  apiToken: optionalText(
    'BATCHLINE_API_TOKEN',
    {
      range: '8 to 512 characters',
      schema: plainText.min(8, 'is shorter than 8 characters'),
      secret: true,
    },
    'Token of the HTTP API; left out: one is made in the data folder.',
  ),
  httpHost: text(
    'HTTP_HOST',
    { range: 'IP address of this computer, or localhost', schema: listenAddress },
    '127.0.0.1',
    'Where the API and the screens are served. Anything but loopback lets the network in, without encryption.',
  ),
  controlLock: secondsOrMinutes(
    'CONTROL_LOCK',
    { minMs: MINUTE_MS, maxMs: 8 * HOUR_MS, fallbackMs: 15 * MINUTE_MS, live: LIVE },
    'Time without anything done after which a screen asks for the PIN again; what it shows stays.',
  ),
  timezone: text(
    'TIMEZONE',
    { range: 'IANA name', schema: timeZone },
    'Asia/Jakarta',
    "The plant's time zone.",
  ),
  logLevel: choice(
    'LOG_LEVEL',
    ['debug', 'info', 'warn', 'error'],
    'info',
    'Least important line that is logged.',
    LIVE,
  ),
  logRetentionDays: numeric(
    'LOG_RETENTION_DAYS',
    { min: 1, max: 3650, whole: true, unit: 'days', fallback: 30, live: LIVE },
    'Age at which lines of system_log go, and loads whose batches left the queue.',
  ),
  logKeepLast: numeric(
    'LOG_CLEANUP_KEEP_LAST',
    { min: 0, max: 1_000_000, whole: true, unit: 'lines', fallback: 1000, live: LIVE },
    'Newest lines that stay whatever their age.',
  ),
} as const;
