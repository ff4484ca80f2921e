import type { AboutView, SessionView } from '../../../shared/contract/host.ts';
import type { People } from '../../access/people.ts';
import type { SessionBook } from '../../access/session-book.ts';
import type { Clock } from '../../domain/ports.ts';
import type { AccessLog } from './access-log.ts';
import type { TrainingDesk } from './training-desk.ts';

/** What the calls of a host work with. */
export interface HostCallParts {
  readonly people: People;
  readonly sessions: SessionBook;
  readonly log: AccessLog;
  /** Null in production. */
  readonly training: TrainingDesk | null;
  readonly about: () => Promise<AboutView>;
  readonly clock: Clock;
  readonly host: SessionView['host'];
  readonly mode: SessionView['mode'];
  /** IANA name of the plant's time zone. */
  readonly timeZone: string;
  readonly version: string;
}
