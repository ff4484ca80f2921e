import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { AboutView } from '../../../shared/contract/host.ts';
import { AppError } from '../../../shared/errors.ts';

type Licence = AboutView['licences'][number];

/** Packages that one program is made of; more than this is not followed. */
const MAX_PACKAGES = 2_000;
const NOT_TOLD = 'not told';

const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string().optional(),
  dependencies: z.record(z.string(), z.string()).default({}),
});
type Manifest = z.output<typeof manifestSchema>;
/** What vite writes beside the screens about the packages that are bundled in them. */
const bundledSchema = z.array(
  z.object({ name: z.string(), version: z.string(), identifier: z.string().nullish() }),
);

/** The program's own manifest. Throws AppError INTERNAL when the program is not whole. */
export function readManifest(programFolder: string): Manifest {
  const manifest = manifestAt(programFolder);
  if (manifest !== null) return manifest;
  throw new AppError('INTERNAL', `there is no package.json in ${programFolder}`);
}

/**
 * Every package that runs or is shown, by name: the program's dependencies and theirs, as they are installed,
 * and what is bundled into the screens. A package for another operating system is not installed, and not told.
 */
export function readLicences(programFolder: string): readonly Licence[] {
  const found = new Map<string, Licence>();
  const waiting = Object.keys(readManifest(programFolder).dependencies).map((name) => ({
    name,
    from: programFolder,
  }));
  for (let next = waiting.shift(); next !== undefined && found.size < MAX_PACKAGES; next = waiting.shift()) {
    const installed = installedAt(next.name, next.from, programFolder);
    if (installed === null) continue;
    const { name, version, license = NOT_TOLD, dependencies } = installed.manifest;
    if (found.has(`${name} ${version}`)) continue;
    found.set(`${name} ${version}`, { name, version, licence: license });
    waiting.push(...Object.keys(dependencies).map((needed) => ({ name: needed, from: installed.folder })));
  }
  for (const licence of bundled(programFolder)) found.set(`${licence.name} ${licence.version}`, licence);
  return [...found.values()].toSorted((a, b) => a.name.localeCompare(b.name));
}

/** As Node finds a package: beside the one that needs it, then in each folder above, up to the program's own. */
function installedAt(
  name: string,
  from: string,
  programFolder: string,
): { readonly folder: string; readonly manifest: Manifest } | null {
  for (let at = from; at.startsWith(programFolder); at = dirname(at)) {
    const folder = join(at, 'node_modules', name);
    const manifest = manifestAt(folder);
    if (manifest !== null) return { folder, manifest };
  }
  return null;
}

function manifestAt(folder: string): Manifest | null {
  return readJson(join(folder, 'package.json'), manifestSchema);
}

function bundled(programFolder: string): readonly Licence[] {
  const file = join(programFolder, 'dist', 'renderer', 'licences.json');
  return (readJson(file, bundledSchema) ?? []).map(({ name, version, identifier }) => ({
    name,
    version,
    licence: identifier ?? NOT_TOLD,
  }));
}

/** Null when there is no such file; throws AppError INTERNAL when it holds something else. */
function readJson<T extends z.ZodType>(file: string, schema: T): z.output<T> | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null;
    throw thrown;
  }
  const parsed = schema.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  throw new AppError('INTERNAL', `${file} does not hold what it should: ${parsed.error.message}`);
}
