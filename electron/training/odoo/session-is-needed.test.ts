import { expect, test } from 'vitest';
import { cookieOf, RawOdoo } from '../../testing/raw-odoo.ts';
import { ACCOUNT, startTrainingOdoo } from '../../testing/training-odoo-fixture.ts';

const LOGIN = { db: ACCOUNT.database, login: ACCOUNT.login, password: ACCOUNT.password };

test('a call without a session gets HTTP 200 and error 100, never 401', async () => {
  await using fixture = await startTrainingOdoo();
  const stranger = new RawOdoo(fixture.odoo.url);
  const answer = await stranger.post('/api/scada/mo-detail', { mo_id: 'WH/MO/00001' }, 42);
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({
    jsonrpc: '2.0',
    id: 42,
    error: {
      code: 100,
      message: 'Odoo Session Expired',
      data: { name: 'odoo.http.SessionExpiredException' },
    },
  });
  expect((await stranger.get('/api/scada/equipment-failure')).body).toMatchObject({ error: { code: 100 } });
});

test('the cookie that comes with error 100 is no login', async () => {
  await using fixture = await startTrainingOdoo();
  const stranger = new RawOdoo(fixture.odoo.url);
  stranger.cookie = cookieOf(await stranger.post('/api/scada/boms', {}));
  expect(stranger.cookie).toMatch(/^session_id=/);
  expect((await stranger.post('/api/scada/boms', {})).body).toMatchObject({ error: { code: 100 } });
});

test('the SCADA login gives a status, a cookie and a session that lasts', async () => {
  await using fixture = await startTrainingOdoo();
  const raw = new RawOdoo(fixture.odoo.url);
  const answer = await raw.post('/api/scada/authenticate', LOGIN);
  expect(answer.body).toMatchObject({ result: { status: 'success', uid: 2, db: 'mill', login: 'scada' } });
  raw.cookie = cookieOf(answer);
  expect(await raw.result('/api/scada/mo-list-detailed', {})).toMatchObject({ status: 'success', count: 0 });
  expect(await raw.result('/api/scada/mo-list-detailed', {})).toMatchObject({ status: 'success', count: 0 });
});

test("Odoo's own login gives a result without a status", async () => {
  await using fixture = await startTrainingOdoo();
  const raw = new RawOdoo(fixture.odoo.url);
  const answer = await raw.post('/web/session/authenticate', LOGIN);
  expect(answer.body).toMatchObject({ result: { uid: 2, db: 'mill', username: 'scada' } });
  expect(answer.body).not.toMatchObject({ result: { status: expect.anything() } });
  raw.cookie = cookieOf(answer);
  expect(await raw.result('/api/scada/mo-list-detailed', {})).toMatchObject({ status: 'success' });
});

test('a wrong password is a result with status error here, error 200 AccessDenied there', async () => {
  await using fixture = await startTrainingOdoo();
  const raw = new RawOdoo(fixture.odoo.url);
  const wrong = { ...LOGIN, password: 'guess' };
  const scada = await raw.post('/api/scada/authenticate', wrong);
  expect(scada.body).toMatchObject({ result: { status: 'error', message: 'Access Denied' } });
  expect(cookieOf(scada)).toBeNull();
  const web = await raw.post('/web/session/authenticate', wrong);
  expect(web.status).toBe(200);
  expect(web.body).toMatchObject({ error: { code: 200, data: { name: 'odoo.exceptions.AccessDenied' } } });
  expect(cookieOf(web)).toBeNull();
});

test('a database that does not exist is refused by both logins', async () => {
  await using fixture = await startTrainingOdoo();
  const raw = new RawOdoo(fixture.odoo.url);
  const elsewhere = { ...LOGIN, db: 'other' };
  expect((await raw.post('/api/scada/authenticate', elsewhere)).body).toMatchObject({
    result: { status: 'error', message: expect.stringContaining('"other" does not exist') },
  });
  expect((await raw.post('/web/session/authenticate', elsewhere)).body).toMatchObject({
    error: { code: 200, data: { name: 'psycopg2.OperationalError' } },
  });
});

test('the journal never holds the password', async () => {
  await using fixture = await startTrainingOdoo();
  await new RawOdoo(fixture.odoo.url).post('/web/session/authenticate', LOGIN);
  const calls = fixture.odoo.books.calls();
  expect(calls.map((call) => call.params)).toEqual([
    { ...LOGIN, password: '***' },
    { ...LOGIN, password: '***' },
  ]);
  expect(JSON.stringify([calls, fixture.logger.lines])).not.toContain(ACCOUNT.password);
});
