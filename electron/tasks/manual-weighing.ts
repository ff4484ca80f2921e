import { AppError } from '../../shared/errors.ts';
import type { AlarmBook } from '../alarms/alarm-book.ts';
import type { ReportOutcome } from '../domain/batch.ts';
import type { Leadership } from '../domain/leadership.ts';
import type { EventContent } from '../domain/plc-event.ts';
import type { Clock, LogContext, Logger, Random } from '../domain/ports.ts';
import type { OdooClient } from '../odoo/odoo-client.ts';
import { reportWeighing } from '../odoo/report-weighing.ts';
import type { EventEntry } from '../outbox/event-entry.ts';
import type { EventJournal } from '../outbox/event-journal.ts';
import type { EventAreas } from '../plc/event-areas.ts';
import type { LinkWatch } from '../plc/link-watch.ts';
import type { WeighingReading } from '../plc/memory-map/weighing-codec.ts';
import { describeFault } from '../plc/memory-map/word-fault.ts';
import { type Announcement, EventAnnouncer } from './event-announcer.ts';
import { EventHandshake } from './event-handshake.ts';
import { eventOutcome } from './event-outcome.ts';
import { EventReporter, type SentProgress } from './event-reporter.ts';
import type { RunContext, Task, TaskOutcome } from './task.ts';

export interface ManualWeighingParts {
  readonly areas: EventAreas;
  readonly link: LinkWatch;
  readonly journal: EventJournal;
  readonly odoo: OdooClient;
  readonly leadership: Leadership;
  readonly alarms: AlarmBook;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Odoo's code of the equipment under which a material is booked whose line names none. */
  readonly weighingEquipment: string;
  /** Reports begun per second, evenly spaced. */
  readonly maxPerSecond: () => number;
}

/** TASK 7: takes manual weighings from the PLC and brings them to Odoo. */
export function createManualWeighingTask(parts: ManualWeighingParts): Task {
  const weighings = new ManualWeighings(parts);
  return { number: 7, name: 'Manual weighing', run: (context) => weighings.run(context) };
}

const CONTEXT: LogContext = { task: 7 };

/** To disk, flag, Odoo, in this order; Odoo may be away for any time in between. */
class ManualWeighings {
  readonly #parts: ManualWeighingParts;
  readonly #handshake: EventHandshake;
  readonly #reporter: EventReporter;
  readonly #announcer: EventAnnouncer;

  constructor(parts: ManualWeighingParts) {
    this.#parts = parts;
    const { areas } = parts;
    this.#handshake = new EventHandshake(parts, 'weighing', () => areas.acknowledgeWeighing());
    this.#reporter = new EventReporter({
      ...parts,
      area: 'weighing',
      nameOf,
      report: (entry, progress) => this.#report(entry, progress),
    });
    this.#announcer = new EventAnnouncer(parts, 'weighing', quarantineOf);
  }

  async run({ signal, cause }: RunContext): Promise<TaskOutcome> {
    const { leadership, link } = this.#parts;
    if (!leadership.mayAcknowledge()) return { kind: 'skipped', reason: 'another station commands this PLC' };
    const troubles: AppError[] = [];
    const looked = link.status.link !== 'lost';
    let taken = false;
    try {
      taken = looked && (await this.#take());
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
      // The PLC's trouble must not keep a weighing from Odoo.
      troubles.push(thrown);
    }
    this.#announcer.sync(CONTEXT);
    const drained = await this.#reporter.drain(signal, cause === 'manual', CONTEXT);
    return eventOutcome({ what: 'weighing', looked, taken, troubles, drained });
  }

  /** True when a new weighing was taken: the PLC may have the next one ready. */
  async #take(): Promise<boolean> {
    const { areas, logger } = this.#parts;
    const { reading, words } = await areas.readWeighing();
    const captured = this.#handshake.capture({ content: contentOf(reading), words }, CONTEXT);
    if (captured === null) return false;
    const { kind, entry } = captured;
    if (kind === 'stored') logger.info(`the PLC reports ${nameOf(entry)}`, CONTEXT);
    await this.#handshake.acknowledge(entry, CONTEXT);
    return kind === 'stored';
  }

  async #report({ id, content, capturedAt }: EventEntry, progress: SentProgress): Promise<ReportOutcome> {
    const { journal, odoo, weighingEquipment } = this.#parts;
    if (content.kind !== 'weighing') throw new AppError('INTERNAL', `event ${id} is no weighing`);
    // A weighing says how much it is in all: sent after a later one it would put back what that one corrected.
    if (journal.hasLaterWeighing(id)) return { kind: 'confirmed', note: 'a later weighing took its place' };
    return await reportWeighing(odoo, { ...content, weighedAt: capturedAt }, progress, weighingEquipment);
  }
}

function contentOf(reading: WeighingReading): EventContent | null {
  switch (reading.kind) {
    case 'none':
      return null;
    case 'invalid':
      return { kind: 'quarantined', reasons: reading.reasons.map(describeFault) };
    case 'event': {
      const { batch, moId, productTemplateId, consumption } = reading;
      return { kind: 'weighing', batch, moId, productTemplateId, consumption };
    }
  }
}

function nameOf({ id, content }: EventEntry): string {
  if (content.kind !== 'weighing') return `weighing block ${id.slice(0, 8)}`;
  const { moId, productTemplateId, consumption } = content;
  return `weighing ${id.slice(0, 8)}: ${consumption} kg of product template ${productTemplateId} for ${moId}`;
}

function quarantineOf(entry: EventEntry): Announcement {
  const { content } = entry;
  const reasons = content.kind === 'quarantined' ? content.reasons.join('; ') : content.kind;
  return {
    code: 'EVENT_QUARANTINED',
    subject: nameOf(entry),
    message: `a manual weighing that cannot be read: ${reasons}`,
  };
}
