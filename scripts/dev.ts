/**
 * `npm run dev`: the screens straight from their sources, changed in the browser as they are saved, with a
 * headless station behind them. Arguments go on to the station: `npm run dev -- --data-dir DIR`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createServer } from 'vite';
import { PROJECT, VITE_CONFIG } from './renderer-build.ts';

const READY = /^ready (http:\/\/\S+)$/;
const OPEN = /^open in a browser: http:\/\/[^/]+(\/open\?key=\S+)$/;

const station = spawn(
  process.execPath,
  [join(PROJECT, 'electron/headless.ts'), '--http', '0', ...process.argv.slice(2)],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
// A signal of the terminal reaches both; one that is sent to this process alone is passed on.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => station.kill(signal));

const address = Promise.withResolvers<string>();
const openPath = Promise.withResolvers<string>();
createInterface({ input: station.stdout }).on('line', (line) => {
  const path = OPEN.exec(line)?.[1];
  if (path === undefined) process.stdout.write(`${line}\n`);
  else openPath.resolve(path);
  const ready = READY.exec(line)?.[1];
  if (ready !== undefined) address.resolve(ready);
});
const ended = once(station, 'exit');
const started = await Promise.race([address.promise, ended]);
if (typeof started === 'string') {
  await using screens = await serveScreens(started);
  process.stdout.write(`open in a browser: ${screens.address}${await openPath.promise}\n`);
  await ended;
}
process.exitCode = station.exitCode ?? 1;

/** Vite's own server, which hands what concerns the station on to it. */
async function serveScreens(target: string): Promise<AsyncDisposable & { readonly address: string }> {
  const vite = await createServer({
    configFile: VITE_CONFIG,
    server: { host: '127.0.0.1', proxy: { '/api': { target }, '/open': { target } } },
  });
  await vite.listen();
  const [url = ''] = vite.resolvedUrls?.local ?? [];
  return { address: url.replace(/\/$/, ''), [Symbol.asyncDispose]: () => vite.close() };
}
