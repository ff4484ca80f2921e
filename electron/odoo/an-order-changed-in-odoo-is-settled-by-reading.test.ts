import { describe, expect, it } from 'vitest';
import type { Plant } from '../testing/reporting-plant.ts';
import { MO, plant, QUANTITIES } from '../testing/reporting-plant.ts';
import type { Script } from '../testing/scripted-odoo.ts';
import { answer, RESET, refusal, SESSION_EXPIRED, success } from '../testing/scripted-odoo.ts';
import { DETAIL, MARK_DONE, UPDATE } from '../testing/scripted-order.ts';

describe('an order that is done already', () => {
  it('is ours when it holds our quantities, in sums per equipment and under any spelling', async () => {
    await using p = await plant();
    p.order.state = 'done';
    p.order.quantities = { 'SILO 101': 41, silo_a: 0.2549, silo103: 350, 'LQ TETES': 40, plc01: 22.5 };
    expect(await p.report()).toMatchObject({
      kind: 'confirmed',
      note: expect.stringContaining('same quantities'),
    });
  });

  it.each([
    ['more than 0.005 kg away', { ...QUANTITIES, silo101: 41.256 }],
    ['a silo missing', { silo103: 350, lq114: 40 }],
    ['a silo too many', { ...QUANTITIES, silo102: 1 }],
    ['an unknown silo', { ...QUANTITIES, silo999: 1 }],
    ['nothing', {}],
  ])('was done elsewhere with %s', async (_name, quantities) => {
    await using p = await plant();
    p.order.state = 'done';
    p.order.quantities = quantities;
    expect(await p.report()).toMatchObject({ kind: 'park', fault: { code: 'ODOO_MO_DONE_ELSEWHERE' } });
    expect(p.odoo.to(MARK_DONE)).toEqual([]);
  });

  it('was done elsewhere when our update was never confirmed, although we may have sent a closing', async () => {
    await using p = await plant('update-sent', 'close-sent');
    p.order.state = 'done';
    expect(await p.report()).toMatchObject({ kind: 'park', fault: { code: 'ODOO_MO_DONE_ELSEWHERE' } });
  });

  it('proves nothing by moves that cannot be read', async () => {
    await using p = await plant();
    p.order.state = 'done';
    for (const moves of [
      undefined,
      'none',
      [{ quantity_done: 41.25, uom: 'L', equipment: { code: 'silo101' } }],
    ]) {
      p.odoo.on(DETAIL, success({ data: { mo_id: MO, state: 'done', moves } }));
      expect(await p.report()).toMatchObject({ kind: 'park', fault: { code: 'ODOO_MO_DONE_ELSEWHERE' } });
    }
  });
});

describe('an order that is gone', () => {
  it.each([
    [
      'cancelled, first attempt',
      [],
      (p: Plant): void => {
        p.order.state = 'cancel';
      },
      'ODOO_MO_CANCELLED',
    ],
    [
      'deleted, first attempt',
      [],
      (p: Plant): void => {
        p.order.deleted = true;
      },
      'ODOO_MO_UNKNOWN',
    ],
    [
      'an empty detail',
      ['update-sent'],
      (p: Plant): void => {
        p.odoo.on(DETAIL, success({ data: [] }));
      },
      'ODOO_MO_UNKNOWN',
    ],
    [
      'cancelled before the closing',
      ['update-sent', 'update-confirmed'],
      (p: Plant): void => {
        p.order.state = 'cancel';
      },
      'ODOO_MO_CANCELLED',
    ],
    [
      'deleted before the closing',
      ['update-sent', 'update-confirmed', 'close-sent'],
      (p: Plant): void => {
        p.order.deleted = true;
      },
      'ODOO_MO_UNKNOWN',
    ],
  ] as const)('is parked with its reason (%s)', async (_name, steps, arrange, code) => {
    await using p = await plant(...steps);
    arrange(p);
    expect(await p.report()).toMatchObject({ kind: 'park', fault: { code } });
  });
});

describe('an order that Odoo does not want to show', () => {
  it.each(['Database not found', 'Access denied'])('is not taken for a missing one: %s', async (text) => {
    await using p = await plant('update-sent');
    p.odoo.on(DETAIL, refusal(text));
    expect(await p.report()).toMatchObject({
      kind: 'retry',
      fault: { code: 'ODOO_REJECTED', message: text },
    });
    expect(p.odoo.to(UPDATE)).toEqual([]);
  });
});

describe('mark-done', () => {
  it('that answers success and leaves the order open is parked', async () => {
    await using p = await plant();
    p.odoo.on(MARK_DONE, success({ message: 'wizard' }));
    expect(await p.report()).toMatchObject({ kind: 'park', fault: { code: 'ODOO_LEFT_OPEN' } });
  });

  it('that answers success is not believed while the order cannot be read', async () => {
    await using p = await plant();
    p.odoo.on(DETAIL, answer('', 500));
    expect(await p.report()).toMatchObject({ kind: 'retry', linkDown: true, fault: { code: 'ODOO_HTTP' } });
    expect(p.progress.has('close-sent')).toBe(true);
  });

  it('that was lost before it did anything is sent again at the next attempt', async () => {
    await using p = await plant();
    p.odoo.on(MARK_DONE, RESET, (request) => p.order.markDone(request));
    expect(await p.report()).toMatchObject({ kind: 'retry', linkDown: false });
    expect(await p.report()).toMatchObject({ kind: 'confirmed' });
    expect(p.odoo.to(UPDATE)).toHaveLength(1);
  });

  it('is recorded before it is sent', async () => {
    await using p = await plant();
    let recorded = false;
    p.odoo.on(MARK_DONE, (request) => {
      recorded = p.progress.has('close-sent') && p.progress.has('update-confirmed');
      return p.order.markDone(request);
    });
    await p.report();
    expect(recorded).toBe(true);
  });
});

describe('a refusal', () => {
  const WHERE = [UPDATE, MARK_DONE];
  const TEMPORARY = [
    'could not serialize access due to concurrent update',
    'Lock timeout',
    'Request timed out',
  ];

  it.each(WHERE.flatMap((path) => TEMPORARY.map((text) => [path, text])))(
    'of %s: "%s" may pass',
    async (path, text) => {
      await using p = await plant();
      p.odoo.on(path ?? '', refusal(text ?? ''));
      expect(await p.report()).toMatchObject({
        kind: 'retry',
        linkDown: false,
        fault: { code: 'ODOO_REJECTED' },
      });
    },
  );

  it.each(WHERE)('of %s for another reason is read back, then parked', async (path) => {
    await using p = await plant();
    p.odoo.on(path, refusal('the period is closed'));
    expect(await p.report()).toMatchObject({
      kind: 'park',
      fault: { code: 'ODOO_REJECTED', message: 'the period is closed' },
    });
    expect(p.odoo.to(DETAIL)).toHaveLength(1);
  });
});

describe('a fault that surely applied nothing', () => {
  it.each<[string, Script, object]>([
    [
      'throttled',
      answer('', 429, { 'retry-after': '5' }),
      { kind: 'retry', linkDown: true, retryAfterMs: 5000 },
    ],
    ['a session that cannot be had', SESSION_EXPIRED, { kind: 'retry', linkDown: true }],
    ['a wrong path', answer('', 404), { kind: 'park', fault: { code: 'ODOO_WRONG_PATH' } }],
    ['a bad request', answer('', 400), { kind: 'park', fault: { code: 'ODOO_HTTP' } }],
  ])('%s', async (_name, script, expected) => {
    for (const path of [UPDATE, MARK_DONE]) {
      await using p = await plant();
      p.odoo.on(path, script);
      expect(await p.report()).toMatchObject(expected);
      expect(p.odoo.to(DETAIL)).toEqual([]);
    }
  });

  it('a refused login keeps the result waiting: it is not this result’s fault', async () => {
    await using p = await plant();
    p.odoo.on('/api/scada/authenticate', refusal('wrong password'));
    expect(await p.report()).toMatchObject({
      kind: 'retry',
      linkDown: true,
      fault: { code: 'ODOO_LOGIN_REFUSED' },
    });
  });
});
