import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkLayers, findingLine } from './check-layers.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'batchline-layers-'));
});
afterEach(() => rmSync(root, { recursive: true }));

/** Writes a tree of files and tells what the check says about it. */
function check(files: Record<string, string>): string[] {
  const manifest = {
    dependencies: { zod: '1', kysely: '1', '@scope/real': '1' },
    devDependencies: { vitest: '1', electron: '1' },
  };
  for (const [path, source] of Object.entries({ 'package.json': JSON.stringify(manifest), ...files })) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), source);
  }
  return checkLayers(root).map(findingLine);
}

/** The import of `to` in the file `from`, written relatively. */
function importing(from: string, to: string): Record<string, string> {
  const up = '../'.repeat(from.split('/').length - 1);
  return {
    [from]: `import { x } from '${up || './'}${to}';\nexport const y = x;\n`,
    [to]: 'export const x = 1;\n',
  };
}

describe('layers', () => {
  test.each([
    ['renderer/app/app.tsx', 'shared/errors.ts'],
    ['renderer/app/app.tsx', 'renderer/features/tasks/screen.tsx'],
    ['renderer/features/tasks/screen.tsx', 'renderer/features/tasks/parts/card.tsx'],
    ['renderer/features/tasks/screen.tsx', 'renderer/lib/queries.ts'],
    ['electron/main.ts', 'electron/station/create-station.ts'],
    ['electron/headless.ts', 'electron/training/plc/process.ts'],
    ['electron/station/a.ts', 'electron/tasks/scheduler.ts'],
    ['electron/station/a.ts', 'electron/training/odoo/process.ts'],
    ['electron/tasks/a.ts', 'electron/plc/gateway.ts'],
    ['electron/tasks/a.ts', 'electron/domain/batch.ts'],
    ['electron/plc/gateway.ts', 'electron/plc/fins/client.ts'],
    ['electron/plc/profiles.ts', 'resources/memory-maps/ten-slot.ts'],
    ['electron/store/migrator.ts', 'migrations/0001_plant_tables.ts'],
    ['electron/training/plc/server.ts', 'electron/plc/fins/frame.ts'],
    ['electron/training/plc/server.ts', 'electron/domain/ports.ts'],
    ['electron/plc/gateway.test.ts', 'electron/station/a.ts'],
    ['electron/store/testing/peer.ts', 'electron/testing/postgres.ts'],
    ['scripts/tool.ts', 'electron/station/a.ts'],
  ])('%s may import %s', (from, to) => {
    expect(check(importing(from, to))).toEqual([]);
  });

  test.each([
    ['renderer/app/app.tsx', 'electron/domain/batch.ts', 'renderer app imports domain'],
    ['renderer/lib/a.ts', 'renderer/components/b.tsx', 'renderer lib imports renderer components'],
    ['renderer/features/tasks/a.tsx', 'renderer/features/plc/b.tsx', 'must not import renderer/features/plc'],
    ['renderer/features/tasks/a.tsx', 'electron/station/b.ts', 'renderer features imports station'],
    ['shared/errors.ts', 'electron/domain/batch.ts', 'shared imports domain'],
    ['electron/domain/batch.ts', 'electron/plc/gateway.ts', 'domain imports plc'],
    ['electron/plc/gateway.ts', 'electron/store/database.ts', 'plc imports store'],
    ['electron/alarms/alarm.ts', 'electron/notifications/email.ts', 'alarms imports notifications'],
    ['electron/outbox/outbox.ts', 'electron/tasks/scheduler.ts', 'outbox imports tasks'],
    ['electron/tasks/intake.ts', 'electron/station/a.ts', 'tasks imports station'],
    ['electron/station/a.ts', 'electron/headless.ts', 'station imports hosts'],
    ['electron/tasks/a.ts', 'electron/training/plc/process.ts', 'tasks imports training'],
    [
      'electron/training/plc/server.ts',
      'electron/plc/gateway.ts',
      'training imports plc (electron/plc/gateway.ts)',
    ],
    ['electron/training/plc/server.ts', 'electron/domain/batch.ts', 'training imports domain'],
    ['electron/odoo/calls.ts', 'migrations/0001_plant_tables.ts', 'odoo imports migrations'],
    ['migrations/0001_plant_tables.ts', 'electron/store/schema.ts', 'migrations imports store'],
    ['electron/store/database.ts', 'electron/testing/postgres.ts', 'product code imports test code'],
    ['electron/store/database.ts', 'electron/store/testing/postgres.ts', 'product code imports test code'],
    ['electron/store/database.ts', 'electron/store/database.test.ts', 'product code imports test code'],
    ['electron/store/database.ts', 'scripts/tool.ts', 'in no layer'],
  ])('%s must not import %s', (from, to, rule) => {
    expect(check(importing(from, to))).toEqual([expect.stringContaining(`${from}:1: `)]);
    expect(check(importing(from, to))[0]).toContain(rule);
  });

  test('a product file outside the picture is found', () => {
    expect(check({ 'electron/helpers/date.ts': '' })).toEqual(['electron/helpers/date.ts:1: is in no layer']);
  });

  test.each([
    ["import type { A } from '../store/a.ts';"],
    ["export * from '../store/a.ts';"],
    ["export { a } from '../store/a.ts';"],
    ["const a = await import('../store/a.ts');"],
    ["type A = import('../store/a.ts').A;"],
    ["const a = require('../store/a.ts');"],
    ["const a = new URL('../store/a.ts', import.meta.url);"],
  ])('every way to name a file counts: %s', (code) => {
    expect(check({ 'electron/plc/a.ts': `\n\n${code}\n` })).toEqual([
      expect.stringMatching(/^electron\/plc\/a\.ts:3: plc imports store/),
    ]);
  });

  test('what only looks like an import does not count', () => {
    const code = "// import '../store/a.ts'\nexport const text = \"import x from '../store/a.ts'\";\n";
    expect(check({ 'electron/plc/a.ts': code })).toEqual([]);
  });

  test('a file that cannot be parsed is found, not passed over', () => {
    expect(check({ 'electron/plc/a.ts': 'export const a = 1;\nimport { from;\n' })).toEqual([
      expect.stringMatching(/^electron\/plc\/a\.ts:2: cannot be parsed: /),
    ]);
  });
});

describe('packages', () => {
  test.each([
    ['electron/plc/a.ts', 'zod', undefined],
    ['electron/plc/a.ts', 'zod/v4', undefined],
    ['electron/plc/a.ts', '@scope/real/sub', undefined],
    ['electron/plc/a.ts', 'node:dgram', undefined],
    ['electron/shell/tray.ts', 'electron', undefined],
    ['electron/preload.ts', 'electron', undefined],
    ['electron/plc/a.test.ts', 'vitest', undefined],
    ['electron/headless.ts', 'electron', 'only electron/main.ts'],
    ['electron/station/a.ts', 'electron/main', 'only electron/main.ts'],
    ['electron/plc/a.ts', 'vitest', 'which is not a dependency'],
    ['electron/plc/a.ts', '@scope/other', 'imports @scope/other, which is not a dependency'],
    ['electron/plc/a.ts', 'fs', 'write node:fs'],
    ['renderer/app/a.tsx', 'node:fs', 'must not know Node'],
    ['renderer/app/a.tsx', 'vitest', undefined],
    ['renderer/app/a.tsx', 'electron', 'only electron/main.ts'],
    ['electron/domain/a.ts', 'node:fs', 'must not know Node'],
    ['migrations/0001_a.ts', 'zod', 'may import kysely only'],
    ['migrations/0001_a.ts', 'kysely', undefined],
  ])('%s imports %s: %s', (file, name, rule) => {
    const found = check({ [file]: `import '${name}';\n` });
    expect(found).toEqual(rule === undefined ? [] : [expect.stringContaining(rule)]);
  });
});

describe('cycles', () => {
  test('a ring is named once, with its way round', () => {
    const found = check({
      'electron/plc/a.ts': "import './b.ts';\n",
      'electron/plc/b.ts': "import './c.ts';\n",
      'electron/plc/c.ts': "\nimport type {} from './a.ts';\n",
    });
    expect(found).toEqual([
      'electron/plc/c.ts:2: import cycle: electron/plc/a.ts -> electron/plc/b.ts -> electron/plc/c.ts -> electron/plc/a.ts',
    ]);
  });

  test('two ways to the same file are no ring', () => {
    expect(
      check({
        'electron/plc/a.ts': "import './b.ts';\nimport './c.ts';\n",
        'electron/plc/b.ts': "import './c.ts';\n",
        'electron/plc/c.ts': '',
      }),
    ).toEqual([]);
  });
});

describe('shape', () => {
  test('500 lines pass, 501 do not, over 300 is a warning', () => {
    const found = check({
      'shared/small.ts': '//\n'.repeat(300),
      'shared/large.ts': '//\n'.repeat(500),
      'shared/huge.ts': '//\n'.repeat(501),
    });
    expect(found).toEqual([
      'shared/huge.ts:1: 501 lines; no file has more than 500',
      'shared/large.ts:1: warning: 500 lines; more than 300 is much for one concept',
    ]);
  });

  test.each([
    'shared/SlotCodec.ts',
    'shared/slot_codec.ts',
    'shared/slot.codec.ts',
    'renderer/app/App.tsx',
    'shared/0001_a.ts',
  ])('%s is not in kebab-case', (file) => {
    expect(check({ [file]: '' })).toEqual([expect.stringContaining('kebab-case')]);
  });

  test.each(['shared/index.ts', 'renderer/lib/index.tsx', 'electron/plc/utils.ts'])(
    '%s is refused',
    (file) => {
      expect(check({ [file]: '' })).toEqual([expect.stringContaining('says nothing')]);
    },
  );

  test.each([
    'shared/slot-codec.ts',
    'shared/x.test.ts',
    'electron/plc/omron-fins.d.ts',
    'migrations/0012_more_rules.ts',
  ])('%s is fine', (file) => {
    expect(check({ [file]: '' })).toEqual([]);
  });
});
