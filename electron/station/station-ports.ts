import type { Clock, Logger, NewId, Random } from '../domain/ports.ts';
import type { OutboxLimits } from '../outbox/outbox-limits.ts';
import type { Beat } from '../tasks/beat.ts';
import type { LogRecord } from './log/log-record.ts';

/** What a station is given by its host: time, randomness, log. */
export interface StationPorts {
  readonly clock: Clock;
  readonly beat: Beat;
  readonly random: Random;
  readonly newId: NewId;
  readonly logger: Logger;
  /** Hands every log line also to the database's system_log. */
  readonly attachLogSink?: (sink: (record: LogRecord) => void) => void;
  /** What other stations are told of this one while it commands; this computer's name when left out. */
  readonly stationName?: string;
  /** How much the outbox may hold; its own limits when left out. */
  readonly outboxLimits?: OutboxLimits;
}
