/**
 * Benchmarks: ratios and counts, printed; nothing is gated. Everything runs on this computer's loopback.
 *
 *     npm run bench               all of them, some nine minutes on two cores; the screens need a Chromium
 *     npm run bench -- wire idle  some of them
 */
import type { Bench } from './bench.ts';
import { changeover } from './changeover.ts';
import { drain } from './drain.ts';
import { idle } from './idle.ts';
import { findingText } from './print.ts';
import { screens } from './screens.ts';
import { shell } from './shell.ts';
import { wire } from './wire.ts';

const BENCHES: readonly Bench[] = [wire, changeover, drain, idle, screens, shell];

const names = process.argv.slice(2);
const unknown = names.filter((name) => !BENCHES.some((bench) => bench.name === name));
if (unknown.length > 0) {
  process.stderr.write(
    `no such benchmark: ${unknown.join(', ')}; there are ${BENCHES.map(({ name }) => name).join(', ')}\n`,
  );
  process.exitCode = 1;
} else {
  for (const bench of BENCHES.filter(({ name }) => names.length === 0 || names.includes(name))) {
    const startedMs = performance.now();
    for (const finding of await bench.run()) process.stdout.write(findingText(finding));
    process.stdout.write(`  (${bench.name}: ${((performance.now() - startedMs) / 1000).toFixed(0)} s)\n`);
  }
}
