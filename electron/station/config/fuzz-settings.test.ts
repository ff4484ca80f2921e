import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import { claim, FUZZ_SEED, FUZZ_TIMEOUT_MS, Mutator, RejectionGuard, Tally } from '../../testing/fuzz.ts';
import { loadConfig } from './load-config.ts';
import { ALL_SETTINGS } from './setting-table.ts';
import { parseSettings } from './settings-file.ts';
import { secretsOf } from './station-config.ts';

const TEXTS = 70_000;
const ENVIRONMENTS = 24_000;
const FILES = 6_000;

const DAY_MS = 86_400_000;
const PASSWORD = 's3cret-of-odoo';
const DATABASE_PASSWORD = 's3cret-of-postgres';
const TOKEN = 's3cret-of-the-api';
const SECRETS = [PASSWORD, DATABASE_PASSWORD, TOKEN];

const PRODUCTION: Readonly<Record<string, string>> = {
  PLC_IP: '192.168.1.2',
  PLC_PORT: '9600',
  CLIENT_NODE: '20',
  ODOO_URL: 'https://odoo.example/',
  ODOO_DATABASE: 'mill',
  ODOO_USERNAME: 'scada',
  ODOO_PASSWORD: PASSWORD,
  DATABASE_URL: `postgres://mill:${DATABASE_PASSWORD}@127.0.0.1:5432/mill`,
  BATCHLINE_API_TOKEN: TOKEN,
  TIMEZONE: 'Asia/Jakarta',
  PLC_READ_INTERVAL_MINUTES: '0.05',
  ENABLE_TASK_5_EQUIPMENT_FAILURE_MONITOR: 'yes',
};
const TRAINING: Readonly<Record<string, string>> = {
  TRAINING_SPEED: 'instant',
  INTERVAL_PRESET: 'conservative',
};

/** Names in the environment; secrets keep their values, so that a message that quotes one can be caught. */
const SECRET_NAMES = ALL_SETTINGS.filter(({ secret }) => secret).map(({ spellings }) => spellings[0].name);
const NAMES = ALL_SETTINGS.flatMap(({ spellings }) => spellings.map(({ name }) => name)).filter(
  (name) => !SECRET_NAMES.includes(name),
);
const VALUES = [
  '0',
  '1',
  '-1',
  '0.1',
  '1.5',
  '2.',
  '.5',
  '1e3',
  '٣',
  '0x10',
  '65535',
  '65536',
  '99999999999999999999',
  'true',
  'ON',
  'No',
  'null',
  'ten-slot',
  '../../etc',
  'udp',
  'tcp',
  '127.0.0.1',
  '255.255.255.255',
  '0.0.0.0',
  '224.0.0.1',
  'plc',
  'http://a',
  'https://u:p@h/',
  'UTC',
  '+07:00',
  'Mars/Base',
  'instant',
  'debug',
  '/api/x',
  'a b',
  '\u0007',
  '\u202e',
  'x'.repeat(600),
  'responsive',
  'close',
  'report',
];
const FILE = `\uFEFF{
  "PLC_PORT": 9600,
  "ODOO_DB": "mill \\"A\\" \\u00e9",
  "ENABLE_AUTO_SYNC": false,
  "PLC_READ_INTERVAL_SECONDS": 2.5,
  "TIMEZONE": null,
  "EXPECTED_BATCH_MAX_KG": 1e3,
  "LOG_LEVEL": "info"
}
`;
const FILE_TOKENS = [
  '"',
  '": ',
  ',',
  '{',
  '}',
  '[1]',
  'true',
  'null',
  '-0',
  '1.5e3',
  '\\u12',
  '"PLC_PORT": 1,',
  '"X": "y",',
  '//',
];

function fileText(mutator: Mutator): string {
  if (mutator.chance(0.05)) return FILE;
  if (mutator.chance(0.02)) return `{"PLC_PORT": ${mutator.deepJson(2_000)}}`;
  if (mutator.chance(0.3)) {
    const entries = Array.from({ length: mutator.whole(0, 5) }, () => [
      mutator.pick(NAMES),
      mutator.pick([...VALUES, 1, 2.5, true, null]),
    ]);
    return JSON.stringify(Object.fromEntries(entries), null, mutator.whole(0, 2));
  }
  return mutator.text(FILE, FILE_TOKENS);
}

/** What JSON itself says: the fields of a flat object, or null. Unlike ours it takes a name twice. */
function asFlatJson(text: string): ReadonlyMap<string, unknown> | null {
  try {
    const json: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    if (typeof json !== 'object' || json === null || Array.isArray(json)) return null;
    const entries = Object.entries(json);
    return entries.some(([, value]) => typeof value === 'object' && value !== null) ? null : new Map(entries);
  } catch {
    return null; // No JSON.
  }
}

function checkText(text: string): string {
  const parsed = parseSettings(text);
  const json = asFlatJson(text);
  const shown = (): string => `${JSON.stringify(text)} is ${JSON.stringify(parsed)}`;
  if (parsed.kind === 'broken') {
    claim(parsed.line >= 1 && parsed.line <= text.split('\n').length && parsed.problem !== '', shown);
    const isStricter =
      /\p{Cc}/u.test(text.replace(/[\t\r\n]/g, '')) || parsed.problem.endsWith('appears twice');
    claim(json === null || isStricter, shown);
    return 'broken';
  }
  for (const { line } of parsed.entries.values()) claim(line >= 1 && line <= text.split('\n').length, shown);
  if (json === null) return 'parsed, though JSON is stricter';
  claim([...json.keys()].toSorted().join() === [...parsed.entries.keys()].toSorted().join(), shown);
  for (const [name, value] of json) {
    const found = parsed.entries.get(name)?.text ?? '';
    const isSame = typeof value === 'number' ? Number(found) === value : found === String(value ?? '');
    claim(isSame, shown);
  }
  return 'parsed';
}

function environment(mutator: Mutator): Record<string, string | undefined> {
  const env: Record<string, string | undefined> = { ...(mutator.chance(0.7) ? PRODUCTION : TRAINING) };
  for (let edits = mutator.whole(0, 3); edits > 0; edits -= 1) {
    const name = mutator.chance(0.5) ? mutator.pick(NAMES) : mutator.pick(Object.keys(PRODUCTION));
    const isSecret = SECRET_NAMES.includes(name);
    if (mutator.chance(0.2)) delete env[name];
    else if (isSecret) env[name] = mutator.text(mutator.pick(SECRETS)) + mutator.pick(SECRETS);
    else if (mutator.chance(0.1)) env[mutator.text(name)] = '1';
    else
      env[name] = mutator.chance(0.5)
        ? mutator.pick(VALUES)
        : mutator.text(env[name] ?? mutator.pick(VALUES));
  }
  return env;
}

/** Loads, and checks what came of it; the answer is the mode or the code of the refusal. */
function tryLoad(env: Record<string, string | undefined>, dataDir: string): string {
  const shown = (): string => JSON.stringify(env);
  try {
    const config = loadConfig({ env, dataDir, httpPort: 0 });
    for (const { intervalMs } of Object.values(config.tasks))
      claim(intervalMs >= 200 && intervalMs <= 7 * DAY_MS, shown);
    const { expectedMaxKg, weightMarginKg } = config.batch;
    claim(expectedMaxKg >= 1 && expectedMaxKg <= 100_000 && weightMarginKg >= 0, shown);
    if (config.mode.kind === 'production') {
      const { host, port } = config.mode.plc;
      claim(host !== '' && !/\s/.test(host) && Number.isInteger(port) && port >= 1 && port <= 65_535, shown);
      claim(URL.canParse(config.mode.odoo.url) && !config.mode.odoo.url.endsWith('/'), shown);
    }
    claim(
      secretsOf(config).every((secret) => secret !== ''),
      shown,
    );
    const rows = JSON.stringify(config.settings);
    claim(!SECRETS.some((secret) => rows.includes(secret)), shown);
    return config.mode.kind;
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw new Error(`untyped for ${shown()}`, { cause: thrown });
    claim(thrown.code === 'CONFIG_INVALID' || thrown.code === 'CONFIG_HALF_PRODUCTION', shown);
    const told = thrown.message + JSON.stringify(thrown.details);
    claim(
      thrown.message !== '' && !SECRETS.some((secret) => told.includes(secret)),
      () => `a secret is told: ${told}`,
    );
    return thrown.code;
  }
}

describe(`${TEXTS + ENVIRONMENTS + FILES} settings (FUZZ_SEED=${FUZZ_SEED})`, {
  timeout: FUZZ_TIMEOUT_MS,
}, () => {
  it(`${TEXTS} texts of settings.json: what JSON reads, or the line of the fault`, () => {
    const mutator = new Mutator('settings texts');
    using guard = new RejectionGuard();
    const outcomes = new Tally();
    for (let input = 0; input < TEXTS; input += 1) outcomes.add(checkText(fileText(mutator)));
    expect(outcomes.total).toBe(TEXTS);
    for (const outcome of ['parsed', 'broken']) expect(outcomes.of(outcome), outcome).toBeGreaterThan(5_000);
    expect(guard.seen).toEqual([]);
  });

  it(`${ENVIRONMENTS} environments and ${FILES} files: a checked configuration, or a typed refusal without secrets`, () => {
    const mutator = new Mutator('settings environments');
    const outcomes = new Tally();
    const dataDir = mkdtempSync(join(tmpdir(), 'batchline-fuzz-'));
    try {
      for (let input = 0; input < ENVIRONMENTS; input += 1)
        outcomes.add(tryLoad(environment(mutator), dataDir));
      for (let input = 0; input < FILES; input += 1) {
        writeFileSync(join(dataDir, 'settings.json'), fileText(mutator));
        outcomes.add(tryLoad(mutator.chance(0.5) ? PRODUCTION : {}, dataDir));
      }
    } finally {
      rmSync(dataDir, { recursive: true });
    }
    expect(outcomes.total).toBe(ENVIRONMENTS + FILES);
    for (const outcome of ['production', 'training', 'CONFIG_INVALID', 'CONFIG_HALF_PRODUCTION']) {
      expect(outcomes.of(outcome), outcome).toBeGreaterThan(100);
    }
  });
});
