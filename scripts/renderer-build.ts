import { globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

export const PROJECT = fileURLToPath(new URL('..', import.meta.url));
export const VITE_CONFIG = join(PROJECT, 'vite.config.ts');
/** What the screens are built from. */
const SOURCES = ['renderer/**/*', 'shared/**/*', 'vite.config.ts', 'package-lock.json'];
/** What a build writes last of all that a browser asks for first. */
const RESULT = 'dist/renderer/index.html';

/** True when the screens were never built, or one of their sources is newer than they are. */
export function isBuildStale(project: string): boolean {
  const builtAt = statSync(join(project, RESULT), { throwIfNoEntry: false })?.mtimeMs;
  if (builtAt === undefined) return true;
  return SOURCES.flatMap((pattern) => globSync(pattern, { cwd: project })).some((file) => {
    const found = statSync(join(project, file), { throwIfNoEntry: false });
    return found?.isFile() === true && found.mtimeMs > builtAt;
  });
}

/** Builds the screens where that is needed. Rejects with what is wrong in them. */
export async function buildScreens(): Promise<void> {
  if (!isBuildStale(PROJECT)) return;
  process.stdout.write('building the screens\n');
  await build({ configFile: VITE_CONFIG, logLevel: 'warn' });
}
