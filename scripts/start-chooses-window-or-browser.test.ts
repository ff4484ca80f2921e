import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { electronBinary, hasDisplay, whyNoWindow } from './electron-binary.ts';
import { isBuildStale } from './renderer-build.ts';

let project: string;
beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), 'batchline-start-'));
  return () => rm(project, { recursive: true, force: true });
});

/** @param seconds since 1970 */
function put(path: string, seconds = 1_000, text = ''): void {
  const file = join(project, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  utimesSync(file, seconds, seconds);
}

describe('Electron', () => {
  it('is where its package says, and nowhere while only the package is there', () => {
    expect(electronBinary(project, {})).toBeNull();
    put('node_modules/electron/path.txt', 1_000, 'electron');
    expect(electronBinary(project, {})).toBeNull();
    put('node_modules/electron/dist/electron');
    expect(electronBinary(project, {})).toBe(join(project, 'node_modules/electron/dist/electron'));
    put('elsewhere/electron');
    const env = { ELECTRON_OVERRIDE_DIST_PATH: join(project, 'elsewhere') };
    expect(electronBinary(project, env)).toBe(join(project, 'elsewhere/electron'));
  });

  it('needs a display', () => {
    expect([hasDisplay('win32', {}), hasDisplay('darwin', {})]).toEqual([true, true]);
    expect([hasDisplay('linux', {}), hasDisplay('linux', { DISPLAY: '' })]).toEqual([false, false]);
    expect([hasDisplay('linux', { DISPLAY: ':0' }), hasDisplay('linux', { WAYLAND_DISPLAY: 'w' })]).toEqual([
      true,
      true,
    ]);
  });

  it('what is missing is told in words', () => {
    expect(whyNoWindow('/bin/electron', true)).toBeNull();
    expect(whyNoWindow('/bin/electron', false)).toMatch(/^there is no display here: /);
    expect(whyNoWindow(null, true)).toMatch(/^Electron is not installed here: /);
  });
});

describe('the screens are built', () => {
  it('when they never were, or when a source is newer', () => {
    put('renderer/app/app.tsx');
    put('shared/units.ts');
    expect(isBuildStale(project)).toBe(true);
    put('dist/renderer/index.html', 2_000);
    expect(isBuildStale(project)).toBe(false);
    put('electron/headless.ts', 3_000);
    expect(isBuildStale(project), 'no part of the screens').toBe(false);
    for (const source of ['renderer/app/app.tsx', 'shared/units.ts', 'vite.config.ts', 'package-lock.json']) {
      put(source, 3_000);
      expect(isBuildStale(project), source).toBe(true);
      put(source, 1_000);
    }
  });
});
