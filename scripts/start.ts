/**
 * `npm start`: the screens in a window of their own where that is possible, otherwise in a browser. Arguments
 * go on to the program that is started: `npm start -- --data-dir DIR`.
 */
import { spawn } from 'node:child_process';
import { APP_FOLDER, buildApp } from './dist-build.ts';
import { electronBinary, hasDisplay, whyNoWindow } from './electron-binary.ts';
import { buildScreens, PROJECT } from './renderer-build.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs Electron in the place of this process: signals go on to it, and its ending is ours. */
function runWindow(binary: string): void {
  const child = spawn(binary, [APP_FOLDER, ...process.argv.slice(2)], { stdio: 'inherit' });
  const pass = (signal: NodeJS.Signals): boolean => child.kill(signal);
  for (const signal of SIGNALS) process.on(signal, pass);
  child.once('error', (error) => {
    process.stderr.write(`Electron cannot be started: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.once('exit', (code, signal) => {
    for (const name of SIGNALS) process.off(name, pass);
    if (signal === null) process.exitCode = code ?? 1;
    else process.kill(process.pid, signal);
  });
}

const binary = electronBinary(PROJECT, process.env);
const why = whyNoWindow(binary, hasDisplay(process.platform, process.env));
if (binary !== null && why === null) {
  // A sandboxed preload script exists only built.
  await buildApp();
  runWindow(binary);
} else {
  await buildScreens();
  process.stdout.write(`${why}\n`);
  // In this very process: it reads the same arguments, and takes signals by itself.
  await import('../electron/headless.ts');
}
