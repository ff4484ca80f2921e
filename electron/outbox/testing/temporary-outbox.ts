import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeClock } from '../../testing/fake-clock.ts';
import { Outbox } from '../outbox.ts';
import { DEFAULT_OUTBOX_LIMITS, type OutboxLimits } from '../outbox-limits.ts';

/** A folder of its own with the path of an outbox file in it; removed with everything in it at the end. */
export function temporaryFile(): Disposable & { readonly file: string; readonly folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'batchline-outbox-'));
  return {
    folder,
    file: join(folder, 'outbox.sqlite'),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** An open outbox in a folder of its own, on a clock that stands still, with ids id-1, id-2 ... */
export function temporaryOutbox(limits: Partial<OutboxLimits> = {}): Disposable & {
  readonly outbox: Outbox;
  readonly clock: FakeClock;
  readonly file: string;
} {
  const place = temporaryFile();
  const clock = new FakeClock();
  const outbox = Outbox.open(
    place.file,
    { clock, newId: countedIds() },
    { ...DEFAULT_OUTBOX_LIMITS, ...limits },
  );
  return {
    outbox,
    clock,
    file: place.file,
    [Symbol.dispose]: () => {
      outbox.close();
      place[Symbol.dispose]();
    },
  };
}

/** id-1, id-2 ... */
export function countedIds(prefix = 'id-'): () => string {
  let last = 0;
  return () => {
    last += 1;
    return `${prefix}${last}`;
  };
}
