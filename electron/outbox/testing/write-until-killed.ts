/**
 * A process that uses an outbox until it is killed. After each call that has returned, and not before, it
 * says so in one line on its standard output; whoever kills it knows what must be in the file.
 *
 * Arguments: the outbox file, the number of the first result, and `capture` or `report` (also record steps
 * and confirm).
 */
import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { Outbox } from '../outbox.ts';
import { sampleResult } from './sample-result.ts';
import { STANDING_CLOCK } from './standing-clock.ts';

const [file = '', first = '0', mode = 'capture'] = process.argv.slice(2);
const outbox = Outbox.open(file, { clock: STANDING_CLOCK, newId: randomUUID });
const say = (what: string, moId: string): number => writeSync(1, `${what} ${moId}\n`);

for (let n = Number(first); ; n += 1) {
  const result = sampleResult(n);
  outbox.capture(result);
  say('captured', result.moId);
  if (mode !== 'report') continue;
  const id = outbox.entry(result.moId)?.id ?? '';
  outbox.progressOf(id).record('update-sent');
  say('update-sent', result.moId);
  outbox.progressOf(id).record('update-confirmed');
  say('update-confirmed', result.moId);
  outbox.confirm(id, null, STANDING_CLOCK.now());
  say('confirmed', result.moId);
}
