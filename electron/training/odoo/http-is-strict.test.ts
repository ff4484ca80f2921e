import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { startTrainingOdoo } from '../../testing/training-odoo-fixture.ts';
import { MAX_BODY_BYTES } from './http-door.ts';

test('a wrong path is 404, with and without a session', async () => {
  await using fixture = await startTrainingOdoo();
  const known = await fixture.raw.post('/api/scada/mo/finish', {});
  expect(known.status).toBe(404);
  expect(known.body).toMatchObject({ error: { code: 404 } });
  fixture.raw.cookie = null;
  expect((await fixture.raw.get('/api/scada/nothing')).status).toBe(404);
});

test.each([
  ['cut in the middle', '{"jsonrpc": "2.0", "params": {'],
  ['empty', ''],
  ['a list', '[1, 2]'],
  ['a text', '"params"'],
])('a body that is %s is 400', async (_what, body) => {
  await using fixture = await startTrainingOdoo();
  const answer = await fixture.raw.send('/api/scada/mo-detail', body);
  expect(answer.status).toBe(400);
  expect(answer.body).toContain('Bad Request');
});

test('a form is 400: the JSON routes take JSON only', async () => {
  await using fixture = await startTrainingOdoo();
  const answer = await fixture.raw.send('/api/scada/boms', '{}', 'application/x-www-form-urlencoded');
  expect(answer.status).toBe(400);
});

test('the wrong method is 405', async () => {
  await using fixture = await startTrainingOdoo();
  expect((await fixture.raw.get('/api/scada/mo-detail')).status).toBe(405);
});

test('a body over the limit is 413, and the next call is served', async () => {
  await using fixture = await startTrainingOdoo();
  const answer = await fixture.raw.send('/api/scada/boms', 'x'.repeat(MAX_BODY_BYTES + 1));
  expect(answer.status).toBe(413);
  expect((await fixture.raw.post('/api/scada/boms', {})).status).toBe(200);
});

test('params outside of "params" do not count', async () => {
  await using fixture = await startTrainingOdoo();
  const answer = await fixture.raw.send('/api/scada/mo-detail', '{"mo_id": "WH/MO/00001"}');
  expect(answer.body).toEqual({
    jsonrpc: '2.0',
    id: null,
    result: { status: 'error', message: 'mo_id is required' },
  });
});

test('it listens on 127.0.0.1 and on no other address', async () => {
  await using fixture = await startTrainingOdoo();
  const { port } = new URL(fixture.odoo.url);
  const socket = connect(Number(port), '127.0.0.2');
  await expect(once(socket, 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  socket.destroy();
});
