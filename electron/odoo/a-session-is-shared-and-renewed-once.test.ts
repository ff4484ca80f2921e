import { describe, expect, it } from 'vitest';
import { odooTestClient, TEST_PASSWORD, TEST_TIMEOUT_MS } from '../testing/odoo-test-client.ts';
import {
  answer,
  HANG,
  refusal,
  result,
  rpcError,
  ScriptedOdoo,
  SESSION_EXPIRED,
  success,
} from '../testing/scripted-odoo.ts';
import { CANCEL } from '../testing/scripted-order.ts';

const LOGIN = '/api/scada/authenticate';
const WEB_LOGIN = '/web/session/authenticate';
const MO = 'WH/MO/00014';

const loggedInAs = (cookie: string) =>
  result({ status: 'success' }, { 'set-cookie': `session_id=${cookie}; Path=/` });

describe('the session', () => {
  it('is opened by the module’s own login and reused', async () => {
    await using odoo = await ScriptedOdoo.start();
    using test = odooTestClient(odoo.url);
    odoo.on(CANCEL, success());
    await test.client.cancelOrder(MO);
    await test.client.cancelOrder(MO);
    expect(odoo.to(LOGIN).map((request) => request.params)).toEqual([
      { db: 'mill', login: 'scada', password: TEST_PASSWORD },
    ]);
    expect(odoo.to(CANCEL).map((request) => request.cookie)).toEqual([
      'session_id=first',
      'session_id=first',
    ]);
  });

  it('is opened by one login for all calls that wait for it', async () => {
    await using odoo = await ScriptedOdoo.start();
    using test = odooTestClient(odoo.url);
    odoo.on(CANCEL, success());
    const replies = await Promise.all([1, 2, 3, 4, 5].map(() => test.client.cancelOrder(MO)));
    expect(replies.map((reply) => reply.kind)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
    expect(odoo.to(LOGIN)).toHaveLength(1);
  });

  it('falls back to Odoo’s own login where the module has none', async () => {
    await using odoo = await ScriptedOdoo.start();
    using test = odooTestClient(odoo.url);
    odoo.on(LOGIN, answer('not found', 404));
    odoo.on(WEB_LOGIN, result({ uid: 7 }, { 'set-cookie': 'session_id=web; Path=/' })).on(CANCEL, success());
    expect(await test.client.cancelOrder(MO)).toMatchObject({ kind: 'ok' });
    expect(odoo.to(WEB_LOGIN)[0]?.params).toEqual({ db: 'mill', login: 'scada', password: TEST_PASSWORD });
    expect(odoo.to(CANCEL)[0]?.cookie).toBe('session_id=web');
  });

  it.each([
    ['error 100', SESSION_EXPIRED],
    ['an error that says so', rpcError(200, 'Odoo Session Expired')],
    ['a status that says so', refusal('Session expired')],
  ])('is renewed once and the call repeated once (%s)', async (_name, expired) => {
    await using odoo = await ScriptedOdoo.start();
    using test = odooTestClient(odoo.url);
    odoo.on(LOGIN, loggedInAs('old'), loggedInAs('new')).on(CANCEL, expired, success());
    expect(await test.client.cancelOrder(MO)).toMatchObject({ kind: 'ok' });
    expect(odoo.to(CANCEL).map((request) => request.cookie)).toEqual(['session_id=old', 'session_id=new']);
  });

  it('that is over again after the renewal is a fault, not a loop', async () => {
    await using odoo = await ScriptedOdoo.start();
    using test = odooTestClient(odoo.url);
    odoo.on(CANCEL, SESSION_EXPIRED);
    expect(await test.client.cancelOrder(MO)).toMatchObject({
      fault: { class: 'session', code: 'ODOO_SESSION_EXPIRED', linkDown: true },
    });
    expect(odoo.to(LOGIN)).toHaveLength(2);
    expect(odoo.to(CANCEL)).toHaveLength(2);
  });

  it('is renewed once for calls that notice its end together', async () => {
    await using odoo = await ScriptedOdoo.start();
    using test = odooTestClient(odoo.url);
    odoo.on(LOGIN, loggedInAs('old'), loggedInAs('new'));
    odoo.on(CANCEL, (request) => (request.cookie === 'session_id=old' ? SESSION_EXPIRED : success()));
    const replies = await Promise.all([1, 2, 3].map(() => test.client.cancelOrder(MO)));
    expect(replies.every((reply) => reply.kind === 'ok')).toBe(true);
    expect(odoo.to(LOGIN)).toHaveLength(2);
  });
});

describe('a refused login', () => {
  it.each([
    ['by the module', LOGIN, refusal('Invalid login')],
    ['by Odoo', WEB_LOGIN, rpcError(200, 'Odoo Server Error', { name: 'odoo.exceptions.AccessDenied' })],
    ['by a user id of false', WEB_LOGIN, result({ uid: false }, { 'set-cookie': 'session_id=anonymous' })],
  ])('%s is not tried again for a minute', async (_name, path, script) => {
    await using odoo = await ScriptedOdoo.start();
    using test = odooTestClient(odoo.url);
    odoo.on(LOGIN, answer('', 404)).on(path, script).on(CANCEL, success());
    const refused = {
      kind: 'fault',
      fault: { class: 'permanent', code: 'ODOO_LOGIN_REFUSED', linkDown: true },
    };

    expect(await test.client.cancelOrder(MO)).toMatchObject(refused);
    await test.clock.advance(59_999);
    expect(await test.client.cancelOrder(MO)).toMatchObject(refused);
    expect(odoo.to(path)).toHaveLength(1);

    odoo.on(LOGIN, loggedInAs('right'));
    await test.clock.advance(1);
    expect(await test.client.cancelOrder(MO)).toMatchObject({ kind: 'ok' });
    expect(odoo.to(CANCEL)).toHaveLength(1);
  });

  it.each([
    ['a busy database', refusal('could not serialize access due to concurrent update')],
    ['HTTP 500', answer('', 500)],
    ['no cookie', success()],
    ['an echo of the request', answer(`{"echo":"${TEST_PASSWORD}"}`)],
    ['an exception that quotes the password', rpcError(200, `no user with ${TEST_PASSWORD}`)],
  ])('is something else than %s, which is tried again at once', async (_name, script) => {
    await using odoo = await ScriptedOdoo.start();
    using test = odooTestClient(odoo.url);
    odoo.on(LOGIN, script, loggedInAs('right')).on(CANCEL, success());
    const first = await test.client.cancelOrder(MO);
    expect(first).toMatchObject({ fault: { class: 'transient', linkDown: true } });
    expect(JSON.stringify(first)).not.toContain(TEST_PASSWORD);
    expect(await test.client.cancelOrder(MO)).toMatchObject({ kind: 'ok' });
  });
});

describe('secrets', () => {
  it('stay out of log lines, faults and the link state', async () => {
    await using odoo = await ScriptedOdoo.start();
    using test = odooTestClient(odoo.url);
    const said: unknown[] = [];
    for (const script of [
      refusal(`wrong password ${TEST_PASSWORD}`),
      rpcError(200, `psycopg2: ${TEST_PASSWORD}`),
      answer(TEST_PASSWORD),
      answer('', 404),
      loggedInAs('secret-cookie'),
    ]) {
      odoo.on(LOGIN, script).on(CANCEL, SESSION_EXPIRED);
      said.push(await test.client.cancelOrder(MO), test.client.link());
      await test.clock.advance(60_000);
    }
    const text = JSON.stringify([said, test.logger.lines]);
    expect(text).toContain('ODOO_LOGIN_REFUSED');
    expect(text).not.toContain(TEST_PASSWORD);
    expect(text).not.toContain('secret-cookie');
  });

  it('a login that never answers ends by its timeout for everybody who waits', async () => {
    await using odoo = await ScriptedOdoo.start();
    using test = odooTestClient(odoo.url);
    odoo.on(LOGIN, HANG);
    const replies = Promise.all([test.client.cancelOrder(MO), test.client.orderDetail(MO)]);
    await odoo.received(LOGIN);
    await test.clock.advance(TEST_TIMEOUT_MS);
    for (const reply of await replies) {
      expect(reply).toMatchObject({ fault: { class: 'transient', code: 'ODOO_TIMEOUT', linkDown: true } });
    }
    expect(odoo.to(LOGIN)).toHaveLength(1);
  });
});
