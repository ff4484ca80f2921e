import Sqlite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { AlarmBook } from '../alarms/alarm-book.ts';
import { BUSY, CONFIRMED, dispatching, drained } from '../outbox/testing/dispatching.ts';
import { sampleFault, sampleResult } from '../outbox/testing/sample-result.ts';
import { countedIds, temporaryOutbox } from '../outbox/testing/temporary-outbox.ts';
import { MemoryLogger } from '../testing/memory-logger.ts';
import { showResultAlarms } from './result-alarms.ts';

/** An outbox of four: one to be sent, one that rests, one parked, one with a question. */
function filledOutbox() {
  const at = temporaryOutbox();
  for (const n of [1, 2, 3]) at.outbox.capture(sampleResult(n));
  at.outbox.capture(sampleResult(4, { question: 'zero-weight' }));
  at.outbox.recordFailure('id-2', sampleFault('locked'), at.clock.now() + 60_000);
  at.outbox.park('id-3', sampleFault('cancelled in Odoo', { code: 'ODOO_MO_CANCELLED' }));
  return at;
}

/** Takes a weight out of the results of these entries: whoever reads such a result fails with OUTBOX_CORRUPT. */
function spoil(file: string, ...ids: readonly string[]): void {
  const db = new Sqlite(file);
  const remove = db.prepare(`UPDATE entry SET result = json_remove(result, '$.weight') WHERE id = ?`);
  for (const id of ids) remove.run(id);
  db.close();
}

it('a run looks through all entries without reading their results, and sends what is due', async () => {
  using at = filledOutbox();
  spoil(at.file, 'id-3', 'id-4');
  expect(() => at.outbox.entries()).toThrow(/id-3 .* is not readable/);
  const { dispatcher, pushed, archived } = dispatching(at, () => CONFIRMED);
  await drained(at, dispatcher);
  expect([pushed, archived]).toEqual([
    [1, 2],
    [1, 2],
  ]);
  expect(at.outbox.heads().map(({ moId, state }) => [moId, state])).toEqual([
    ['WH/MO/00003', 'parked'],
    ['WH/MO/00004', 'held'],
  ]);
});

it('alarms say what parked and questioned results need, by their heads alone', () => {
  using at = filledOutbox();
  spoil(at.file, 'id-1', 'id-2', 'id-3', 'id-4');
  const alarms = new AlarmBook({ clock: at.clock, logger: new MemoryLogger(), newId: countedIds('alarm-') });
  showResultAlarms(at.outbox, alarms);
  const shown = alarms.active().toSorted((a, b) => a.subject.localeCompare(b.subject));
  expect(shown.map(({ code, subject, message }) => [code, subject, message])).toEqual([
    ['ODOO_MO_CANCELLED', 'WH/MO/00003', 'cancelled in Odoo'],
    ['RESULT_QUESTION', 'WH/MO/00004', 'WH/MO/00004 is finished, but its weight is 0.'],
  ]);
});

it('the cause of waiting is that of the oldest result that was tried', () => {
  using at = filledOutbox();
  expect(at.outbox.waitingFault).toEqual(sampleFault('locked'));
  at.outbox.release('id-3');
  at.outbox.recordFailure('id-1', BUSY.fault, at.clock.now());
  expect(at.outbox.waitingFault).toEqual(BUSY.fault);
});
