/**
 * Builds what is packed, into dist/app: `node scripts/dist-build.ts`. The folder is the whole application but its
 * production packages:
 *
 *     electron/ shared/ migrations/   compiled file by file, so that every place relative to a file stays true
 *     electron/preload.cjs            one CommonJS file: a sandboxed preload script may be nothing else
 *     resources/                      memory maps and icons
 *     dist/renderer/                  the screens
 */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { z } from 'zod';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
export const APP_FOLDER = join(ROOT, 'dist', 'app');

/** Every program that is started by itself: the two hosts, and the training plant's processes. */
const PROGRAMS = [
  'electron/main.ts',
  'electron/headless.ts',
  'electron/training/plc/process.ts',
  'electron/training/odoo/process.ts',
];

const manifestSchema = z.object({ name: z.string(), version: z.string() });

/** Builds everything; rejects with the bundler's error. The screens are left out while there are none. */
export async function buildApp(): Promise<void> {
  rmSync(APP_FOLDER, { recursive: true, force: true });
  mkdirSync(APP_FOLDER, { recursive: true });
  await buildPrograms();
  await buildPreload();
  cpSync(join(ROOT, 'resources'), join(APP_FOLDER, 'resources'), { recursive: true });
  await buildRenderer();
  const { name, version } = manifestSchema.parse(
    JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')),
  );
  // With this Electron can start the folder as it is; the packer writes its own.
  const manifest = { name, productName: 'Batchline', version, type: 'module', main: 'electron/main.js' };
  writeFileSync(join(APP_FOLDER, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

const quiet = { configFile: false, root: ROOT, publicDir: false, logLevel: 'warn' } as const;

async function buildPrograms(): Promise<void> {
  await build({
    ...quiet,
    build: {
      ssr: true,
      outDir: APP_FOLDER,
      emptyOutDir: false,
      target: 'node24',
      minify: false,
      rolldownOptions: {
        input: Object.fromEntries(PROGRAMS.map((file) => [file.replace(/\.ts$/, ''), join(ROOT, file)])),
        external: ['electron'],
        output: {
          format: 'es',
          preserveModules: true,
          preserveModulesRoot: ROOT,
          entryFileNames: '[name].js',
        },
      },
    },
  });
}

async function buildPreload(): Promise<void> {
  await build({
    ...quiet,
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir: join(APP_FOLDER, 'electron'),
      emptyOutDir: false,
      minify: false,
      rolldownOptions: {
        input: { preload: join(ROOT, 'electron/preload.ts') },
        external: ['electron'],
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  });
}

async function buildRenderer(): Promise<void> {
  if (!existsSync(join(ROOT, 'renderer', 'main.tsx'))) return;
  await build({ configFile: join(ROOT, 'vite.config.ts'), logLevel: 'warn' });
  const built = join(ROOT, 'dist', 'renderer');
  cpSync(built, join(APP_FOLDER, 'dist', 'renderer'), { recursive: true });
}

if (import.meta.main) await buildApp();
