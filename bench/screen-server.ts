import { fileURLToPath } from 'node:url';
import { OpenKeys } from '../electron/access/open-keys.ts';
import { People } from '../electron/access/people.ts';
import { SessionBook } from '../electron/access/session-book.ts';
import { MemoryFile } from '../electron/access/testing/memory-file.ts';
import { startHttpServer } from '../electron/http/server.ts';
import { AccessLog } from '../electron/station/host-calls/access-log.ts';
import { createHostCalls } from '../electron/station/host-calls/host-calls.ts';
import type { StationApi } from '../electron/station/station-api.ts';
import { MemoryLogger } from '../electron/testing/memory-logger.ts';
import { systemClock } from '../electron/testing/system-clock.ts';

const SUPERVISOR = { name: 'Bench', role: 'supervisor' } as const;
const LOCK_MS = 3_600_000;

export interface ScreenServer extends AsyncDisposable {
  /** Opens the screens, logged in, once. */
  readonly link: string;
}

/** The screens of a station that runs in this very process, so that its plant can be watched word by word. */
export async function serveScreens(api: StationApi): Promise<ScreenServer> {
  const ports = { clock: systemClock, logger: new MemoryLogger() };
  const people = People.open({ ...ports, file: new MemoryFile() });
  await people.createFirst(SUPERVISOR.name, 'a bench has no secrets');
  const sessions = new SessionBook({ ...ports, controlLockMs: () => LOCK_MS });
  const openKeys = new OpenKeys(systemClock);
  const audit = { begin: async () => undefined, end: async () => undefined };
  const calls = createHostCalls({
    ...ports,
    people,
    sessions,
    log: new AccessLog({ ...ports, audit, newId: () => 'bench' }),
    training: null,
    about: async () => ({ version: '', runtime: [], data_folder: '', log_folder: '', licences: [] }),
    host: 'headless',
    mode: 'production',
    timeZone: 'Asia/Jakarta',
    version: '',
  });
  const server = await startHttpServer(api, {
    ...ports,
    port: 0,
    token: 'token-of-a-bench',
    screens: {
      calls,
      sessions,
      openKeys,
      linkUser: SUPERVISOR,
      stationName: 'bench',
      rendererFolder: fileURLToPath(new URL('../dist/renderer', import.meta.url)),
    },
  });
  return {
    link: `${server.address}/open?key=${openKeys.make()}`,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      sessions[Symbol.dispose]();
    },
  };
}
