import { hostname } from 'node:os';
import { BEAT_MS, type HostMessage } from '../../shared/contract/bridge.ts';
import type { Envelope } from '../../shared/contract/declare.ts';
import { messageOf } from '../../shared/errors.ts';
import type { Logger } from '../domain/ports.ts';
import { answerCall } from './answer-call.ts';
import { Closers } from './closers.ts';
import { type HostDesk, openHostDesk } from './host-calls/open-host-desk.ts';
import type { ScreenSeat } from './host-calls/seat.ts';
import { type HostSession, type HostSessionOptions, openHostSession } from './host-session.ts';
import { type PlantSummary, watchPlant } from './plant-watch.ts';
import { systemClock } from './system-ports.ts';

const TASKS = [1, 2, 3, 4, 5, 6, 7] as const;

/** What a running station tells the program that shows it. */
export interface ScreenHostListeners {
  /** For every screen: station events, and a beat as long as the station runs. */
  readonly onMessage: (message: HostMessage) => void;
  readonly onSummary: (summary: PlantSummary) => void;
}

/** A running station for screens in the same program. Each screen, known by a number, is a session of its own. */
export class ScreenHost {
  readonly #session: HostSession;
  readonly #desk: HostDesk;
  readonly #closers: Closers;
  readonly #seats = new Map<number, ScreenSeat>();

  private constructor(session: HostSession, desk: HostDesk, closers: Closers) {
    this.#session = session;
    this.#desk = desk;
    this.#closers = closers;
  }

  /** Rejects like {@link openHostSession}, with everything closed again. */
  static async open(options: HostSessionOptions, listeners: ScreenHostListeners): Promise<ScreenHost> {
    const session = await openHostSession(options);
    const { logger, station } = session;
    const closers = new Closers(systemClock, logger);
    closers.add('station', () => session.close());
    try {
      const desk = await openHostDesk(session, 'electron');
      closers.add('people and sessions', async () => desk[Symbol.asyncDispose]());
      const ports = { clock: systemClock, logger };
      const forgetPlant = watchPlant({ api: station.api, ...ports, onChange: listeners.onSummary });
      closers.add('plant watch', async () => forgetPlant());
      const forgetEvents = station.onEvent((event) => listeners.onMessage({ kind: 'event', event }));
      closers.add('events', async () => forgetEvents());
      const stopBeat = startBeat(() => listeners.onMessage({ kind: 'beat' }));
      closers.add('beat', async () => stopBeat());
      return new ScreenHost(session, desk, closers);
    } catch (thrown) {
      await closers.close();
      throw thrown;
    }
  }

  get logger(): Logger {
    return this.#session.logger;
  }

  /** Answers a call of the bridge. The first one of a screen gives it a session that may look. */
  answer(screen: number, call: unknown): Promise<Envelope<unknown>> {
    const seat = this.#seats.get(screen) ?? this.#seat(screen);
    return answerCall(
      { api: this.#session.station.api, calls: this.#desk.calls, logger: this.#session.logger },
      call,
      seat,
    );
  }

  /** A screen was closed: so is its session. */
  forget(screen: number): void {
    const sessionId = this.#seats.get(screen)?.sessionId ?? null;
    this.#seats.delete(screen);
    if (sessionId !== null) this.#desk.sessions.close(sessionId);
  }

  /** Runs every task now: the computer slept, and nothing that is shown is true any more. */
  async wake(): Promise<void> {
    const { station, logger } = this.#session;
    for (const task of TASKS) {
      await station.runTask(task).catch((thrown: unknown) => {
        logger.warn(`task ${task} did not run after the sleep: ${messageOf(thrown)}`);
      });
    }
  }

  /** Tells by an alarm why the station before this one was given up. */
  alarmFault(message: string): void {
    this.#session.station.announceFault(message);
  }

  close(): Promise<void> {
    return this.#closers.close();
  }

  #seat(screen: number): ScreenSeat {
    const sessionId = this.#desk.sessions.open('window', null);
    const seat: ScreenSeat = { kind: 'screen', sessionId, station: hostname() };
    this.#seats.set(screen, seat);
    return seat;
  }
}

/** Calls `beat` at once and every {@link BEAT_MS} after that. */
function startBeat(beat: () => void): () => void {
  let cancel = (): void => undefined;
  const next = (): void => {
    beat();
    cancel = systemClock.after(BEAT_MS, next);
  };
  next();
  return () => cancel();
}
