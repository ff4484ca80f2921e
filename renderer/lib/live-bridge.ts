import { BEAT_MS } from '../../shared/contract/bridge.ts';
import type { QueryName } from '../../shared/contract/contract.ts';
import { type StationEvent, stationEvent } from '../../shared/contract/events.ts';
import { useConnection } from '../stores/connection-store.ts';
import { bridge } from './bridge.ts';
import { clockNow } from './clock.ts';
import { concernedBy } from './event-effects.ts';
import { outdate, queryClient } from './queries.ts';

/** Events that come together are one update of the screen, in milliseconds. */
const GATHER_MS = 60;
/** How often it is checked that the station is still heard, in milliseconds. */
const WATCH_MS = 100;
/** Silence of so many beats is a lost connection. */
const LOST_AFTER_BEATS = 2;

export interface LiveListeners {
  /** A place to show: a desktop notification was clicked. */
  readonly onOpen: (path: string) => void;
  readonly onEvent: (event: StationEvent) => void;
}

/** Turns what the station tells into what the cache knows to be out of date. Returns how to stop. */
export function startLiveBridge({ onOpen, onEvent }: LiveListeners): () => void {
  const concerned = new Set<QueryName>();
  let gathering: number | undefined;
  let heardAt = performance.now();
  const flush = (): void => {
    gathering = undefined;
    outdate(concerned);
    concerned.clear();
  };
  const take = (given: unknown): void => {
    const parsed = stationEvent.safeParse(given);
    // An event that this version does not know may concern anything.
    if (!parsed.success) {
      void queryClient.invalidateQueries();
      return;
    }
    for (const name of concernedBy(parsed.data)) concerned.add(name);
    gathering ??= window.setTimeout(flush, GATHER_MS);
    onEvent(parsed.data);
  };
  const forget = bridge.listen((message) => {
    heardAt = performance.now();
    if (useConnection.getState().state !== 'up') {
      useConnection.getState().heard(clockNow());
      // What happened in the meantime was not told.
      void queryClient.invalidateQueries();
    }
    if (message.kind === 'event') take(message.event);
    if (message.kind === 'open') onOpen(message.path);
  });
  const watch = window.setInterval(() => {
    if (performance.now() - heardAt > LOST_AFTER_BEATS * BEAT_MS) useConnection.getState().lost(clockNow());
  }, WATCH_MS);
  return () => {
    forget();
    window.clearInterval(watch);
    window.clearTimeout(gathering);
  };
}
