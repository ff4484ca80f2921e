import { fileURLToPath } from 'node:url';
import electron from 'electron';
import { runShell } from './shell/run-shell.ts';
import { ScreenHost } from './station/screen-host.ts';
import { systemClock } from './station/system-ports.ts';

/*
 * The Electron main process: it owns the station, so that no window's fate touches the plant. Nothing is awaited
 * at the top level, as Electron is not ready before this module has been evaluated.
 */
void runShell(electron, {
  process,
  argv: process.argv.slice(1),
  env: process.env,
  clock: systemClock,
  programFolder: fileURLToPath(new URL('..', import.meta.url)),
  openStation: (options, listeners) => ScreenHost.open(options, listeners),
});
