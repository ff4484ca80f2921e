import { recogniseEquipment } from '../../shared/domain/equipment.ts';
import { AppError, codeOf, messageOf } from '../../shared/errors.ts';
import type { AlarmBook } from '../alarms/alarm-book.ts';
import type { Leadership } from '../domain/leadership.ts';
import { plantTimeText, plantTimeToUtc } from '../domain/plant-time.ts';
import type { EventContent, FailureContent } from '../domain/plc-event.ts';
import type { Clock, LogContext, Logger, Random } from '../domain/ports.ts';
import type { OdooClient } from '../odoo/odoo-client.ts';
import { reportFailureOnce } from '../odoo/report-equipment-failure.ts';
import type { EventEntry } from '../outbox/event-entry.ts';
import type { EventJournal } from '../outbox/event-journal.ts';
import type { EventAreas } from '../plc/event-areas.ts';
import type { LinkWatch } from '../plc/link-watch.ts';
import type { FailureReading } from '../plc/memory-map/failure-codec.ts';
import { describeFault } from '../plc/memory-map/word-fault.ts';
import type { EquipmentFailureRepository } from '../store/equipment-failure-repository.ts';
import { type Announcement, EventAnnouncer } from './event-announcer.ts';
import { EventHandshake } from './event-handshake.ts';
import { eventOutcome } from './event-outcome.ts';
import { EventReporter } from './event-reporter.ts';
import type { RunContext, Task, TaskOutcome } from './task.ts';

/** Failures written to the database in one run, in rows; the rest follows with the next. */
const MAX_ROWS_PER_RUN = 200;

export interface EquipmentFailureParts {
  readonly areas: EventAreas;
  readonly link: LinkWatch;
  readonly journal: EventJournal;
  readonly failures: EquipmentFailureRepository;
  readonly odoo: OdooClient;
  readonly leadership: Leadership;
  readonly alarms: AlarmBook;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** IANA name of the zone in which the PLC stamps its failures. */
  readonly timezone: string;
  /** Reports begun per second, evenly spaced. */
  readonly maxPerSecond: () => number;
}

/** TASK 5: takes equipment failures from the PLC, and brings each to the database and to Odoo once. */
export function createEquipmentFailureTask(parts: EquipmentFailureParts): Task {
  const failures = new EquipmentFailures(parts);
  return { number: 5, name: 'Equipment failures', run: (context) => failures.run(context) };
}

const CONTEXT: LogContext = { task: 5 };

/**
 * The order of steps is what loses nothing and doubles nothing: to disk, to PostgreSQL, flag, Odoo. Each
 * step leaves its mark in the journal, so that a crash between any two repeats the one that is not marked,
 * and each can be repeated: the journal and the table know the event again, and Odoo's list is read before
 * a report is sent a second time.
 */
class EquipmentFailures {
  readonly #parts: EquipmentFailureParts;
  readonly #handshake: EventHandshake;
  readonly #reporter: EventReporter;
  readonly #announcer: EventAnnouncer;

  constructor(parts: EquipmentFailureParts) {
    this.#parts = parts;
    const { areas, odoo } = parts;
    this.#handshake = new EventHandshake(parts, 'failure', () => areas.acknowledgeFailure());
    this.#reporter = new EventReporter({
      ...parts,
      area: 'failure',
      nameOf,
      report: (entry, progress) => reportFailureOnce(odoo, reportOf(failureIn(entry)), progress),
    });
    this.#announcer = new EventAnnouncer(parts, 'failure', announcementOf);
  }

  async run({ signal, cause }: RunContext): Promise<TaskOutcome> {
    const { leadership, link } = this.#parts;
    if (!leadership.mayAcknowledge()) return { kind: 'skipped', reason: 'another station commands this PLC' };
    const troubles: AppError[] = [];
    const looked = link.status.link !== 'lost';
    const taken = looked && (await this.#tried(troubles, () => this.#take(), false));
    if (!signal.aborted) await this.#tried(troubles, () => this.#storeAll(), undefined);
    this.#announcer.sync(CONTEXT);
    const drained = await this.#reporter.drain(signal, cause === 'manual', CONTEXT);
    return eventOutcome({ what: 'failure', looked, taken, troubles, drained });
  }

  /** True when a new event was taken: the PLC may have the next one ready. */
  async #take(): Promise<boolean> {
    const { areas, logger } = this.#parts;
    const { reading, words } = await areas.readFailure();
    const captured = this.#handshake.capture({ content: this.#contentOf(reading), words }, CONTEXT);
    if (captured === null) return false;
    const { kind, entry } = captured;
    if (kind === 'stored') logger.warn(`the PLC reports ${announcementOf(entry).message}`, CONTEXT);
    await this.#storeIfPossible(entry);
    await this.#handshake.acknowledge(entry, CONTEXT);
    return kind === 'stored';
  }

  #contentOf(reading: FailureReading): EventContent | null {
    switch (reading.kind) {
      case 'none':
        return null;
      case 'invalid':
        return { kind: 'quarantined', reasons: reading.reasons.map(describeFault) };
      case 'event': {
        const { code, info, plantLocal: plantTime } = reading;
        const occurredAt = plantTimeToUtc(plantTime, this.#parts.timezone);
        return { kind: 'failure', code, info, plantTime, occurredAt };
      }
    }
  }

  /** The database may be away: the event is safe in the journal, and is stored when it is back. */
  async #storeIfPossible(entry: EventEntry): Promise<void> {
    try {
      await this.#store(entry);
    } catch (thrown) {
      if (codeOf(thrown) !== 'STORE_UNAVAILABLE') throw thrown;
      this.#parts.logger.warn(`${nameOf(entry)} is kept on this computer: ${messageOf(thrown)}`, CONTEXT);
    }
  }

  async #storeAll(): Promise<void> {
    let refusal: unknown = null;
    for (const entry of this.#parts.journal.unstored(MAX_ROWS_PER_RUN)) {
      try {
        await this.#store(entry);
      } catch (thrown) {
        if (codeOf(thrown) === 'STORE_UNAVAILABLE') throw thrown;
        // A row that the table refuses must not keep the others out.
        refusal ??= thrown;
      }
    }
    if (refusal !== null) throw refusal;
  }

  async #store({ id, content, capturedAt, storedAt }: EventEntry): Promise<void> {
    if (content.kind !== 'failure' || storedAt !== null) return;
    const { failures, journal, clock } = this.#parts;
    const { equipmentCode, description, occurredAt } = reportOf(content);
    const equipmentName = recogniseEquipment(content.code)?.name ?? null;
    const row = { id, equipmentCode, equipmentName, description, occurredAt, capturedAt };
    const stored = await failures.record(row);
    // Somebody stored it before: it may be in Odoo, too. Its list is read before anything is sent.
    if (stored === 'already') journal.recordSent(id, clock.now());
    journal.recordStored(id, clock.now());
  }

  async #tried<T>(troubles: AppError[], step: () => Promise<T>, otherwise: T): Promise<T> {
    try {
      return await step();
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
      // One link's trouble must not keep an event from the others.
      troubles.push(thrown);
      return otherwise;
    }
  }
}

/** What table and Odoo get: the canonical code, or the PLC's own spelling of one that nobody knows. */
function reportOf({ code, info, occurredAt }: FailureContent) {
  const description = info === '' ? 'no text given by the PLC' : info;
  return { equipmentCode: recogniseEquipment(code)?.odooCode ?? code, description, occurredAt };
}

function failureIn({ id, content }: EventEntry): FailureContent {
  if (content.kind === 'failure') return content;
  throw new AppError('INTERNAL', `event ${id} is no equipment failure`);
}

function nameOf({ id, content }: EventEntry): string {
  if (content.kind !== 'failure') return `failure block ${id.slice(0, 8)}`;
  return `${content.code} ${content.info} ${plantTimeText(content.plantTime)}`;
}

function announcementOf(entry: EventEntry): Announcement {
  const { content } = entry;
  if (content.kind !== 'failure') {
    const reasons = content.kind === 'quarantined' ? content.reasons.join('; ') : content.kind;
    const message = `an equipment failure that cannot be read: ${reasons}`;
    return { code: 'EVENT_QUARANTINED', subject: nameOf(entry), message };
  }
  const known = recogniseEquipment(content.code);
  const equipment = known === undefined ? `unknown equipment "${content.code}"` : known.name;
  const { description } = reportOf(content);
  const message = `${equipment}: ${description}, ${plantTimeText(content.plantTime)} plant time`;
  return { code: 'EQUIPMENT_FAILURE', subject: nameOf(entry), message };
}
