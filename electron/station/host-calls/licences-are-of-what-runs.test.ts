import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, expect, it } from 'vitest';
import { readLicences, readManifest } from './licences.ts';

const PROJECT = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'batchline-licences-'));
  return () => rm(folder, { recursive: true, force: true });
});

function put(path: string, content: unknown): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(content));
}

it('each dependency and theirs, in the version that each of them really gets, and what is in the screens', () => {
  put('package.json', { name: 'us', version: '1.0.0', dependencies: { a: '*', '@s/b': '*', absent: '*' } });
  put('node_modules/a/package.json', {
    name: 'a',
    version: '1.0.0',
    license: 'MIT',
    dependencies: { '@s/b': '*', a: '*' },
  });
  put('node_modules/a/node_modules/@s/b/package.json', { name: '@s/b', version: '2.0.0', license: 'ISC' });
  put('node_modules/@s/b/package.json', { name: '@s/b', version: '1.0.0' });
  put('node_modules/unused/package.json', { name: 'unused', version: '1.0.0', license: 'MIT' });
  put('dist/renderer/licences.json', [{ name: 'react', version: '19.0.0', identifier: 'MIT', text: '...' }]);
  expect(readLicences(folder)).toEqual([
    { name: '@s/b', version: '1.0.0', licence: 'not told' },
    { name: '@s/b', version: '2.0.0', licence: 'ISC' },
    { name: 'a', version: '1.0.0', licence: 'MIT' },
    { name: 'react', version: '19.0.0', licence: 'MIT' },
  ]);
});

it('a program without its manifest is not whole', () => {
  expect(() => readManifest(folder)).toThrow('there is no package.json');
});

it('this program has a licence told for every package', () => {
  const licences = readLicences(PROJECT);
  for (const name of ['fastify', 'pg', 'zod', 'better-sqlite3']) {
    expect(licences).toContainEqual(expect.objectContaining({ name }));
  }
  expect(licences.filter(({ licence }) => licence === 'not told')).toEqual([]);
});
