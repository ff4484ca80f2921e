import { codeOf, messageOf } from '../../shared/errors.ts';
import type { AlarmBook } from '../alarms/alarm-book.ts';
import { cause } from '../domain/cause.ts';

/** So many loads in a row that read back differently are no accident, in tries. */
export const TRIES_BEFORE_ALARM = 3;
const SUBJECT = 'load';

/**
 * Counts how often in a row a load read back differently from what was written, and raises PLC_VERIFY_FAILED
 * for it. A PLC that does not answer at all is another alarm's business, and says nothing about this one.
 */
export class WriteTrouble {
  readonly #alarms: AlarmBook;
  #inARow = 0;

  constructor(alarms: AlarmBook) {
    this.#alarms = alarms;
  }

  /** Runs one try to write a load; what it throws is thrown. */
  async watch<T>(write: () => Promise<T>): Promise<T> {
    try {
      const written = await write();
      this.over();
      return written;
    } catch (thrown) {
      if (codeOf(thrown) === 'PLC_VERIFY_FAILED') this.#count(messageOf(thrown));
      throw thrown;
    }
  }

  /** A load was written, or there is none to write any more. */
  over(): void {
    this.#inARow = 0;
    this.#alarms.clear('PLC_VERIFY_FAILED', SUBJECT, { task: 1 });
  }

  #count(message: string): void {
    this.#inARow += 1;
    if (this.#inARow < TRIES_BEFORE_ALARM) return;
    const why = cause('load-read-back-differs', { text: message });
    this.#alarms.raise('PLC_VERIFY_FAILED', SUBJECT, why, { task: 1 });
  }
}
