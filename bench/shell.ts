import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import { sleep } from '../electron/domain/ports.ts';
import { HeadlessFolder, HeadlessProcess } from '../electron/testing/headless-process.ts';
import { systemClock } from '../electron/testing/system-clock.ts';
import { buildScreens } from '../scripts/renderer-build.ts';
import type { Bench, Finding } from './bench.ts';
import { heapBytes, openBrowser, openPage } from './browser.ts';
import { median, ms } from './statistics.ts';

const RENDERER = fileURLToPath(new URL('../dist/renderer', import.meta.url));
const OPEN_LINE = /^open in a browser: (http:\/\/\S+)$/;
const STARTS = 3;
/** A mill doses about 2 kg in a second; sixty times that makes two hours of two minutes. */
const HURRIED_KG_PER_SECOND = '120';
const HEAP_SECONDS = 120;
const HEAP_SAMPLES = 8;
/** What is loaded late is loaded by then. */
const WARM_SECONDS = 15;
const MS_PER_SECOND = 1_000;
const BYTES_PER_MIB = 1024 * 1024;

/** How soon the screens are there, how large they are, whether they grow, and whether the station stands still. */
export const shell: Bench = {
  name: 'shell',
  async run() {
    await buildScreens();
    await using folder = await HeadlessFolder.make();
    return [await coldStart(folder), bundle(), ...(await twoHours(folder))];
  },
};

async function linkOf(host: HeadlessProcess): Promise<string> {
  const line = await host.line(OPEN_LINE);
  return OPEN_LINE.exec(line)?.[1] ?? line;
}

/** Each time the program, PostgreSQL, the training plant and the browser anew, on the same data. */
async function coldStart(folder: HeadlessFolder): Promise<Finding> {
  const times: number[] = [];
  const first = await HeadlessProcess.start({ dataDir: folder.path });
  await first.stop();
  for (let start = 0; start < STARTS; start += 1) {
    const startedMs = performance.now();
    const host = await HeadlessProcess.start({ dataDir: folder.path });
    const browser = await openBrowser();
    await openPage(browser, await linkOf(host));
    times.push(performance.now() - startedMs);
    await browser.close();
    await host.stop();
  }
  return {
    title: `Cold start to a live overview, ${STARTS} times on the same data`,
    head: ['', 'median', 'worst'],
    rows: [['program, database, plant, browser', ms(median(times)), ms(Math.max(...times))]],
    meaning: 'from the command to the first slots on the screen; 5 s is the limit it should keep.',
  };
}

function bundle(): Finding {
  const files = globSync('assets/*.{js,css}', { cwd: RENDERER }).map((file) => {
    const bytes = readFileSync(join(RENDERER, file));
    return { file, kib: bytes.length / 1024, packed: gzipSync(bytes).length / 1024 };
  });
  const sum = (of: 'kib' | 'packed'): number => files.reduce((total, file) => total + file[of], 0);
  const index = readFileSync(join(RENDERER, 'index.html'), 'utf8');
  const first = files.filter(({ file }) => index.includes(file.replaceAll('\\', '/')));
  const row = (name: string, of: typeof files) => [
    name,
    String(of.length),
    `${of.reduce((total, { kib }) => total + kib, 0).toFixed(0)} KiB`,
    `${of.reduce((total, { packed }) => total + packed, 0).toFixed(0)} KiB`,
  ];
  return {
    title: 'Size of the screens',
    head: ['', 'files', 'as they are', 'gzip'],
    rows: [row('scripts and styles at the start', first), row('all of them', files)],
    meaning: `${sum('kib').toFixed(0)} KiB in all, of which each screen fetches only its own.`,
  };
}

async function twoHours(folder: HeadlessFolder): Promise<readonly Finding[]> {
  const host = await HeadlessProcess.start({
    dataDir: folder.path,
    env: { TRAINING_SPEED: HURRIED_KG_PER_SECOND },
  });
  const browser = await openBrowser();
  const samples: number[] = [];
  let loop: EventLoop;
  try {
    const { devtools } = await openPage(browser, await linkOf(host));
    await sleep(systemClock, WARM_SECONDS * MS_PER_SECOND);
    for (let sample = 0; sample < HEAP_SAMPLES; sample += 1) {
      samples.push(await heapBytes(devtools));
      await sleep(systemClock, (HEAP_SECONDS / HEAP_SAMPLES) * MS_PER_SECOND);
    }
    samples.push(await heapBytes(devtools));
    loop = await eventLoopOf(host);
  } finally {
    await browser.close();
    await host.stop();
  }
  return [heap(samples), standstill(loop)];
}

function heap(samples: readonly number[]): Finding {
  const mib = (bytes = 0): string => `${(bytes / BYTES_PER_MIB).toFixed(1)} MiB`;
  return {
    title: `Heap of the overview over ${HEAP_SECONDS} s at 60 times a mill's speed (two hours of a mill)`,
    head: ['', 'heap after collection'],
    rows: [
      ['first', mib(samples[0])],
      ['median', mib(median(samples))],
      ['last', mib(samples.at(-1))],
    ],
    meaning: `last / first = ${((samples.at(-1) ?? 0) / (samples[0] ?? 1)).toFixed(2)}; 1 is flat.`,
  };
}

const STOOD_STILL = /the event loop stood still for/;
const stationAnswer = z.object({
  data: z.object({ event_loop_delay_p99_ms: z.number(), event_loop_longest_ms: z.number() }),
});

interface EventLoop {
  readonly p99Ms: number;
  readonly longestMs: number;
  /** Stops of more than 50 ms that the log tells, at most one in 10 s. */
  readonly told: number;
}

async function eventLoopOf(host: HeadlessProcess): Promise<EventLoop> {
  const { body } = await host.call('/api/contract/query/stationInfo', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ input: {} }),
  });
  const { data } = stationAnswer.parse(body);
  return {
    p99Ms: data.event_loop_delay_p99_ms,
    longestMs: data.event_loop_longest_ms,
    told: host.count(STOOD_STILL),
  };
}

function standstill(loop: EventLoop): Finding {
  return {
    title: "The station's event loop in the same time",
    head: ['', 'delay'],
    rows: [
      ['p99 of its last 10 s', ms(loop.p99Ms)],
      ['longest, the start included', ms(loop.longestMs)],
      ['looks of 10 s with a stop above 50 ms', String(loop.told)],
    ],
    meaning: 'PLC, scheduler, database and all windows wait as long; after the start 50 ms is the limit.',
  };
}
