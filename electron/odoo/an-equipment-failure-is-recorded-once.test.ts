import { describe, expect, it } from 'vitest';
import { odooTestClient } from '../testing/odoo-test-client.ts';
import type { Script, SeenRequest } from '../testing/scripted-odoo.ts';
import { answer, RESET, refusal, ScriptedOdoo, success } from '../testing/scripted-odoo.ts';
import { reportFailureOnce } from './report-equipment-failure.ts';

const PATH = '/api/scada/equipment-failure';
const FAILURE = {
  equipmentCode: 'silo101',
  description: 'START_FAILURE',
  occurredAt: Date.UTC(2026, 0, 4, 23, 30, 5, 700),
};
const TWIN = { equipment_code: 'silo101', description: 'START_FAILURE', date: '2026-01-04 23:30:05' };

interface Case {
  readonly wasSent?: boolean;
  readonly records?: object[];
  readonly post?: Script;
  /** The record is made although the answer is lost. */
  readonly applies?: boolean;
  readonly list?: Script;
}

async function report({ wasSent = false, records = [], post = success(), applies = false, list }: Case) {
  await using odoo = await ScriptedOdoo.start();
  using test = odooTestClient(odoo.url);
  const books = [...records];
  odoo.on(PATH, (request: SeenRequest) => {
    if (request.method === 'GET') return list ?? success({ data: books });
    if (applies) books.push(request.params);
    return post;
  });
  let sent = wasSent;
  const progress = {
    wasSent: () => sent,
    recordSent: () => {
      sent = true;
    },
  };
  const outcome = await reportFailureOnce(test.client, FAILURE, progress);
  return { outcome, methods: odoo.to(PATH).map(({ method }) => method), sent };
}

const CASES: [name: string, given: Case, outcome: object, methods: string[]][] = [
  ['a new failure is sent', {}, { kind: 'confirmed', note: null }, ['POST']],
  [
    'applied, but the reply was lost: found, not repeated',
    { post: RESET, applies: true },
    { kind: 'confirmed', note: expect.stringContaining('found') },
    ['POST', 'GET'],
  ],
  [
    'lost before it was applied: later, not at once',
    { post: RESET },
    { kind: 'retry', linkDown: false },
    ['POST', 'GET'],
  ],
  [
    'lost, and the list cannot be read: later',
    { post: RESET, list: answer('', 500) },
    { kind: 'retry', linkDown: true },
    ['POST', 'GET'],
  ],
  ['after a crash the twin is found', { wasSent: true, records: [TWIN] }, { kind: 'confirmed' }, ['GET']],
  [
    'under another spelling, too',
    { wasSent: true, records: [{ ...TWIN, equipment_code: 'SILO 101', date: '2026-01-04T23:30:05Z' }] },
    { kind: 'confirmed' },
    ['GET'],
  ],
  [
    'after a crash without a twin it is sent',
    { wasSent: true },
    { kind: 'confirmed', note: null },
    ['GET', 'POST'],
  ],
  [
    'another time is no twin',
    { wasSent: true, records: [{ ...TWIN, date: '2026-01-04 23:30:06' }] },
    { kind: 'confirmed' },
    ['GET', 'POST'],
  ],
  [
    'another text is no twin',
    { wasSent: true, records: [{ ...TWIN, description: 'OVERLOAD' }] },
    { kind: 'confirmed' },
    ['GET', 'POST'],
  ],
  [
    'another silo is no twin',
    { wasSent: true, records: [{ ...TWIN, equipment_code: 'silo102' }] },
    { kind: 'confirmed' },
    ['GET', 'POST'],
  ],
  [
    'a record without a date is no twin',
    { wasSent: true, records: [{ ...TWIN, date: false }] },
    { kind: 'confirmed' },
    ['GET', 'POST'],
  ],
  [
    'nothing is sent while the list cannot be read',
    { wasSent: true, list: RESET },
    { kind: 'retry', linkDown: true },
    ['GET'],
  ],
  [
    'nothing is sent when the list may go on beyond what was read',
    { wasSent: true, records: Array.from({ length: 200 }, () => ({ ...TWIN, date: '2025-12-01 00:00:00' })) },
    { kind: 'park' },
    ['GET'],
  ],
  ['throttled: later', { post: answer('', 429) }, { kind: 'retry', linkDown: true }, ['POST']],
  [
    'a refusal is parked',
    { post: refusal('Equipment "silo101" not found') },
    { kind: 'park', fault: { code: 'ODOO_REJECTED' } },
    ['POST', 'GET'],
  ],
];

describe('an equipment failure', () => {
  it.each(CASES)('%s', async (_name, given, expected, methods) => {
    const done = await report(given);
    expect(done.outcome).toMatchObject(expected);
    expect(done.methods).toEqual(methods);
    expect(done.sent).toBe(true);
  });
});
