import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where Electron's program is; null when only its npm package was installed. The package itself would be
 * asked by importing it, but it answers by fetching the program from the network.
 */
export function electronBinary(project: string, env: Environment): string | null {
  const folder = join(project, 'node_modules', 'electron');
  const nameFile = join(folder, 'path.txt');
  if (!existsSync(nameFile)) return null;
  const name = readFileSync(nameFile, 'utf8').trim();
  const program = join(env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist'), name);
  return existsSync(program) ? program : null;
}

/** Can a window be opened here? */
export function hasDisplay(platform: NodeJS.Platform, env: Environment): boolean {
  if (platform === 'win32' || platform === 'darwin') return true;
  return [env.DISPLAY, env.WAYLAND_DISPLAY].some((display) => display !== undefined && display !== '');
}

/** Why there is no window, in words for whoever typed `npm start`; null when there can be one. */
export function whyNoWindow(binary: string | null, display: boolean): string | null {
  if (binary === null) return 'Electron is not installed here: the screens are served to a browser instead';
  if (!display) return 'there is no display here: the screens are served to a browser instead';
  return null;
}
