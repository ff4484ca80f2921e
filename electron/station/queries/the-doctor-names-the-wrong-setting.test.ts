import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { DoctorCheckView } from '../../../shared/contract/diagnostics.ts';
import { PlantFixture } from '../../testing/plant-fixture.ts';
import { startTestPostgres, type TestPostgres } from '../../testing/postgres.ts';
import { systemClock } from '../../testing/system-clock.ts';
import { TcpProxy } from '../../testing/tcp-proxy.ts';

let postgres: TestPostgres;
let plant: PlantFixture;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());
beforeEach(async () => {
  plant = await PlantFixture.start(postgres, { scans: 'by-hand' });
  return () => plant[Symbol.asyncDispose]();
});

const QUIET = {
  SYNC_INTERVAL_SECONDS: '3600',
  PLC_READ_INTERVAL_SECONDS: '3600',
  PROCESS_COMPLETED_INTERVAL_SECONDS: '3600',
};

/** What the doctor finds on a station with these settings, by what was checked. */
async function examine(
  env: Record<string, string> = {},
  disturb: () => Promise<void> | void = () => undefined,
): Promise<Record<string, Pick<DoctorCheckView, 'ok' | 'finding' | 'setting'>>> {
  const running = await plant.station({ ...QUIET, ...env });
  await disturb();
  const { checks } = await running.station.api.query('connectionDoctor', {});
  return Object.fromEntries(checks.map(({ what, ok, finding, setting }) => [what, { ok, finding, setting }]));
}

const GOOD = { ok: true, finding: 'ok', setting: null };
const NOT_CHECKED = { ok: null, finding: 'not-checked', setting: null };

it('a sound plant: everything works, in a fixed order', async () => {
  const found = await examine();
  expect(Object.keys(found)).toEqual([
    'plc-socket',
    'plc-node',
    'plc-mode',
    'plc-profile',
    'odoo-reach',
    'odoo-login',
    'database',
  ]);
  expect(new Set(Object.values(found).map((check) => JSON.stringify(check)))).toEqual(
    new Set([JSON.stringify(GOOD)]),
  );
});

it('a wrong node number of the PLC is named, though the PLC answers', async () => {
  expect(await examine({ PLC_NODE: '77' })).toMatchObject({
    'plc-socket': GOOD,
    'plc-node': { ok: false, finding: 'plc-node-wrong', setting: 'PLC_NODE' },
    'plc-mode': NOT_CHECKED,
    'plc-profile': NOT_CHECKED,
    'odoo-reach': GOOD,
  });
});

it('a silent PLC: its address, port or firewall; the others are examined all the same', async () => {
  const found = await examine({}, () => {
    plant.plc.powerOff();
  });
  expect(found).toMatchObject({
    'plc-socket': { ok: false, finding: 'plc-silent', setting: 'PLC_IP' },
    'plc-node': NOT_CHECKED,
    'odoo-login': GOOD,
    database: GOOD,
  });
});

it('PROGRAM mode is found', async () => {
  const program = await examine({}, () => plant.plc.setCpu({ mode: 'program' }));
  expect(program['plc-mode']).toEqual({ ok: false, finding: 'plc-program-mode', setting: null });
});

it('a PLC whose slots are laid out otherwise: the memory map', async () => {
  const found = await examine({}, () =>
    plant.plc.memory.write(6000, [1, 0x5748, ...Array<number>(75).fill(3)]),
  );
  expect(found['plc-profile']).toEqual({ ok: false, finding: 'plc-slot-ids', setting: 'PLC_PROFILE' });
});

it('a wrong password is told from an Odoo that is away', async () => {
  const login = await examine({ ODOO_PASSWORD: 'wrong' });
  expect(login).toMatchObject({
    'odoo-reach': GOOD,
    'odoo-login': { ok: false, finding: 'odoo-login-refused', setting: 'ODOO_PASSWORD' },
  });
});

it('an Odoo that is not there: its address', async () => {
  const found = await examine({}, () => plant.odoo.goDown());
  expect(found).toMatchObject({
    'odoo-reach': { ok: false, finding: 'odoo-unreachable', setting: 'ODOO_URL' },
    'odoo-login': NOT_CHECKED,
  });
});

it('a database that is gone', async () => {
  await using proxy = await TcpProxy.start(Number(new URL(postgres.server.url).port));
  const env = { DATABASE_URL: proxy.urlInstead(plant.database.url) };
  const found = await examine(env, () => proxy.cut());
  expect(found.database).toEqual({ ok: false, finding: 'database-unreachable', setting: 'DATABASE_URL' });
  expect(found['odoo-login']).toEqual(GOOD);
});

it('a database that says nothing is not waited for longer than three seconds', async () => {
  await using proxy = await TcpProxy.start(Number(new URL(postgres.server.url).port));
  const running = await plant.station({ ...QUIET, DATABASE_URL: proxy.urlInstead(plant.database.url) });
  proxy.mute();
  const before = systemClock.monotonicMs();
  const { checks } = await running.station.api.query('connectionDoctor', {});
  expect(systemClock.monotonicMs() - before).toBeLessThan(4_500);
  expect(checks.at(-1)).toMatchObject({ what: 'database', ok: false, finding: 'no-answer-in-time' });
  // Connections that lead nowhere would hold up the stop.
  await proxy.cut();
});

it('who commands is told to every station, by name', async () => {
  const first = await plant.station(QUIET);
  const info = await first.station.api.query('stationInfo', {});
  expect(info.leader).toMatchObject({ this: true, name: info.name, epoch: expect.any(Number) });
  expect(info.version).toMatch(/^\d+\.\d+\.\d+/);
  expect(await first.station.api.query('health', {})).toMatchObject({ leader: true, leader_name: info.name });
  const folder = await mkdtemp(join(tmpdir(), 'batchline-second-'));
  try {
    const second = await plant.station(QUIET, folder);
    const seen = await second.station.api.query('stationInfo', {});
    expect(seen.leader).toEqual({ ...info.leader, this: false });
    const { intake } = await second.station.api.query('overview', {});
    expect(intake).toMatchObject({ state: 'not-leader', reason_code: null });
    await second.stop();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
