import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { Outbox } from './outbox.ts';
import { sampleResult } from './testing/sample-result.ts';
import { countedIds, temporaryFile } from './testing/temporary-outbox.ts';

const SCRIPT = fileURLToPath(new URL('./testing/write-until-killed.ts', import.meta.url));

/** Starts the writer, kills it with SIGKILL right after its line number `lines`; returns all that it said. */
async function runUntilKilled(
  file: string,
  first: number,
  mode: 'capture' | 'report',
  lines: number,
): Promise<string[]> {
  const child: ChildProcessByStdio<null, Readable, null> = spawn(
    process.execPath,
    [SCRIPT, file, String(first), mode],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const said: string[] = [];
  const closed = once(child, 'close');
  // Lines are read to the end: the pipe still holds what was said between the signal and the death.
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line);
    if (said.length === lines) child.kill('SIGKILL');
  }
  expect(await closed).toEqual([null, 'SIGKILL']);
  return said;
}

function openAfterwards(file: string): Outbox {
  return Outbox.open(file, { clock: new FakeClock(), newId: countedIds() });
}

test('whatever capture returned for is there after kill -9, whole and in order, ten times over', async () => {
  using place = temporaryFile();
  let next = 0;
  for (let round = 1; round <= 10; round += 1) {
    const said = await runUntilKilled(place.file, next, 'capture', 1 + ((round * 7) % 23));
    using outbox = openAfterwards(place.file);
    const kept = outbox.entries().map(({ result }) => result);
    // At most one more than was said: the kill came between the return and the line.
    const reached = next + said.length;
    expect(said.length).toBeGreaterThan(0);
    expect([reached, reached + 1]).toContain(kept.length);
    expect(kept).toEqual(kept.map((_, n) => sampleResult(n)));
    next = kept.length;
  }
});

test('steps and confirmation are there after kill -9, and the next process sees them', async () => {
  using place = temporaryFile();
  let next = 0;
  for (const lines of [1, 2, 3, 4, 6, 7, 41]) {
    const said = await runUntilKilled(place.file, next, 'report', lines);
    using outbox = openAfterwards(place.file);
    for (const line of said) {
      const [what, moId = ''] = line.split(' ');
      const entry = outbox.entry(moId);
      expect(entry?.result.moId).toBe(moId);
      if (what === 'update-sent' || what === 'update-confirmed') {
        expect(outbox.progressOf(entry?.id ?? '').has(what)).toBe(true);
      }
      if (what === 'confirmed') expect(entry?.state).toBe('confirmed');
    }
    next = outbox.count();
  }
});

test('a killed writer leaves a file that opens without its shared-memory index, as after a power cut', async () => {
  using place = temporaryFile();
  const said = await runUntilKilled(place.file, 0, 'capture', 20);
  rmSync(`${place.file}-shm`);
  using outbox = openAfterwards(place.file);
  expect(outbox.count()).toBeGreaterThanOrEqual(said.length);
});
