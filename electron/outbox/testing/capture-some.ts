/**
 * Says that it is ready, waits until its standard input ends, captures some results into an outbox file and
 * ends. Arguments: the file, the first number, how many.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync, writeSync } from 'node:fs';
import { Outbox } from '../outbox.ts';
import { sampleResult } from './sample-result.ts';
import { STANDING_CLOCK } from './standing-clock.ts';

const [file = '', first = '0', count = '0'] = process.argv.slice(2);
writeSync(1, 'ready\n');
readFileSync(0);
const outbox = Outbox.open(file, { clock: STANDING_CLOCK, newId: randomUUID });
for (let n = Number(first); n < Number(first) + Number(count); n += 1) outbox.capture(sampleResult(n));
outbox.close();
