import { describe, expect, it } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import { kg } from '../../shared/units.ts';
import { odooTestClient } from '../testing/odoo-test-client.ts';
import { answer, HANG, refusal, result, ScriptedOdoo, success } from '../testing/scripted-odoo.ts';
import { CANCEL, DETAIL, MARK_DONE, UPDATE } from '../testing/scripted-order.ts';
import type { OdooClient } from './odoo-client.ts';

const MO = 'WH/MO/00014';
const FAILURE = '/api/scada/equipment-failure';
const OTHER_FAILURE = '/api/scada/equipment-failure/report';
const AT = Date.UTC(2026, 0, 4, 23, 30, 5, 900);

const CALLS: [name: string, path: string, call: (client: OdooClient) => Promise<unknown>, params: object][] =
  [
    [
      'confirmedOrders',
      '/api/scada/mo-list-detailed',
      (client) => client.confirmedOrders({ limit: 10, offset: 20 }),
      { limit: 10, offset: 20, states: ['confirmed'] },
    ],
    ['billOfMaterials', '/api/scada/boms', (client) => client.billOfMaterials(12), { bom_id: 12 }],
    [
      'updateConsumptions',
      UPDATE,
      (client) =>
        client.updateConsumptions(MO, {
          quantity: kg(999.5),
          components: { silo101: kg(41), lq114: kg(0.25) },
        }),
      { mo_id: MO, quantity: 999.5, silo101: 41, lq114: 0.25 },
    ],
    [
      'updateConsumptions without a weight',
      UPDATE,
      (client) => client.updateConsumptions(MO, { components: { silo101: kg(41) } }),
      { mo_id: MO, silo101: 41 },
    ],
    ['markDone', MARK_DONE, (client) => client.markDone(MO, kg(1000)), { mo_id: MO, finished_qty: 1000 }],
    ['orderDetail', DETAIL, (client) => client.orderDetail(MO), { mo_id: MO }],
    ['cancelOrder', CANCEL, (client) => client.cancelOrder(MO), { mo_id: MO }],
    [
      'reportEquipmentFailure: canonical code, UTC of the day before',
      FAILURE,
      (client) =>
        client.reportEquipmentFailure({
          equipmentCode: 'SILO 101',
          description: 'START_FAILURE',
          occurredAt: AT,
        }),
      { equipment_code: 'silo101', description: 'START_FAILURE', date: '2026-01-04 23:30:05' },
    ],
    [
      'recordConsumption replaces',
      '/api/scada/material-consumption',
      (client) =>
        client.recordConsumption({
          moId: MO,
          equipmentId: 'silo101',
          productId: 5,
          quantity: kg(2.5),
          weighedAt: AT,
        }),
      {
        mo_id: MO,
        equipment_id: 'silo101',
        product_id: 5,
        quantity: 2.5,
        timestamp: '2026-01-04 23:30:05',
        update_mode: 'replace',
      },
    ],
  ];

describe('each call', () => {
  it.each(CALLS)('%s sends exactly what the module expects', async (_name, path, call, params) => {
    await using odoo = await ScriptedOdoo.start();
    using test = odooTestClient(odoo.url);
    odoo.on(path, success({ data: [] }));
    expect(await call(test.client)).toMatchObject({ kind: 'ok' });
    expect(odoo.to(path).map((request) => [request.method, request.params])).toEqual([['POST', params]]);
  });

  it('lists equipment failures with GET and a query, framed or not', async () => {
    await using odoo = await ScriptedOdoo.start();
    using test = odooTestClient(odoo.url);
    const records = [
      { id: 3, equipment: { code: 'silo101' }, description: 'START_FAILURE', date: false, more: 1 },
    ];
    const expected = [{ equipment_code: 'silo101', description: 'START_FAILURE', date: null }];
    odoo.on(FAILURE, success({ data: records }), answer(JSON.stringify(records)), result(records));
    for (const _shape of ['wrapped', 'bare', 'result']) {
      expect(await test.client.listEquipmentFailures('silo101', 50)).toEqual({ kind: 'ok', value: expected });
    }
    expect(odoo.to(FAILURE)[0]).toMatchObject({
      method: 'GET',
      query: { equipment_code: 'silo101', limit: '50' },
    });
  });

  it('stays with the failure path that exists', async () => {
    await using odoo = await ScriptedOdoo.start();
    using test = odooTestClient(odoo.url);
    odoo.on(OTHER_FAILURE, success());
    const failure = { equipmentCode: 'silo101', description: 'START_FAILURE', occurredAt: AT };
    expect(await test.client.reportEquipmentFailure(failure)).toMatchObject({ kind: 'ok' });
    expect(await test.client.reportEquipmentFailure(failure)).toMatchObject({ kind: 'ok' });
    expect(odoo.to(FAILURE)).toHaveLength(1);
    expect(odoo.to(OTHER_FAILURE)).toHaveLength(2);
  });

  it('keeps a path prefix of the address', async () => {
    await using odoo = await ScriptedOdoo.start();
    odoo.on('/erp/api/scada/authenticate', result({ status: 'success' }, { 'set-cookie': 'session_id=a' }));
    odoo.on(`/erp${CANCEL}`, success());
    using test = odooTestClient(`${odoo.url}/erp/`);
    expect(await test.client.cancelOrder(MO)).toMatchObject({ kind: 'ok' });
  });

  it('never sends a time in the future', async () => {
    await using odoo = await ScriptedOdoo.start();
    using test = odooTestClient(odoo.url);
    odoo.on('/api/scada/material-consumption', success());
    const weighedAt = test.clock.now() + 60_000;
    await test.client.recordConsumption({
      moId: MO,
      equipmentId: 1,
      productId: 5,
      quantity: kg(1),
      weighedAt,
    });
    expect(odoo.seen.at(-1)?.params.timestamp).toBe('2026-01-05 00:00:00');
  });
});

describe('answers', () => {
  it.each([
    ['a list as the result', result([{ bom_id: 12, product_qty: 1000, uom: 'kg', components: [] }])],
    ['a bare list', answer('[{"bom_id":12,"product_qty":1000,"uom":"kg"}]')],
    ['a list in data', success({ data: [{ bom_id: 12, product_qty: 1000, uom: 'kg' }] })],
  ])('bills of materials come as %s', async (_name, script) => {
    await using odoo = await ScriptedOdoo.start();
    using test = odooTestClient(odoo.url);
    odoo.on('/api/scada/boms', script);
    const value = [{ bom_id: 12, product_qty: 1000, uom: 'kg' }];
    expect(await test.client.billOfMaterials(12)).toEqual({ kind: 'ok', value });
  });

  it('false and absent read as missing, and further keys are passed over', async () => {
    await using odoo = await ScriptedOdoo.start();
    using test = odooTestClient(odoo.url);
    const entry = {
      mo_id: MO,
      state: 'confirmed',
      product_name: false,
      quantity: false,
      equipment: false,
      more: {},
    };
    odoo.on('/api/scada/mo-list-detailed', success({ count: false, data: [entry, { mo_id: false }, 7] }));
    const reply = await test.client.confirmedOrders({ limit: 10, offset: 0 });
    expect(reply).toMatchObject({
      value: {
        entries: [
          {
            kind: 'order',
            order: {
              mo_id: MO,
              product_name: null,
              quantity: null,
              uom: null,
              equipment: null,
              bom_id: null,
            },
          },
          { kind: 'unreadable', moId: null, problem: expect.stringContaining('mo_id') },
          { kind: 'unreadable', moId: null },
        ],
      },
    });
  });

  it.each([
    ['of another order', success({ data: { mo_id: 'WH/MO/00015', state: 'done' } })],
    ['without a state', success({ data: { mo_id: MO, state: false } })],
  ])('a detail %s decides nothing', async (_name, script) => {
    await using odoo = await ScriptedOdoo.start();
    using test = odooTestClient(odoo.url);
    odoo.on(DETAIL, script);
    expect(await test.client.orderDetail(MO)).toMatchObject({
      fault: { class: 'unknown-outcome', code: 'ODOO_MALFORMED_REPLY' },
    });
  });

  it('errors in a shape that is not understood do not pass for none', async () => {
    await using odoo = await ScriptedOdoo.start();
    using test = odooTestClient(odoo.url);
    odoo.on(UPDATE, success({ errors: { silo101: 'no move' } }));
    expect(await test.client.updateConsumptions(MO, { components: {} })).toMatchObject({
      fault: { class: 'unknown-outcome', code: 'ODOO_MALFORMED_REPLY' },
    });
  });
});

describe('the client', () => {
  it('tells when Odoo last answered well and what last went wrong', async () => {
    await using odoo = await ScriptedOdoo.start();
    using test = odooTestClient(odoo.url);
    expect(test.client.link()).toEqual({ lastCallGood: null, lastGoodAt: null, lastFault: null });
    odoo.on(CANCEL, success(), answer('', 500), refusal('a done order'));
    const start = test.clock.now();
    await test.client.cancelOrder(MO);
    expect(test.client.link()).toEqual({ lastCallGood: true, lastGoodAt: start, lastFault: null });
    await test.clock.advance(1000);
    await test.client.cancelOrder(MO);
    const lastFault = { at: start + 1000, code: 'ODOO_HTTP', message: `${CANCEL}: HTTP 500`, linkDown: true };
    expect(test.client.link()).toEqual({ lastCallGood: false, lastGoodAt: start, lastFault });
    await test.clock.advance(1000);
    await test.client.cancelOrder(MO);
    expect(test.client.link()).toEqual({ lastCallGood: true, lastGoodAt: start + 2000, lastFault });
  });

  it('changes nothing in Odoo while this station does not command the plant, but reads', async () => {
    await using odoo = await ScriptedOdoo.start();
    const leadership = {
      assertLeader: () => Promise.reject(new AppError('NOT_LEADER', 'another station commands')),
    };
    using test = odooTestClient(odoo.url, {}, { leadership });
    odoo.on(DETAIL, success({ data: { mo_id: MO, state: 'confirmed' } }));
    const writes = [
      test.client.cancelOrder(MO),
      test.client.markDone(MO, kg(1)),
      test.client.updateConsumptions(MO, { components: {} }),
      test.client.reportEquipmentFailure({ equipmentCode: 'silo101', description: 'x', occurredAt: AT }),
      test.client.recordConsumption({
        moId: MO,
        equipmentId: 1,
        productId: 1,
        quantity: kg(1),
        weighedAt: AT,
      }),
    ];
    for (const reply of await Promise.all(writes)) {
      expect(reply).toMatchObject({ fault: { class: 'transient', code: 'NOT_LEADER', linkDown: true } });
    }
    expect(odoo.seen).toEqual([]);
    expect(await test.client.orderDetail(MO)).toMatchObject({ kind: 'ok' });
  });

  it.each(['ftp://127.0.0.1', 'odoo', 'http://user:secret@127.0.0.1', ''])(
    'refuses the address %j',
    (baseUrl) => {
      expect(() => odooTestClient(baseUrl)).toThrow(
        expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.not.stringContaining('secret') }),
      );
    },
  );

  it('gives up each call by itself: a slow one does not hold up the others', async () => {
    await using odoo = await ScriptedOdoo.start();
    using test = odooTestClient(odoo.url);
    odoo.on(CANCEL, HANG).on(DETAIL, success({ data: { mo_id: MO, state: 'done' } }));
    const slow = test.client.cancelOrder(MO);
    await odoo.received(CANCEL);
    expect(await test.client.orderDetail(MO)).toMatchObject({ kind: 'ok' });
    test.client.close();
    expect(await slow).toMatchObject({ kind: 'fault' });
  });
});
