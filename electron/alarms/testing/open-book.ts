import type { Alarm, AlarmChange } from '../../domain/alarm.ts';
import { countedIds } from '../../outbox/testing/temporary-outbox.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { MemoryLogger } from '../../testing/memory-logger.ts';
import { AlarmBook } from '../alarm-book.ts';

/** An alarm book on a clock that stands still, and everything that it told. */
export function openBook(clock = new FakeClock()) {
  const logger = new MemoryLogger();
  const changes: AlarmChange[] = [];
  const book = new AlarmBook({
    clock,
    logger,
    newId: countedIds('alarm-'),
    onChange: (change) => changes.push(change),
  });
  return {
    book,
    clock,
    logger,
    changes,
    kinds: () => changes.map(({ kind }) => kind),
    states: () => book.open().map(({ subject, life }: Alarm) => `${subject} ${life.state}`),
  };
}
