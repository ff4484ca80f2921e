import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EQUIPMENT } from '../shared/domain/equipment.ts';
import { API_TOKEN, HeadlessFolder, HeadlessProcess } from './testing/headless-process.ts';
import { PlantFixture } from './testing/plant-fixture.ts';
import { processesOf } from './testing/plant-processes.ts';
import { runSql, startTestPostgres, type TestPostgres } from './testing/postgres.ts';

const ARCHIVED = /^\[TASK 3\] (\S+) is in the history: completed$/;

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

/** Everything that the station wrote for people: terminal, log files, the database's log. */
async function everythingSaid(host: HeadlessProcess, dataDir: string, databaseUrl: string): Promise<string> {
  const files = readdirSync(join(dataDir, 'logs')).map((file) =>
    readFileSync(join(dataDir, 'logs', file), 'utf8'),
  );
  const rows = await runSql<{ message: string }>(databaseUrl, 'select message from system_log');
  return [...host.lines, ...host.errorLines, ...files, ...rows.map(({ message }) => message)].join('\n');
}

function secretsOf(plant: PlantFixture): string[] {
  const { ODOO_PASSWORD = '', DATABASE_URL = '' } = plant.environment();
  const secrets = [
    ODOO_PASSWORD,
    DATABASE_URL,
    decodeURIComponent(new URL(DATABASE_URL).password),
    API_TOKEN,
  ];
  for (const secret of secrets) expect(secret.length).toBeGreaterThan(8);
  return secrets;
}

it('with PLC, Odoo and database named, it works on these and starts nothing of its own', async () => {
  await using plant = await PlantFixture.start(postgres, { orders: { count: 25 } });
  const folder = await HeadlessFolder.forTest();
  const dataDir = folder.path;
  const host = await HeadlessProcess.start({ dataDir, env: { ...plant.environment(), LOG_LEVEL: 'debug' } });
  await host.line(ARCHIVED, 25);
  expect(processesOf(dataDir).map(({ role }) => role)).toEqual(['station']);
  expect(host.lines.filter((line) => line.includes('TRAINING'))).toEqual([]);
  const health = await host.call('/api/health');
  expect(health).toMatchObject({ status: 200, body: { data: { mode: 'production', leader: true } } });
  const finals = plant.plc.finals();
  expect(finals.size).toBe(25);
  for (const [moId, final] of finals) {
    expect(plant.odoo.books.order(moId)?.state, moId).toBe('done');
    const inOdoo = plant.odoo.books.finalQuantities(moId);
    for (const { key, odooCode } of EQUIPMENT) {
      expect(inOdoo[odooCode] ?? 0, `${moId} ${odooCode}`).toBeCloseTo(final.components[key], 6);
    }
  }
  expect(await host.stop()).toEqual({ code: 0, signal: null });
  expect(host.errorLines).toEqual([]);
  const said = await everythingSaid(host, dataDir, plant.database.url);
  expect(said.split('WH/MO/00025 is in the history').length - 1, 'in all three places').toBe(3);
  for (const secret of secretsOf(plant)) expect(said).not.toContain(secret);
});

it('refused by Odoo it says so, without the password, and goes on when Odoo has let it in', async () => {
  await using plant = await PlantFixture.start(postgres, { orders: { count: 1 } });
  const folder = await HeadlessFolder.forTest();
  const dataDir = folder.path;
  const env = { ...plant.environment(), ODOO_PASSWORD: 'a-wrong-password', LOG_LEVEL: 'debug' };
  const refused = await HeadlessProcess.start({ dataDir, env });
  await refused.line(/^\[TASK 1\] .*ODOO_LOGIN_REFUSED/);
  expect(await refused.stop()).toEqual({ code: 0, signal: null });
  expect(await everythingSaid(refused, dataDir, plant.database.url)).not.toContain('a-wrong-password');

  const host = await HeadlessProcess.start({ dataDir, env: plant.environment() });
  await host.line(ARCHIVED, 1);
  expect(await host.stop()).toEqual({ code: 0, signal: null });
});

it('refused by the database it says so, without the password, answers, and stops in order', async () => {
  await using plant = await PlantFixture.start(postgres);
  const folder = await HeadlessFolder.forTest();
  const url = new URL(plant.database.url);
  url.password = 'another-wrong-password';
  const env = { ...plant.environment(), DATABASE_URL: url.toString(), LOG_LEVEL: 'debug' };
  const host = await HeadlessProcess.start({ dataDir: folder.path, env });
  await host.line(/^the database cannot be used, asking again: /);
  expect(await host.call('/api/health')).toMatchObject({
    status: 200,
    body: { data: { leader: false, database: { state: 'down' } } },
  });
  expect(await host.call('/api/admin/history')).toMatchObject({
    status: 503,
    body: { status: 'error', code: 'STORE_UNAVAILABLE' },
  });
  expect(await host.stop()).toEqual({ code: 0, signal: null });
  expect(await everythingSaid(host, folder.path, plant.database.url)).not.toContain('another-wrong-password');
});
