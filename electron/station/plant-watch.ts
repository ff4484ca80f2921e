import type { AlarmPriority } from '../../shared/contract/alarms.ts';
import type { StationEvent } from '../../shared/contract/events.ts';
import { messageOf } from '../../shared/errors.ts';
import type { Cancel, Clock, Logger } from '../domain/ports.ts';
import type { StationApi } from './station-api.ts';

/** What a host shows outside its screens. */
export interface PlantSummary {
  /** Batches that are under way; null: not known. */
  readonly batches: number | null;
  /** Alarms that somebody should look at: all but the shelved ones. */
  readonly alarms: number;
  readonly worst: AlarmPriority | null;
}

/** What happens together is looked at once, in milliseconds. */
const GATHER_MS = 250;
/** What changes the summary, besides alarms. */
const CONCERNED: readonly StationEvent['kind'][] = [
  'load-armed',
  'load-accepted',
  'batch-ended',
  'batch-archived',
  'command-done',
  'link-changed',
];

export interface PlantWatchParts {
  readonly api: Pick<StationApi, 'query' | 'onEvent'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onChange: (summary: PlantSummary) => void;
}

/** Follows a station's events and tells how the plant stands, at once and whenever that may have changed. */
export function watchPlant(parts: PlantWatchParts): Cancel {
  let cancelTimer: Cancel | null = null;
  let isOver = false;
  const look = (): void => {
    cancelTimer = null;
    void summarise(parts).then((summary) => {
      if (!isOver) parts.onChange(summary);
    });
  };
  const lookSoon = (): void => {
    cancelTimer ??= parts.clock.after(GATHER_MS, look);
  };
  const forget = parts.api.onEvent(({ kind }) => {
    if (kind.startsWith('alarm-') || CONCERNED.includes(kind)) lookSoon();
  });
  look();
  return () => {
    isOver = true;
    forget();
    cancelTimer?.();
  };
}

async function summarise({ api, logger }: PlantWatchParts): Promise<PlantSummary> {
  const failed = (thrown: unknown): null => {
    logger.debug(`the plant's summary is not whole: ${messageOf(thrown)}`);
    return null;
  };
  const [batches, answer] = await Promise.all([
    api.query('batchStatus', {}).catch(failed),
    api.query('alarms', {}).catch(failed),
  ]);
  const alarms = (answer?.alarms ?? []).filter(({ state }) => state !== 'shelved');
  const [worst = null] = alarms.map(({ priority }) => priority).toSorted();
  return { batches: batches?.active_batches ?? null, alarms: alarms.length, worst };
}
