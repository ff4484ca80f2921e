import type { AlarmBook } from '../alarms/alarm-book.ts';
import { decideAcknowledge } from '../domain/acknowledgement.ts';
import { cause } from '../domain/cause.ts';
import type { EventArea, EventContent } from '../domain/plc-event.ts';
import type { Clock, LogContext } from '../domain/ports.ts';
import type { EventEntry } from '../outbox/event-entry.ts';
import type { EventCapture, EventJournal } from '../outbox/event-journal.ts';

/** What an event area shows: an event that is not acknowledged, or null. */
export interface ShownEvent {
  readonly content: EventContent | null;
  readonly words: readonly number[];
}

/**
 * The handshake of an area with a flag of its own: what it shows goes to disk first, and only what is there
 * is acknowledged (S3). A flag that the PLC keeps taking back is not set for ever.
 */
export class EventHandshake {
  readonly #journal: EventJournal;
  readonly #alarms: AlarmBook;
  readonly #clock: Clock;
  readonly #area: EventArea;
  readonly #setFlag: () => Promise<void>;

  constructor(
    parts: { journal: EventJournal; alarms: AlarmBook; clock: Clock },
    area: EventArea,
    setFlag: () => Promise<void>,
  ) {
    this.#journal = parts.journal;
    this.#alarms = parts.alarms;
    this.#clock = parts.clock;
    this.#area = area;
    this.#setFlag = setFlag;
  }

  /** Brings what is shown to the disk; null when nothing is. Throws OUTBOX_...: then nothing is acknowledged. */
  capture({ content, words }: ShownEvent, context: LogContext): EventCapture | null {
    if (content !== null) return this.#journal.capture(this.#area, content, words);
    if (words.some((word) => word !== 0)) this.#onHolding(context);
    return null;
  }

  /** Sets the flag of an event that is on disk. Throws PLC_... when the PLC does not keep it. */
  async acknowledge(entry: EventEntry, context: LogContext): Promise<'set' | 'given-up'> {
    if (decideAcknowledge(0, entry) === 'give-up') {
      const why = cause(`${this.#area}-flag-taken-back`);
      this.#alarms.raise('EVENT_ACKNOWLEDGE_LOST', this.#area, why, context);
      return 'given-up';
    }
    await this.#setFlag();
    this.#journal.recordAcknowledged(entry.id, this.#clock.now());
    return 'set';
  }

  /** The flag is set: what was shown last is acknowledged, also when a crash kept that from being noted. */
  #onHolding(context: LogContext): void {
    this.#alarms.clear('EVENT_ACKNOWLEDGE_LOST', this.#area, context);
    const latest = this.#journal.latest(this.#area);
    if (latest === undefined || (latest.acknowledgedAt !== null && latest.acknowledgements === 0)) return;
    this.#journal.recordHolding(latest.id, this.#clock.now());
  }
}
