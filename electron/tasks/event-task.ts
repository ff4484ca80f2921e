import { AppError } from '../../shared/errors.ts';
import type { AlarmBook } from '../alarms/alarm-book.ts';
import type { ReportOutcome } from '../domain/batch.ts';
import type { Leadership } from '../domain/leadership.ts';
import type { EventArea } from '../domain/plc-event.ts';
import type { Clock, LogContext, Logger, Random, TaskNumber } from '../domain/ports.ts';
import type { SentProgress } from '../odoo/sent-progress.ts';
import type { EventEntry } from '../outbox/event-entry.ts';
import type { EventJournal } from '../outbox/event-journal.ts';
import type { LinkWatch } from '../plc/link-watch.ts';
import { type Announcement, EventAnnouncer } from './event-announcer.ts';
import { EventHandshake, type ShownEvent } from './event-handshake.ts';
import { eventOutcome } from './event-outcome.ts';
import { EventReporter } from './event-reporter.ts';
import type { RunContext, Task, TaskOutcome } from './task.ts';

export interface EventTaskParts {
  readonly link: LinkWatch;
  readonly journal: EventJournal;
  readonly leadership: Leadership;
  readonly alarms: AlarmBook;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Reports begun per second, evenly spaced. */
  readonly maxPerSecond: () => number;
}

/** What is particular to one of the PLC's event areas. */
export interface EventKind {
  readonly area: EventArea;
  /** Reads the area with one command. */
  read(): Promise<ShownEvent>;
  /** Tells the PLC that its event is read; throws PLC_... when the PLC does not keep it. */
  setFlag(): Promise<void>;
  /** What an event is called in alarms and log lines. */
  nameOf(entry: EventEntry): string;
  announcementOf(entry: EventEntry): Announcement;
  /** An event that was not known before is on the disk. */
  onNew(entry: EventEntry): void;
  /** Reports one to Odoo; must be safe to repeat with the same progress. */
  report(entry: EventEntry, progress: SentProgress): Promise<ReportOutcome>;
  /** Where events belong besides Odoo; left out: nowhere. */
  readonly store?: {
    /** One event, before its flag is set. Rejects only when the event must not be acknowledged. */
    put(entry: EventEntry): Promise<void>;
    /** Those that earlier runs could not put there. */
    putRest(): Promise<void>;
  };
}

/** A task that takes events from an area of the PLC with a flag of its own, and brings each to Odoo. */
export function createEventTask(
  about: { readonly number: TaskNumber; readonly name: string },
  parts: EventTaskParts,
  kind: EventKind,
): Task {
  const watch = new EventWatch(parts, kind, { task: about.number });
  return { ...about, run: (context) => watch.run(context) };
}

/** To disk, to where it belongs, flag, Odoo, in this order (S3). One link's trouble keeps no event from the others. */
class EventWatch {
  readonly #parts: EventTaskParts;
  readonly #kind: EventKind;
  readonly #context: LogContext;
  readonly #handshake: EventHandshake;
  readonly #reporter: EventReporter;
  readonly #announcer: EventAnnouncer;

  constructor(parts: EventTaskParts, kind: EventKind, context: LogContext) {
    this.#parts = parts;
    this.#kind = kind;
    this.#context = context;
    this.#handshake = new EventHandshake(parts, kind.area, () => kind.setFlag());
    this.#reporter = new EventReporter({
      ...parts,
      area: kind.area,
      nameOf: (entry) => kind.nameOf(entry),
      report: (entry, progress) => kind.report(entry, progress),
    });
    this.#announcer = new EventAnnouncer(parts, kind.area, (entry) => kind.announcementOf(entry));
  }

  async run({ signal, cause }: RunContext): Promise<TaskOutcome> {
    const { leadership, link } = this.#parts;
    const { area, store } = this.#kind;
    if (!leadership.mayAcknowledge()) return { kind: 'skipped', reason: 'another station commands this PLC' };
    const troubles: AppError[] = [];
    const looked = link.status.link !== 'lost';
    const taken = looked && (await tried(troubles, () => this.#take(), false));
    if (!signal.aborted && store !== undefined) await tried(troubles, () => store.putRest(), undefined);
    this.#announcer.sync(this.#context);
    const drained = await this.#reporter.drain(signal, cause === 'manual', this.#context);
    return eventOutcome({ what: area, looked, taken, troubles, drained });
  }

  /** True when a new event was taken: the PLC may have the next one ready. */
  async #take(): Promise<boolean> {
    const captured = this.#handshake.capture(await this.#kind.read(), this.#context);
    if (captured === null) return false;
    const { kind, entry } = captured;
    if (kind === 'stored') this.#kind.onNew(entry);
    await this.#kind.store?.put(entry);
    await this.#handshake.acknowledge(entry, this.#context);
    return kind === 'stored';
  }
}

async function tried<T>(troubles: AppError[], step: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await step();
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    troubles.push(thrown);
    return otherwise;
  }
}
