import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import { loadConfig } from './load-config.ts';
import type { StationConfig } from './station-config.ts';
import { describeConfig, secretsOf } from './station-config.ts';

const PRODUCTION = {
  PLC_IP: '192.168.1.2',
  ODOO_URL: 'https://odoo.example/',
  ODOO_DATABASE: 'mill',
  ODOO_USERNAME: 'scada',
  ODOO_PASSWORD: 's3cret-word ',
};

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'batchline-config-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

function load(env: Record<string, string>, file?: string): StationConfig {
  if (file !== undefined) writeFileSync(join(dataDir, 'settings.json'), file);
  return loadConfig({ env, dataDir, httpPort: 8080 });
}

function refusal(env: Record<string, string>, file?: string): AppError {
  try {
    load(env, file);
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown;
    throw thrown;
  }
  throw new Error('the configuration was accepted');
}

describe('mode', () => {
  test('nothing set: training, without any address', () => {
    const { mode } = load({});
    expect(mode).toEqual({ kind: 'training', speedKgPerSecond: 200, seed: 1 });
  });

  test('PLC and Odoo set: production; the password is taken as it is, blanks and all', () => {
    const { mode } = load({ ...PRODUCTION, CLIENT_NODE: '7' });
    expect(mode).toEqual({
      kind: 'production',
      plc: { host: '192.168.1.2', port: 9600, clientNode: 7, plcNode: null },
      odoo: {
        url: 'https://odoo.example',
        database: 'mill',
        username: 'scada',
        password: 's3cret-word ',
      },
    });
  });

  test.each([
    [{ PLC_IP: '192.168.1.2' }, ['ODOO_URL', 'ODOO_DATABASE', 'ODOO_USERNAME', 'ODOO_PASSWORD']],
    [{ ...PRODUCTION, PLC_IP: '' }, ['PLC_IP']],
    [{ ...PRODUCTION, ODOO_URL: ' ' }, ['ODOO_URL']],
    [{ ...PRODUCTION, ODOO_DATABASE: '' }, ['ODOO_DATABASE']],
    [{ ...PRODUCTION, ODOO_USERNAME: '' }, ['ODOO_USERNAME']],
    [{ ...PRODUCTION, ODOO_PASSWORD: '' }, ['ODOO_PASSWORD']],
    [{ ODOO_URL: 'http://odoo' }, ['PLC_IP', 'ODOO_DATABASE', 'ODOO_USERNAME', 'ODOO_PASSWORD']],
  ])('half of production %j is refused and names what is missing', (env, missing) => {
    const error = refusal(env);
    expect(error.code).toBe('CONFIG_HALF_PRODUCTION');
    expect(error.details.missing).toEqual(missing);
    for (const name of missing) expect(error.message).toContain(name);
    expect(error.message).not.toContain('s3cret-word');
  });

  test('a PLC address in the file and Odoo in the environment are production', () => {
    const { mode } = load({ ...PRODUCTION, PLC_IP: '' }, '{"PLC_IP": "10.0.0.9"}');
    expect(mode.kind === 'production' && mode.plc.host).toBe('10.0.0.9');
  });
});

describe('order and spellings', () => {
  test('environment wins over file, file over default, and the list says which', () => {
    const config = load(
      { PLC_READ_INTERVAL_MINUTES: '0.5' },
      '{"PLC_READ_INTERVAL_SECONDS": 9, "SYNC_INTERVAL_SECONDS": 30}',
    );
    expect(config.tasks[2].intervalMs).toBe(30_000);
    expect(config.tasks[1].intervalMs).toBe(30_000);
    expect(config.tasks[4].intervalMs).toBe(60_000);
    const rows = new Map(describeConfig(config).map((row) => [row.key, row]));
    expect(rows.get('PLC_READ_INTERVAL_SECONDS')).toMatchObject({
      value: '30',
      default: '2',
      unit: 's',
      source: 'environment',
    });
    expect(rows.get('SYNC_INTERVAL_SECONDS')).toMatchObject({ value: '30', default: '300', source: 'file' });
    expect(rows.get('HEALTH_MONITOR_INTERVAL_SECONDS')).toMatchObject({ value: '60', source: 'default' });
  });

  test('seconds win over minutes, ODOO_DATABASE over ODOO_DB', () => {
    const config = load({
      ...PRODUCTION,
      ODOO_DB: 'other',
      EQUIPMENT_FAILURE_INTERVAL_MINUTES: '5',
      EQUIPMENT_FAILURE_INTERVAL_SECONDS: '7.5',
    });
    expect(config.tasks[5].intervalMs).toBe(7500);
    expect(config.mode.kind === 'production' && config.mode.odoo.database).toBe('mill');
    const { ODOO_DATABASE: _, ...rest } = PRODUCTION;
    const aliased = load({ ...rest, ODOO_DB: 'other' });
    expect(aliased.mode.kind === 'production' && aliased.mode.odoo.database).toBe('other');
  });

  test('PLC_TIMEOUT_SEC sets both timeouts; the exact name wins within one source only', () => {
    expect(load({}).plcTiming).toEqual({ readTimeoutMs: 500, writeTimeoutMs: 1000, probeIntervalMs: 1500 });
    expect(load({ PLC_TIMEOUT_SEC: '2' }).plcTiming).toMatchObject({
      readTimeoutMs: 2000,
      writeTimeoutMs: 2000,
    });
    const mixed = load({ PLC_TIMEOUT_SEC: '2', PLC_WRITE_TIMEOUT_MS: '700' }, '{"PLC_READ_TIMEOUT_MS": 300}');
    expect(mixed.plcTiming).toMatchObject({ readTimeoutMs: 2000, writeTimeoutMs: 700 });
  });

  test('ENABLE_AUTO_SYNC=false switches every timer off, a task switch its own', () => {
    const off = load({ ENABLE_AUTO_SYNC: 'False' });
    expect(Object.values(off.tasks).map((task) => task.enabled)).toEqual(Array(7).fill(false));
    expect(load({ ENABLE_TASK_5_EQUIPMENT_FAILURE_MONITOR: 'false' }).tasks[5].enabled).toBe(false);
    const on = load({ ENABLE_TASK_3_PROCESS_COMPLETED: 'no' });
    expect(Object.values(on.tasks).map((task) => task.enabled)).toEqual([
      true,
      true,
      false,
      true,
      true,
      true,
      false,
    ]);
  });

  test('a preset changes the defaults, a setting of its own still wins', () => {
    const { tasks } = load({ INTERVAL_PRESET: 'conservative', PLC_READ_INTERVAL_SECONDS: '4' });
    expect(Object.values(tasks).map((task) => task.intervalMs / 1000)).toEqual([
      3600, 4, 180, 600, 300, 86_400, 300,
    ]);
  });
});

describe('refusals', () => {
  test.each([
    [{ PLC_PORT: '96OO' }, 'PLC_PORT: "96OO" is not a whole number; allowed: 1 to 65535'],
    [{ PLC_PORT: '0' }, 'PLC_PORT: "0" is too small; allowed: 1 to 65535'],
    [{ PLC_READ_INTERVAL_MINUTES: '0' }, 'PLC_READ_INTERVAL_MINUTES: "0" is too small'],
    [
      { PLC_READ_INTERVAL_SECONDS: '2,5' },
      'PLC_READ_INTERVAL_SECONDS: "2,5" is not a number (decimals take a point); allowed: 0.2 to 3600 s',
    ],
    [{ PLC_TIMEOUT_SEC: '0.1' }, 'PLC_TIMEOUT_SEC: "0.1" is too small; allowed: 0.2 to 10 s'],
    [{ PLC_TIMEOUT_SEC: '1e1' }, 'PLC_TIMEOUT_SEC'],
    [{ PLC_PROTOCOL: 'tcp' }, 'PLC_PROTOCOL: "tcp" is not one of the choices; allowed: udp'],
    [{ PLC_IP: '255.255.255.255' }, 'PLC_IP: "255.255.255.255" is not the address of one host'],
    [{ PLC_IP: '192.168.1.256' }, 'PLC_IP'],
    [{ PLC_IP: '0.0.0.0' }, 'PLC_IP'],
    [{ PLC_NODE: '255' }, 'PLC_NODE: "255" is too large; allowed: 1 to 254'],
    [{ ODOO_URL: 'odoo.example' }, 'ODOO_URL'],
    [{ ODOO_URL: 'ftp://odoo.example' }, 'ODOO_URL'],
    [{ TIMEZONE: 'Asia/Bandung' }, 'TIMEZONE: "Asia/Bandung" is not a known time zone'],
    [{ TIMEZONE: '+07:00' }, 'TIMEZONE'],
    [{ ENABLE_AUTO_SYNC: 'maybe' }, 'ENABLE_AUTO_SYNC: "maybe" is neither true nor false'],
    [{ ENABLE_TASK_8_PROCESS: 'false' }, 'ENABLE_TASK_8_PROCESS is not a setting'],
    [{ TRAINING_SPEED: '0' }, 'TRAINING_SPEED'],
  ])('%j', (env, message) => {
    const error = refusal(env);
    expect(error.code).toBe('CONFIG_INVALID');
    expect(error.message).toContain(message);
  });

  test('all bad values are named at once, with the line of those in the file', () => {
    const error = refusal({ PLC_PORT: 'x' }, '{\n  "INTAKE_GATE": "open",\n  "PLC_PROT": "udp"\n}');
    expect(error.details.problems).toEqual([
      'settings.json line 3: "PLC_PROT" is not a setting',
      'PLC_PORT: "x" is not a whole number; allowed: 1 to 65535, whole',
      'settings.json line 2: INTAKE_GATE: "open" is not one of the choices; allowed: empty-queue | free-slots',
    ]);
  });

  test('a bad port of the HTTP host', () => {
    expect(() => loadConfig({ env: {}, dataDir, httpPort: 70_000 })).toThrow(/HTTP port: "70000"/);
  });
});

describe('secrets', () => {
  const DATABASE_URL = 'postgres://mill:p%40ss-word@db/mill';

  test('a bad secret is refused without being shown', () => {
    const error = refusal({ DATABASE_URL: 'mysql://mill:s3cret-word@db', BATCHLINE_API_TOKEN: 'too-sho' });
    expect(error.message).toContain('DATABASE_URL: is not a postgres:// address');
    expect(error.message).toContain('BATCHLINE_API_TOKEN: is shorter than 8 characters');
    expect(JSON.stringify([error.message, error.details])).not.toMatch(/s3cret-word|too-sho/);
  });

  test('a secret in the file is refused without being shown', () => {
    const error = refusal({}, '{"ODOO_PASSWORD": "s3cret-word"}');
    expect(error.message).toContain('settings.json line 1: ODOO_PASSWORD is a secret');
    expect(error.message).not.toContain('s3cret-word');
  });

  test('the list masks them, and secretsOf names each form of them', () => {
    const config = load({ ...PRODUCTION, DATABASE_URL, BATCHLINE_API_TOKEN: '0123456789abcdef' });
    expect(JSON.stringify(describeConfig(config))).not.toMatch(/s3cret-word|ss-word|0123456789abcdef/);
    expect(
      describeConfig(config)
        .filter((row) => row.secret)
        .map((row) => [row.key, row.value]),
    ).toEqual([
      ['ODOO_PASSWORD', '***'],
      ['DATABASE_URL', '***'],
      ['BATCHLINE_API_TOKEN', '***'],
    ]);
    expect(secretsOf(config)).toEqual([
      's3cret-word ',
      DATABASE_URL,
      'p%40ss-word',
      'p@ss-word',
      '0123456789abcdef',
    ]);
  });
});

test('every default lies in its own range and every name is used once', () => {
  const rows = describeConfig(load({}));
  const names = rows.flatMap((row) => row.names).filter((name) => name !== 'PLC_TIMEOUT_SEC');
  expect(new Set(names).size).toBe(names.length);
  const spelledOut = Object.fromEntries(
    rows.flatMap((row) => (row.default === null ? [] : [[row.key, row.default]])),
  );
  const again = load(spelledOut);
  expect(describeConfig(again).map((row) => [row.key, row.value])).toEqual(
    rows.map((row) => [row.key, row.value]),
  );
});
