import type { Publish } from '../../shared/contract/events.ts';
import { recogniseEquipment } from '../../shared/domain/equipment.ts';
import { AppError, codeOf, messageOf } from '../../shared/errors.ts';
import { causeText } from '../../shared/text/text.ts';
import { cause } from '../domain/cause.ts';
import { plantTimeText, plantTimeToUtc } from '../domain/plant-time.ts';
import type { EventContent, FailureContent } from '../domain/plc-event.ts';
import type { OdooClient } from '../odoo/odoo-client.ts';
import { reportFailureOnce } from '../odoo/report-equipment-failure.ts';
import type { EventEntry } from '../outbox/event-entry.ts';
import type { EventAreas } from '../plc/event-areas.ts';
import type { FailureReading } from '../plc/memory-map/failure-codec.ts';
import { describeFault } from '../plc/memory-map/word-fault.ts';
import type { EquipmentFailureRepository } from '../store/equipment-failure-repository.ts';
import type { Announcement } from './event-announcer.ts';
import { createEventTask, type EventTaskParts } from './event-task.ts';
import type { Task } from './task.ts';

/** Failures written to the database in one run, in rows; the rest follows with the next. */
const MAX_ROWS_PER_RUN = 200;
const CONTEXT = { task: 5 } as const;

export interface EquipmentFailureParts extends EventTaskParts {
  readonly areas: EventAreas;
  readonly failures: EquipmentFailureRepository;
  readonly odoo: OdooClient;
  readonly publish: Publish;
  /** IANA name of the zone in which the PLC stamps its failures. */
  readonly timezone: string;
}

/**
 * TASK 5: takes equipment failures from the PLC, and brings each to the database and to Odoo once.
 *
 * The order of steps is what loses nothing and doubles nothing: to disk, to PostgreSQL, flag, Odoo. Each
 * step leaves its mark in the journal, so that a crash between any two repeats the one that is not marked,
 * and each can be repeated: the journal and the table know the event again, and Odoo's list is read before
 * a report is sent a second time.
 */
export function createEquipmentFailureTask(parts: EquipmentFailureParts): Task {
  const { areas, odoo, logger, timezone } = parts;
  const table = new FailureTable(parts);
  return createEventTask({ number: 5, name: 'Equipment failures' }, parts, {
    area: 'failure',
    nameOf,
    announcementOf,
    async read() {
      const { reading, words } = await areas.readFailure();
      return { content: contentOf(reading, timezone), words };
    },
    setFlag: () => areas.acknowledgeFailure(),
    onNew: (entry) => logger.warn(`the PLC reports: ${causeText('en', announcementOf(entry).why)}`, CONTEXT),
    report: (entry, progress) => reportFailureOnce(odoo, reportOf(failureIn(entry)), progress),
    store: table,
  });
}

/** Brings failures into the table of the plant. */
class FailureTable {
  readonly #parts: EquipmentFailureParts;

  constructor(parts: EquipmentFailureParts) {
    this.#parts = parts;
  }

  /** The database may be away: the event is safe in the journal, and is stored when it is back. */
  async put(entry: EventEntry): Promise<void> {
    try {
      await this.#store(entry);
    } catch (thrown) {
      if (codeOf(thrown) !== 'STORE_UNAVAILABLE') throw thrown;
      this.#parts.logger.warn(`${nameOf(entry)} is kept on this computer: ${messageOf(thrown)}`, CONTEXT);
    }
  }

  async putRest(): Promise<void> {
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
    const { failures, journal, clock, publish } = this.#parts;
    const { equipmentCode, description, occurredAt } = reportOf(content);
    const equipmentName = recogniseEquipment(content.code)?.name ?? null;
    const row = { id, equipmentCode, equipmentName, description, occurredAt, capturedAt };
    const stored = await failures.record(row);
    // Somebody stored it before: it may be in Odoo, too. Its list is read before anything is sent.
    if (stored === 'already') journal.recordSent(id, clock.now());
    journal.recordStored(id, clock.now());
    publish({ kind: 'failure-recorded', equipmentCode });
  }
}

function contentOf(reading: FailureReading, timezone: string): EventContent | null {
  switch (reading.kind) {
    case 'none':
      return null;
    case 'invalid':
      return { kind: 'quarantined', reasons: reading.reasons.map(describeFault) };
    case 'event': {
      const { code, info, plantLocal: plantTime } = reading;
      const occurredAt = plantTimeToUtc(plantTime, timezone);
      return { kind: 'failure', code, info, plantTime, occurredAt };
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
    const why = cause('failure-unreadable', { text: reasons });
    return { code: 'EVENT_QUARANTINED', subject: nameOf(entry), why };
  }
  const known = recogniseEquipment(content.code);
  const told = { text: reportOf(content).description, plant_time: plantTimeText(content.plantTime) };
  const event = { code: 'EQUIPMENT_FAILURE', subject: nameOf(entry) } as const;
  return known === undefined
    ? { ...event, why: cause('unknown-equipment-failed', { equipment: content.code, ...told }) }
    : { ...event, why: cause('equipment-failed', { equipment: known.name, ...told }), equipment: known.key };
}
