import { AppError } from '../../shared/errors.ts';
import { cause } from '../domain/cause.ts';
import type { EventContent } from '../domain/plc-event.ts';
import type { OdooClient } from '../odoo/odoo-client.ts';
import { reportWeighing } from '../odoo/report-weighing.ts';
import type { EventEntry } from '../outbox/event-entry.ts';
import type { EventAreas } from '../plc/event-areas.ts';
import type { WeighingReading } from '../plc/memory-map/weighing-codec.ts';
import { describeFault } from '../plc/memory-map/word-fault.ts';
import type { Announcement } from './event-announcer.ts';
import { createEventTask, type EventTaskParts } from './event-task.ts';
import type { Task } from './task.ts';

export interface ManualWeighingParts extends EventTaskParts {
  readonly areas: EventAreas;
  readonly odoo: OdooClient;
  /** Odoo's code of the equipment under which a material is booked whose line names none. */
  readonly weighingEquipment: string;
}

/** TASK 7: takes manual weighings from the PLC and brings them to Odoo, which may be away for any time. */
export function createManualWeighingTask(parts: ManualWeighingParts): Task {
  const { areas, journal, odoo, logger, weighingEquipment } = parts;
  return createEventTask({ number: 7, name: 'Manual weighing' }, parts, {
    area: 'weighing',
    nameOf,
    announcementOf: quarantineOf,
    async read() {
      const { reading, words } = await areas.readWeighing();
      return { content: contentOf(reading), words };
    },
    setFlag: () => areas.acknowledgeWeighing(),
    onNew: (entry) => logger.info(`the PLC reports ${nameOf(entry)}`, { task: 7 }),
    async report({ id, content, capturedAt }, progress) {
      if (content.kind !== 'weighing') throw new AppError('INTERNAL', `event ${id} is no weighing`);
      // A weighing says how much it is in all: sent after a later one it would put back what that one corrected.
      if (journal.hasLaterWeighing(id)) {
        return { kind: 'confirmed', note: 'a later weighing took its place' };
      }
      return await reportWeighing(odoo, { ...content, weighedAt: capturedAt }, progress, weighingEquipment);
    },
  });
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
    why: cause('weighing-unreadable', { text: reasons }),
  };
}
