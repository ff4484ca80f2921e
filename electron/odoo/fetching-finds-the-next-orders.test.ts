import { describe, expect, it } from 'vitest';
import { kg } from '../../shared/units.ts';
import { odooTestClient } from '../testing/odoo-test-client.ts';
import type { Script, SeenRequest } from '../testing/scripted-odoo.ts';
import { answer, refusal, result, ScriptedOdoo, success } from '../testing/scripted-odoo.ts';
import type { FetchOptions } from './fetch-orders.ts';
import { fetchLoadable } from './fetch-orders.ts';

const LIST = '/api/scada/mo-list-detailed';
const BOMS = '/api/scada/boms';

const name = (n: number): string => `WH/MO/${String(n).padStart(5, '0')}`;

const entry = (n: number, changes: object = {}) => ({
  mo_id: name(n),
  state: 'confirmed',
  quantity: 1000,
  uom: 'kg',
  bom_id: 12,
  components_consumption: [
    { product_name: 'PKE', to_consume: 1000, uom: 'kg', equipment: { code: 'silo101' } },
  ],
  ...changes,
});

const bill = (request: SeenRequest): Script =>
  result([{ bom_id: request.params.bom_id, product_qty: 1000, uom: 'kg', components: [] }]);

/** Answers the list page by page. */
const pages =
  (entries: readonly unknown[]) =>
  ({ params }: SeenRequest): Script => {
    const offset = Number(params.offset);
    const data = entries.slice(offset, offset + Number(params.limit));
    return success({ count: entries.length, data });
  };

const OPTIONS: FetchOptions = {
  limit: 10,
  pageSize: 4,
  maxPages: 5,
  isKnown: () => false,
  maxBatchKg: kg(1050),
};

async function fetched(odoo: ScriptedOdoo, changes: Partial<FetchOptions> = {}) {
  using test = odooTestClient(odoo.url);
  const outcome = await fetchLoadable(test.client, { ...OPTIONS, ...changes });
  if (outcome.kind !== 'fetched') throw new Error(`fault: ${outcome.fault.message}`);
  return { names: outcome.plans.map((plan) => plan.moId), held: outcome.heldBack };
}

describe('fetching', () => {
  it('takes as many orders as there are slots, in Odoo’s order, and leaves the rest there', async () => {
    await using odoo = await ScriptedOdoo.start();
    odoo.on(LIST, pages(Array.from({ length: 15 }, (_, n) => entry(n)))).on(BOMS, bill);
    const { names } = await fetched(odoo);
    expect(names).toEqual(Array.from({ length: 10 }, (_, n) => name(n)));
    expect(odoo.to(LIST).map(({ params }) => params.offset)).toEqual([0, 4, 8]);
    expect(odoo.to(LIST)[0]?.params.states).toEqual(['confirmed']);
  });

  it('asks for each bill of materials once', async () => {
    await using odoo = await ScriptedOdoo.start();
    odoo
      .on(LIST, pages([entry(1), entry(2, { bom_id: 13 }), entry(3), entry(4, { bom_id: 13 })]))
      .on(BOMS, bill);
    await fetched(odoo);
    expect(odoo.to(BOMS).map(({ params }) => params.bom_id)).toEqual([12, 13]);
  });

  it('passes over known orders, doubles and orders in another state', async () => {
    await using odoo = await ScriptedOdoo.start();
    const list = [
      entry(1),
      entry(2),
      entry(2),
      entry(3, { state: 'draft' }),
      entry(1),
      entry(4, { state: 'done' }),
      entry(5),
    ];
    odoo.on(LIST, pages(list)).on(BOMS, bill);
    const { names, held } = await fetched(odoo, { isKnown: (moId) => Promise.resolve(moId === name(1)) });
    expect(names).toEqual([name(2), name(5)]);
    expect(held).toEqual([]);
  });

  it('names what it cannot load, and goes on with the others', async () => {
    await using odoo = await ScriptedOdoo.start();
    const unknownSilo = [{ to_consume: 1000, uom: 'kg', equipment: { code: 'silo999' } }];
    const list = [
      entry(1, { components_consumption: unknownSilo }),
      { mo_id: name(2), quantity: 'many' },
      { mo_id: false },
      entry(3, { state: false }),
      entry(4),
    ];
    odoo.on(LIST, pages(list)).on(BOMS, bill);
    const { names, held } = await fetched(odoo);
    expect(names).toEqual([name(4)]);
    expect(held.map(({ moId, rule }) => [moId, rule])).toEqual([
      [name(1), 'equipment'],
      [name(2), 'unreadable'],
      ['(without a name)', 'unreadable'],
      [name(3), 'state'],
    ]);
  });

  it('stops after the last page allowed', async () => {
    await using odoo = await ScriptedOdoo.start();
    odoo.on(LIST, pages(Array.from({ length: 100 }, (_, n) => entry(n, { quantity: 0 })))).on(BOMS, bill);
    const { held } = await fetched(odoo);
    expect(held).toHaveLength(20);
    expect(odoo.to(LIST)).toHaveLength(5);
  });

  it('asks nothing when there is no room', async () => {
    await using odoo = await ScriptedOdoo.start();
    expect((await fetched(odoo, { limit: 0 })).names).toEqual([]);
    expect(odoo.seen).toEqual([]);
  });

  it.each([
    ['an older module', answer('', 404)],
    ['a refusal', refusal('no access')],
    ['an odd answer', result({ status: 'success', data: 'none' })],
    ['a bill without a size', result([{ bom_id: 12, product_qty: false }])],
  ])('goes by the sum of the components where the bill cannot be read (%s)', async (_name, script) => {
    await using odoo = await ScriptedOdoo.start();
    odoo.on(LIST, pages([entry(1), entry(2, { quantity: 500 })])).on(BOMS, script);
    const { names, held } = await fetched(odoo);
    expect(names).toEqual([name(1)]);
    expect(held).toMatchObject([{ moId: name(2), rule: 'bom-size' }]);
    expect(odoo.to(BOMS)).toHaveLength(1);
  });

  it('does not ask for a bill that the order does not name', async () => {
    await using odoo = await ScriptedOdoo.start();
    odoo.on(LIST, pages([entry(1, { bom_id: false })]));
    expect((await fetched(odoo)).names).toEqual([name(1)]);
    expect(odoo.to(BOMS)).toEqual([]);
  });
});

describe('an error is never an empty list', () => {
  it.each([
    ['HTTP 500', answer('', 500), 'ODOO_HTTP'],
    ['a wrong path', answer('', 404), 'ODOO_WRONG_PATH'],
    ['status error', refusal('boom'), 'ODOO_REJECTED'],
    ['no list', success({ count: 0 }), 'ODOO_MALFORMED_REPLY'],
    ['data false', success({ data: false }), 'ODOO_MALFORMED_REPLY'],
  ])('%s', async (_name, script, code) => {
    await using odoo = await ScriptedOdoo.start();
    using test = odooTestClient(odoo.url);
    odoo.on(LIST, script);
    expect(await fetchLoadable(test.client, OPTIONS)).toMatchObject({ kind: 'fault', fault: { code } });
  });

  it('nor is half a list the whole one', async () => {
    await using odoo = await ScriptedOdoo.start();
    using test = odooTestClient(odoo.url);
    odoo.on(LIST, pages(Array.from({ length: 4 }, (_, n) => entry(n))), answer('', 502)).on(BOMS, bill);
    expect(await fetchLoadable(test.client, OPTIONS)).toMatchObject({
      kind: 'fault',
      fault: { code: 'ODOO_HTTP' },
    });
  });

  it.each([
    ['HTTP 503', answer('', 503)],
    ['throttled', answer('', 429)],
  ])('nor is a bill that Odoo is too busy to show (%s) a bill of unknown size', async (_name, script) => {
    await using odoo = await ScriptedOdoo.start();
    using test = odooTestClient(odoo.url);
    odoo.on(LIST, pages([entry(1)])).on(BOMS, script);
    expect(await fetchLoadable(test.client, OPTIONS)).toMatchObject({
      kind: 'fault',
      fault: { linkDown: true },
    });
  });
});
