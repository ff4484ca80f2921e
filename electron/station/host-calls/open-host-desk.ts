import { fileURLToPath } from 'node:url';
import type { SessionView } from '../../../shared/contract/host.ts';
import { People } from '../../access/people.ts';
import { SessionBook } from '../../access/session-book.ts';
import { AuditRepository } from '../../store/audit-repository.ts';
import type { HostSession } from '../host-session.ts';
import { readSecretFile, writeSecretFile } from '../secret-file.ts';
import { systemClock, systemIds } from '../system-ports.ts';
import { createAbout } from './about.ts';
import { AccessLog } from './access-log.ts';
import { createHostCalls, type HostCalls } from './host-calls.ts';
import { readManifest } from './licences.ts';
import { TrainingDesk } from './training-desk.ts';
import { openTrainingPeople } from './training-people.ts';

const PROGRAM_FOLDER = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[\\/]$/, '');

/** People and sessions of a host, beside its station. Close it before the station. */
export interface HostDesk extends AsyncDisposable {
  readonly calls: HostCalls;
  readonly sessions: SessionBook;
  readonly people: People;
  readonly mode: SessionView['mode'];
  /** Null in production. */
  readonly training: TrainingDesk | null;
}

/**
 * Opens what a host needs to know who sits at its screens: the people of the data folder, or in training mode
 * the ready-made ones; sessions; the calls that are the host's own. A users.json that cannot be used is no
 * error here: nobody logs in, and looking goes on.
 */
export async function openHostDesk(session: HostSession, host: SessionView['host']): Promise<HostDesk> {
  const { config, settings, paths, logger, station } = session;
  const ports = { clock: systemClock, newId: systemIds, logger };
  const { mode } = config;
  const file = {
    name: paths.usersFile,
    read: () => readSecretFile(paths.usersFile),
    write: (text: string) => writeSecretFile(paths.usersFile, text),
  };
  const people = mode.kind === 'training' ? await openTrainingPeople(ports) : People.open({ ...ports, file });
  const sessions = new SessionBook({ ...ports, controlLockMs: () => settings.current.controlLockMs });
  const log = new AccessLog({ ...ports, audit: new AuditRepository(station.store.db) });
  const training =
    session.training === null || mode.kind === 'production'
      ? null
      : new TrainingDesk(session.training, mode.speedKgPerSecond);
  const calls = createHostCalls({
    ...ports,
    people,
    sessions,
    log,
    training,
    about: createAbout({ programFolder: PROGRAM_FOLDER, paths, db: station.store.db }),
    host,
    mode: mode.kind,
    timeZone: config.timezone,
    version: readManifest(PROGRAM_FOLDER).version,
  });
  return {
    calls,
    sessions,
    people,
    mode: mode.kind,
    training,
    async [Symbol.asyncDispose]() {
      sessions[Symbol.dispose]();
      await log.close();
    },
  };
}
