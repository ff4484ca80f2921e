import type { CauseView } from '../../shared/contract/causes.ts';
import type { ComponentKey } from '../../shared/domain/equipment.ts';
import type { AlarmBook } from '../alarms/alarm-book.ts';
import type { AlarmCode } from '../domain/alarm-rules.ts';
import type { EventArea } from '../domain/plc-event.ts';
import type { Clock, LogContext } from '../domain/ports.ts';
import type { EventEntry } from '../outbox/event-entry.ts';
import type { EventJournal } from '../outbox/event-journal.ts';

/** So many announcements of one area stand at once, in alarms; later events follow as these are acknowledged. */
const MAX_ANNOUNCED = 100;

export interface Announcement {
  readonly code: AlarmCode;
  readonly subject: string;
  readonly why: CauseView;
  /** The silo or tank that it is about, where it is a known one. */
  readonly equipment?: ComponentKey;
}

/**
 * Announces events until somebody takes note of them, also after a restart: the journal remembers which
 * were acknowledged. Acknowledging happens in the alarm book; {@link sync} writes it down.
 */
export class EventAnnouncer {
  readonly #journal: EventJournal;
  readonly #alarms: AlarmBook;
  readonly #clock: Clock;
  readonly #area: EventArea;
  readonly #describe: (entry: EventEntry) => Announcement;
  /** What this process has put into the alarm book. */
  readonly #announced = new Set<string>();

  constructor(
    parts: { journal: EventJournal; alarms: AlarmBook; clock: Clock },
    area: EventArea,
    describe: (entry: EventEntry) => Announcement,
  ) {
    this.#journal = parts.journal;
    this.#alarms = parts.alarms;
    this.#clock = parts.clock;
    this.#area = area;
    this.#describe = describe;
  }

  /** Notes what was acknowledged since the last call, and announces what is new. */
  sync(context: LogContext): void {
    for (const entry of this.#journal.unnoticed(this.#area, MAX_ANNOUNCED)) {
      const { code, subject, why, equipment } = this.#describe(entry);
      const about = equipment === undefined ? context : { ...context, equipment };
      const standing = this.#alarms.has(code, subject);
      if (this.#announced.has(entry.id)) {
        if (standing) continue;
        this.#journal.markNoticed(entry.id, this.#clock.now());
        this.#announced.delete(entry.id);
        continue;
      }
      if (!standing) this.#alarms.announce(code, subject, why, about);
      // A full alarm book keeps nothing: then it is announced at a later call.
      if (this.#alarms.has(code, subject)) this.#announced.add(entry.id);
    }
  }
}
