import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { LiveSettings } from './live-settings.ts';

const GOOD = '{\n  "SYNC_INTERVAL_SECONDS": 30\n}\n';
const BAD = '{\n  "SYNC_INTERVAL_SECONDS": 30,\n  "PLC_PORT": 96000\n}\n';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'batchline-live-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const file = (): string => join(dataDir, 'settings.json');
const lastGood = (): string => join(dataDir, 'settings.last-good.json');
const open = (env: Record<string, string> = {}): LiveSettings =>
  LiveSettings.open({ env, dataDir, httpPort: null });

function refusal(attempt: () => unknown): AppError {
  try {
    attempt();
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown;
    throw thrown;
  }
  throw new Error('nothing was refused');
}

describe('at the start', () => {
  test('a good file is kept; a bad one later starts with it, is named with its line and left as it is', () => {
    writeFileSync(file(), GOOD);
    expect(open().fault).toBeNull();
    writeFileSync(file(), BAD);
    const settings = open();
    expect(settings.atStart.tasks[1].intervalMs).toBe(30_000);
    expect(settings.atStart.settings.find(({ key }) => key === 'PLC_PORT')?.value).toBe('9600');
    expect(settings.fault?.message).toContain('settings.json line 3: PLC_PORT: "96000" is too large');
    expect(readFileSync(file(), 'utf8')).toBe(BAD);
    expect(readFileSync(lastGood(), 'utf8')).toBe(GOOD);
  });

  test('a file cut off in its middle is a bad file too', () => {
    writeFileSync(file(), GOOD);
    open();
    writeFileSync(file(), GOOD.slice(0, 20));
    const settings = open();
    expect([settings.atStart.tasks[1].intervalMs, settings.fault?.code]).toEqual([30_000, 'CONFIG_INVALID']);
  });

  test('without a last good one the start is refused', () => {
    writeFileSync(file(), BAD);
    expect(refusal(open).message).toContain('settings.json line 3: PLC_PORT');
    expect(existsSync(lastGood())).toBe(false);
  });

  test('a bad environment is refused whatever was good before', () => {
    writeFileSync(file(), GOOD);
    open();
    expect(refusal(() => open({ PLC_PORT: '0' })).message).toContain('PLC_PORT: "0" is too small');
    writeFileSync(file(), BAD);
    expect(refusal(() => open({ LOG_LEVEL: 'loud' })).message).toContain('LOG_LEVEL: "loud"');
  });

  test('half of production is refused: training is never started in its place', () => {
    writeFileSync(file(), GOOD);
    open();
    writeFileSync(file(), '{"PLC_IP": "127.0.0.1"}');
    expect(refusal(open).code).toBe('CONFIG_HALF_PRODUCTION');
  });

  test('a file that was deleted on purpose does not come back', () => {
    writeFileSync(file(), GOOD);
    open();
    rmSync(file());
    expect(open().atStart.tasks[1].intervalMs).toBe(300_000);
    writeFileSync(file(), BAD);
    expect(open().atStart.tasks[1].intervalMs).toBe(300_000);
  });

  test('a secret in the file never reaches the last good one', () => {
    writeFileSync(file(), GOOD);
    open();
    writeFileSync(file(), '{"ODOO_PASSWORD": "s3cret-word"}');
    expect(open().fault?.message).not.toContain('s3cret-word');
    expect(readFileSync(lastGood(), 'utf8')).toBe(GOOD);
  });
});

describe('an edit while the station runs', () => {
  test('is noticed within two seconds, and a look that finds nothing new tells nobody', async () => {
    writeFileSync(file(), GOOD);
    const clock = new FakeClock();
    const settings = open();
    const told: number[] = [];
    settings.onChange((now, before) => told.push(before.tasks[1].intervalMs, now.tasks[1].intervalMs));
    const stop = settings.watch(clock);
    await clock.advance(10_000);
    writeFileSync(file(), '{"SYNC_INTERVAL_SECONDS": 45, "PLC_PORT": 9601}');
    await clock.advance(2_000);
    expect(told).toEqual([30_000, 45_000]);
    await clock.advance(10_000);
    expect(told).toHaveLength(2);
    expect(settings.rows().filter((row) => row.pendingRestart)).toMatchObject([
      { key: 'PLC_PORT', value: '9601', live: false },
    ]);
    stop();
    expect(clock.pending).toBe(0);
  });

  test('a bad one keeps what is in force until the file is good again', async () => {
    writeFileSync(file(), GOOD);
    const clock = new FakeClock();
    const settings = open();
    const faults: (string | null)[] = [];
    settings.onChange(() => faults.push(settings.fault?.code ?? null));
    const stop = settings.watch(clock);
    writeFileSync(file(), BAD);
    await clock.advance(2_000);
    expect(settings.current.tasks[1].intervalMs).toBe(30_000);
    expect(readFileSync(file(), 'utf8')).toBe(BAD);
    expect(readFileSync(lastGood(), 'utf8')).toBe(GOOD);
    writeFileSync(file(), '{"SYNC_INTERVAL_SECONDS": 60}');
    await clock.advance(2_000);
    expect(settings.current.tasks[1].intervalMs).toBe(60_000);
    expect(faults).toEqual(['CONFIG_INVALID', null]);
    stop();
  });
});

describe('a change', () => {
  test('is in the file, in force and the last good one', () => {
    const settings = open();
    settings.change(new Map([['SYNC_INTERVAL_SECONDS', '30']]));
    expect(settings.current.tasks[1].intervalMs).toBe(30_000);
    expect(settings.atStart.tasks[1].intervalMs).toBe(300_000);
    expect([readFileSync(file(), 'utf8'), readFileSync(lastGood(), 'utf8')]).toEqual([GOOD, GOOD]);
    settings.change(new Map([['SYNC_INTERVAL_MINUTES', null]]));
    expect(settings.current.tasks[1].intervalMs).toBe(300_000);
  });

  test('keeps an edit that nobody has noticed yet', () => {
    const settings = open();
    writeFileSync(file(), '{"LOG_LEVEL": "debug"}');
    settings.change(new Map([['ZERO_WEIGHT', 'accept']]));
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual({ LOG_LEVEL: 'debug', ZERO_WEIGHT: 'accept' });
    expect(settings.current.log.level).toBe('debug');
  });

  test.each([
    ['PLC_PORT', '96OO', 'CONFIG_INVALID', 'PLC_PORT: "96OO" is not a whole number; allowed: 1 to 65535'],
    ['SYNC_INTERVAL_SECONDS', '0', 'CONFIG_INVALID', 'SYNC_INTERVAL_SECONDS: "0" is too small'],
    ['PLC_PROT', 'udp', 'NOT_FOUND', '"PLC_PROT" is not a setting'],
    ['ODOO_PASSWORD', 's3cret', 'CONFIG_INVALID', 'ODOO_PASSWORD is a secret and belongs into the environ'],
    ['TIMEZONE', 'UTC', 'CONFIG_INVALID', 'TIMEZONE is set by the environment'],
    ['PLC_READ_INTERVAL_SECONDS', '3', 'CONFIG_INVALID', 'PLC_READ_INTERVAL_SECONDS is set by the environ'],
    ['PLC_IP', '127.0.0.1', 'CONFIG_HALF_PRODUCTION', 'PLC_IP set, but not ODOO_URL'],
  ])('%s=%s is refused with %s, and nothing is changed', (name, value, code, message) => {
    writeFileSync(file(), GOOD);
    const settings = open({ TIMEZONE: 'Asia/Jakarta', PLC_READ_INTERVAL_MINUTES: '1' });
    for (const attempt of ['check', 'change'] as const) {
      const refused = refusal(() => settings[attempt](new Map([[name, value]])));
      expect(refused.code).toBe(code);
      expect(refused.message).toContain(message);
    }
    expect(readFileSync(file(), 'utf8')).toBe(GOOD);
    expect(settings.current).toEqual(settings.atStart);
  });

  test('does not write over a bad file', () => {
    const settings = open();
    writeFileSync(file(), BAD);
    const refused = refusal(() => settings.change(new Map([['LOG_LEVEL', 'debug']])));
    expect(refused.code).toBe('SETTINGS_FILE_BAD');
    expect(refused.message).toContain('settings.json line 3: PLC_PORT');
    expect(readFileSync(file(), 'utf8')).toBe(BAD);
  });
});
