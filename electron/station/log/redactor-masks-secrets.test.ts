import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Redactor } from './redactor.ts';

describe('by key', () => {
  test.each([
    'password',
    'ODOO_PASSWORD',
    'accessToken',
    'Set-Cookie',
    'sessionId',
    'session_id',
    'clientSecret',
    'Authorization',
    'api-key',
    'pin',
  ])('%s is masked at any depth, whatever its value', (key) => {
    const redactor = new Redactor();
    expect(redactor.value({ a: [{ b: { [key]: { deep: 'xyzzy' } } }] })).toEqual({
      a: [{ b: { [key]: '***' } }],
    });
  });

  test('other keys stay', () => {
    const context = { moId: 'WH/MO/00014', slot: 4, passed: true, kept: null, weight: 825.25 };
    expect(new Redactor().value(context)).toEqual(context);
  });
});

describe('by value', () => {
  test('a registered secret is masked in every text, also inside longer text and URL-encoded', () => {
    const redactor = new Redactor();
    redactor.registerSecret('p@ss/word');
    expect(redactor.text('login p@ss/word refused; p%40ss%2Fword')).toBe('login *** refused; ***');
    const error = new Error('p@ss/word is wrong', { cause: new Error('p@ss/word again') });
    expect(JSON.stringify(redactor.value({ error, list: new Set(['p@ss/word']) }))).not.toContain('p@ss');
  });

  test('of two secrets the longer is masked first, so that none leaves a rest', () => {
    const redactor = new Redactor();
    redactor.registerSecret('mill');
    redactor.registerSecret('mill-2025');
    expect(redactor.text('mill-2025')).toBe('***');
  });

  test('a value under 4 characters is not blotted out everywhere', () => {
    const redactor = new Redactor();
    redactor.registerSecret('ab');
    redactor.registerSecret('');
    expect(redactor.text('a cab')).toBe('a cab');
  });

  test('at the limit of secrets the oldest goes, the newest holds', () => {
    const redactor = new Redactor();
    for (let index = 0; index <= 1000; index++) redactor.registerSecret(`cookie-${index}-`);
    expect(redactor.text('cookie-0- cookie-1- cookie-1000-')).toBe('cookie-0- *** ***');
  });

  test.each([
    ['postgres://mill:hunter2@db/mill failed', 'postgres://mill:***@db/mill failed'],
    ['GET /x?token=hunter2&limit=1', 'GET /x?token=***&limit=1'],
    ['{"login":"scada","password":"hun\\"ter2"}', '{"login":"scada","password":"***"}'],
    ['Cookie: session_id=0123abc; path=/', 'Cookie: session_id=***; path=/'],
    ['Authorization: Bearer abc.def-123', 'Authorization: Bearer ***'],
    ['http://odoo:8069/api/scada answers', 'http://odoo:8069/api/scada answers'],
  ])('%s', (text, masked) => {
    expect(new Redactor().text(text)).toBe(masked);
  });
});

describe('whatever it is given', () => {
  test('cycles, bad getters, big and odd values', () => {
    const cyclic: Record<string, unknown> = { name: 'x' };
    cyclic.self = cyclic;
    const odd = {
      cyclic,
      get broken(): string {
        throw new Error('no');
      },
      json: {
        toJSON() {
          throw new Error('no');
        },
      },
      big: 12n,
      nan: Number.NaN,
      words: Uint8Array.of(1, 2),
      many: Array(150).fill(1),
      date: new Date('nonsense'),
      call: () => 1,
    };
    const safe = new Redactor().value(odd);
    expect(safe).toMatchObject({
      broken: '[unreadable]',
      json: '[unreadable]',
      big: '12',
      nan: 'NaN',
      words: '[2 bytes]',
      date: 'Invalid Date',
    });
    expect(JSON.stringify(safe)).toContain('[deeper]');
    expect(JSON.stringify(safe)).toContain('[50 more]');
  });

  test('a web of shared objects is cut, not walked for ever', () => {
    let web: unknown = 'leaf';
    for (let level = 0; level < 6; level++) web = Array(100).fill(web);
    const json = JSON.stringify(new Redactor().value(web));
    expect(json.length).toBeLessThan(1_000_000);
    expect(json).toContain('[cut]');
  });

  test('never throws, and its result is always JSON', () => {
    fc.assert(
      fc.property(
        fc.anything({
          withBigInt: true,
          withMap: true,
          withSet: true,
          withTypedArray: true,
          withNullPrototype: true,
        }),
        (value) => {
          const safe = new Redactor().value(value);
          expect(JSON.parse(JSON.stringify(safe))).toEqual(JSON.parse(JSON.stringify(safe)));
          expect(JSON.stringify(safe)).toBeTypeOf('string');
        },
      ),
      { seed: 7, numRuns: 500 },
    );
  });
});
