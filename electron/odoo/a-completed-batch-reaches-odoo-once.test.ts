import { describe, expect, it } from 'vitest';
import { kg, ZERO_KG } from '../../shared/units.ts';
import { batchResult } from '../testing/batch-results.ts';
import { TEST_TIMEOUT_MS } from '../testing/odoo-test-client.ts';
import { CLOSE, MO, plant, QUANTITIES, RESULT } from '../testing/reporting-plant.ts';
import type { Script } from '../testing/scripted-odoo.ts';
import { answer, HANG, RESET, rpcError, success } from '../testing/scripted-odoo.ts';
import { applied, DETAIL, MARK_DONE, UPDATE } from '../testing/scripted-order.ts';

describe('a completed batch', () => {
  it('is updated, closed and read back', async () => {
    await using p = await plant();
    expect(await p.report()).toEqual({ kind: 'confirmed', note: null });
    expect(p.odoo.to(UPDATE).map(({ params }) => params)).toEqual([
      { mo_id: MO, quantity: 998.5, ...QUANTITIES },
    ]);
    expect(p.odoo.to(MARK_DONE).map(({ params }) => params)).toEqual([{ mo_id: MO, finished_qty: 998.5 }]);
    expect(p.odoo.to(DETAIL)).toHaveLength(1);
    expect(p.order.state).toBe('done');
    expect([...p.progress.steps]).toEqual(['update-sent', 'update-confirmed', 'close-sent']);
  });

  it('is left open under the policy update-only', async () => {
    await using p = await plant();
    expect(await p.report(RESULT, { ...CLOSE, closePolicy: 'update-only' })).toEqual({
      kind: 'confirmed',
      note: null,
    });
    expect(p.order).toMatchObject({ state: 'confirmed', quantities: QUANTITIES });
  });

  it('without a weight is a question', async () => {
    await using p = await plant();
    const result = { ...RESULT, weight: ZERO_KG };
    expect(await p.report(result)).toMatchObject({ kind: 'park', fault: { code: 'RESULT_QUESTION' } });
    expect(p.odoo.seen).toEqual([]);
  });

  it('without a weight, accepted, is pushed without one and left open', async () => {
    await using p = await plant();
    const outcome = await p.report({ ...RESULT, weight: ZERO_KG }, { ...CLOSE, zeroWeight: 'accept' });
    expect(outcome).toMatchObject({ kind: 'confirmed', note: expect.stringContaining('left open') });
    expect(p.odoo.to(UPDATE)[0]?.params).toEqual({ mo_id: MO, ...QUANTITIES });
    expect(p.odoo.to(MARK_DONE)).toEqual([]);
  });

  it('with nothing at all, accepted, sends nothing and says so', async () => {
    await using p = await plant();
    const outcome = await p.report(batchResult({}), { ...CLOSE, zeroWeight: 'accept' });
    expect(outcome).toMatchObject({ kind: 'confirmed', note: expect.stringContaining('nothing was sent') });
    expect(p.odoo.seen).toEqual([]);
  });

  it('of which nothing was dosed but something weighed is closed with its weight', async () => {
    await using p = await plant();
    expect(await p.report(batchResult({}, { weight: kg(10) }))).toMatchObject({ kind: 'confirmed' });
    expect(p.odoo.to(UPDATE)[0]?.params).toEqual({ mo_id: MO, quantity: 10 });
  });

  it('that failed is not reported as completed', async () => {
    await using p = await plant();
    await expect(p.report({ ...RESULT, kind: 'failed' })).rejects.toMatchObject({ code: 'INTERNAL' });
  });
});

describe('lines that Odoo refuses', () => {
  it('are kept with their reason, and the order is not closed', async () => {
    await using p = await plant();
    const errors = [
      'silo101: No raw material move found for this equipment',
      { equipment_code: 'SILO C', message: 'locked' },
      'something else',
    ];
    p.odoo.on(UPDATE, success({ errors }));
    expect(await p.report()).toMatchObject({
      kind: 'park',
      fault: {
        code: 'ODOO_LINES_REFUSED',
        message: expect.stringContaining('silo101, silo103'),
        lines: [
          { odooCode: 'silo101', message: 'No raw material move found for this equipment' },
          { odooCode: 'silo103', message: 'locked' },
          { odooCode: '', message: 'something else' },
        ],
      },
    });
    expect(p.odoo.to(MARK_DONE)).toEqual([]);
    expect(p.progress.has('update-confirmed')).toBe(false);
  });

  it('are sent again when an operator retries, after the order was read', async () => {
    await using p = await plant('update-sent');
    expect(await p.report()).toMatchObject({ kind: 'confirmed' });
    expect(p.odoo.seen.map(({ path }) => path).slice(1)).toEqual([DETAIL, UPDATE, MARK_DONE, DETAIL]);
  });
});

describe('applied, but the reply was lost', () => {
  const LOST: [name: string, then: Script][] = [
    ['by a reset', RESET],
    ['by HTTP 502', answer('', 502)],
    ['by a page of a proxy', answer('<html>')],
    ['by a server error', rpcError(200, 'Odoo Server Error', { name: 'psycopg2.OperationalError' })],
  ];

  it.each(LOST)('update %s: read, repeated with the same values, closed', async (_name, then) => {
    await using p = await plant();
    const { order } = p;
    p.odoo.on(
      UPDATE,
      applied((request) => order.update(request), then),
      (request) => order.update(request),
    );
    expect(await p.report()).toEqual({ kind: 'confirmed', note: null });
    expect(order).toMatchObject({ state: 'done', quantities: QUANTITIES, updates: 2 });
    expect(p.odoo.seen.map(({ path }) => path).slice(1)).toEqual([UPDATE, DETAIL, UPDATE, MARK_DONE, DETAIL]);
  });

  it.each(LOST)('mark-done %s: not repeated, confirmed by the state', async (_name, then) => {
    await using p = await plant();
    p.odoo.on(
      MARK_DONE,
      applied((request) => p.order.markDone(request), then),
    );
    expect(await p.report()).toMatchObject({
      kind: 'confirmed',
      note: expect.stringContaining('reads done'),
    });
    expect(p.odoo.to(MARK_DONE)).toHaveLength(1);
  });

  it('by a timeout: the same', async () => {
    await using p = await plant();
    p.odoo.on(
      MARK_DONE,
      applied((request) => p.order.markDone(request), HANG),
    );
    const outcome = p.report();
    await p.odoo.received(MARK_DONE);
    await p.advance(TEST_TIMEOUT_MS);
    expect(await outcome).toMatchObject({ kind: 'confirmed' });
    expect(p.odoo.to(MARK_DONE)).toHaveLength(1);
  });

  it('of every call, and the process killed: the next attempt reads first and does not close twice', async () => {
    await using p = await plant('update-sent', 'update-confirmed', 'close-sent');
    p.order.state = 'done';
    expect(await p.report()).toMatchObject({ kind: 'confirmed' });
    expect(p.odoo.to(UPDATE)).toEqual([]);
    expect(p.odoo.to(MARK_DONE)).toEqual([]);
  });

  it('killed before mark-done arrived: the next attempt closes', async () => {
    await using p = await plant('update-sent', 'update-confirmed', 'close-sent');
    expect(await p.report()).toEqual({ kind: 'confirmed', note: null });
    expect(p.odoo.to(UPDATE)).toEqual([]);
    expect(p.order.state).toBe('done');
  });

  it('and the order cannot be read: nothing is repeated', async () => {
    await using p = await plant('update-sent');
    p.odoo.on(DETAIL, answer('', 503, { 'retry-after': '2' }));
    expect(await p.report()).toEqual({
      kind: 'retry',
      linkDown: true,
      retryAfterMs: 2000,
      fault: { code: 'ODOO_HTTP', message: `${DETAIL}: HTTP 503`, lines: [] },
    });
    expect(p.odoo.to(UPDATE)).toEqual([]);
  });

  it('again and again: two sends an attempt, then later; the link is not blamed', async () => {
    await using p = await plant();
    p.odoo.on(UPDATE, RESET);
    expect(await p.report()).toMatchObject({
      kind: 'retry',
      linkDown: false,
      fault: { code: 'ODOO_UNREACHABLE' },
    });
    expect(p.odoo.to(UPDATE)).toHaveLength(2);
    expect(p.order.updates).toBe(0);
  });
});

describe('what is not sent', () => {
  it('an update whose intention could not be recorded', async () => {
    await using p = await plant();
    p.progress.record = () => {
      throw new Error('disk full');
    };
    await expect(p.report()).rejects.toThrow('disk full');
    expect(p.odoo.seen).toEqual([]);
  });
});
