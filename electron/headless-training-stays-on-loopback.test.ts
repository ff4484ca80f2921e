import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { HeadlessFolder, HeadlessProcess } from './testing/headless-process.ts';

const RECORDER = new URL('./testing/record-addresses.ts', import.meta.url).href;
/** Stands for any other computer. It is a loopback address too, so that nothing leaves this one if the rule is broken. */
const ELSEWHERE = '127.66.66.66';

/** What a computer has in its environment that served a mill before, without PLC_IP and ODOO_URL. */
const LEFT_OVER = {
  PLC_PORT: '9600',
  PLC_NODE: '10',
  CLIENT_NODE: '20',
  ODOO_DATABASE: 'mill',
  ODOO_USERNAME: 'scada',
  ODOO_PASSWORD: 'feed-mill-secret',
  PGHOST: ELSEWHERE,
  PGHOSTADDR: ELSEWHERE,
  PGPORT: '9',
  HTTP_PROXY: `http://${ELSEWHERE}:9`,
  http_proxy: `http://${ELSEWHERE}:9`,
  HTTPS_PROXY: `http://${ELSEWHERE}:9`,
  ALL_PROXY: `http://${ELSEWHERE}:9`,
  NODE_USE_ENV_PROXY: '1',
};

it('in training mode the station and its training plant send to 127.0.0.1 and to nothing else', async () => {
  const folder = await HeadlessFolder.forTest();
  const beside = await HeadlessFolder.forTest();
  const file = join(beside.path, 'addresses.txt');
  const host = await HeadlessProcess.start({
    dataDir: folder.path,
    env: { ...LEFT_OVER, NODE_OPTIONS: `--import=${RECORDER}`, RECORD_ADDRESSES_TO: file },
  });
  await host.line(/is in the history: completed$/, 11);
  expect(await host.call('/api/health')).toMatchObject({ body: { data: { mode: 'training' } } });
  expect(await host.stop()).toEqual({ code: 0, signal: null });
  const addresses = new Set(readFileSync(file, 'utf8').trim().split('\n'));
  // FINS, Odoo and the database; the API, the training Odoo: the record would be worth nothing if it missed them.
  expect([...addresses].toSorted()).toEqual(['tcp on 127.0.0.1', 'tcp to 127.0.0.1', 'udp to 127.0.0.1']);
});
