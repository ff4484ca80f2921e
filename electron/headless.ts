/**
 * The headless host: a station without a window. It serves its API to programs and its screens to browsers,
 * on loopback unless HTTP_HOST says otherwise.
 *
 *     npm run station -- --data-dir DIR --http PORT
 */
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { AppError, messageOf } from '../shared/errors.ts';
import { OpenKeys } from './access/open-keys.ts';
import type { Screens } from './http/screens.ts';
import { type HttpServer, startHttpServer } from './http/server.ts';
import { type HostDesk, openHostDesk } from './station/host-calls/open-host-desk.ts';
import type { HostSession } from './station/host-session.ts';
import { openHostSession } from './station/host-session.ts';
import { readOrCreateToken, readSecretFile } from './station/secret-file.ts';
import { systemClock } from './station/system-ports.ts';

const USAGE = 'usage: npm run station -- [--data-dir DIR] [--http PORT]';
const DEFAULT_PORT = 8790;
const RENDERER_FOLDER = fileURLToPath(new URL('../dist/renderer', import.meta.url));
/** How long the process may live on after everything was closed, in milliseconds. */
const END_DEADLINE_MS = 3_000;

interface Arguments {
  readonly dataDir: string;
  /** Null: the usual port, or any free one where that is taken. */
  readonly port: number | null;
}

/** Throws AppError CONFIG_INVALID with the usage on anything unknown. */
function readArguments(argv: readonly string[]): Arguments {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: { 'data-dir': { type: 'string', default: 'data' }, http: { type: 'string' } },
    });
    const port = values.http === undefined ? null : Number(values.http);
    if (values.http !== undefined && (!/^\d{1,5}$/.test(values.http) || Number(values.http) > 65_535)) {
      throw new Error(`--http ${values.http} is no port`);
    }
    return { dataDir: resolve(values['data-dir']), port };
  } catch (thrown) {
    throw new AppError('CONFIG_INVALID', `${messageOf(thrown)}\n${USAGE}`, { cause: thrown });
  }
}

/** The token of the API: given by the environment, or made once, shown once and kept in the data folder. */
function apiToken({ config, paths }: HostSession): string {
  if (config.apiToken !== null) return config.apiToken;
  const isNew = readSecretFile(paths.apiTokenFile) === null;
  const token = readOrCreateToken(paths.apiTokenFile);
  if (isNew) process.stdout.write(`API token (shown once, kept in ${paths.apiTokenFile}): ${token}\n`);
  return token;
}

/** What browsers get: a one-time link lets look, and in training mode also act as the ready-made supervisor. */
function screensOf({ calls, sessions, mode, people }: HostDesk): Screens {
  const supervisor = people.fault === null ? people.list().find(({ role }) => role === 'supervisor') : null;
  return {
    calls,
    sessions,
    openKeys: new OpenKeys(systemClock),
    linkUser: mode === 'training' ? (supervisor ?? null) : null,
    stationName: hostname(),
    rendererFolder: RENDERER_FOLDER,
  };
}

async function serve(
  session: HostSession,
  desk: HostDesk,
  screens: Screens,
  port: number | null,
): Promise<HttpServer> {
  const { logger, station, config } = session;
  const token = apiToken(session);
  logger.registerSecret(token);
  const { training } = desk;
  const options = { host: config.httpHost, token, logger, clock: systemClock, training, screens };
  try {
    return await startHttpServer(station.api, { ...options, port: port ?? DEFAULT_PORT });
  } catch (thrown) {
    if (port !== null || !(thrown instanceof AppError)) throw thrown;
    return await startHttpServer(station.api, { ...options, port: 0 });
  }
}

async function main(): Promise<void> {
  const stopped = Promise.withResolvers<string>();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => stopped.resolve(signal));
  const { dataDir, port } = readArguments(process.argv.slice(2));
  await using session = await openHostSession({ dataDir, httpPort: port ?? DEFAULT_PORT, env: process.env });
  const { paths, logger } = session;
  await using desk = await openHostDesk(session, 'headless');
  const screens = screensOf(desk);
  await using server = await serve(session, desk, screens, port);
  logger.info(`Log: ${paths.logs}`);
  logger.info(`Data: ${paths.root}`);
  logger.info(`Address: ${server.address}`);
  process.stdout.write(`ready ${server.address}\n`);
  process.stdout.write(`open in a browser: ${server.address}/open?key=${screens.openKeys.make()}\n`);
  const signal = await stopped.promise;
  logger.info(`${signal}: stopping`);
}

/**
 * With everything closed nothing keeps the process alive, and it ends by itself. Should something be open
 * all the same, it is named and the process is ended: nobody could stop it any more, as signals are taken.
 */
function endSoon(): void {
  setTimeout(() => {
    const open = [...new Set(process.getActiveResourcesInfo())].join(', ');
    process.stderr.write(`Batchline ends although something is still open: ${open}\n`);
    process.exit();
  }, END_DEADLINE_MS).unref();
}

main()
  .catch((thrown: unknown) => {
    const what = thrown instanceof AppError ? `${thrown.code}: ${thrown.message}` : messageOf(thrown);
    process.stderr.write(`Batchline cannot start. ${what}\n`);
    process.exitCode = 1;
  })
  .finally(endSoon);
