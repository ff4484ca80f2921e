import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Proof } from './dist-contents.ts';

/** How long the packed station may take for its first batch, in milliseconds: a new database comes first. */
const BATCH_DEADLINE_MS = 120_000;
const STOP_DEADLINE_MS = 30_000;
/** Lines that are shown when something went wrong. */
const SHOWN_LINES = 30;
const READY = /^ready (http:\/\/127\.0\.0\.1:\d+)$/;
const ARCHIVED = /is in the history: completed$/;
const TOKEN = 'token-of-a-packed-station';

const historySchema = z.object({ data: z.object({ total: z.number().int() }) });

/**
 * Runs the packed station by Node, in training at full speed and with a data folder of its own, until a batch
 * is in its history; then stops it. `program`: the unpacked application.
 */
export async function proveBatch(program: string, dataDir: string): Promise<readonly Proof[]> {
  const lines: string[] = [];
  const child = start(program, dataDir);
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(`${signal ?? code}`));
  });
  try {
    const address = await until(child, lines, ended);
    const history = await fetchJson(`${address}/api/admin/history?limit=1`);
    const { total } = historySchema.parse(history).data;
    const page = await fetch(`${address}/`);
    child.kill('SIGTERM');
    const end = await Promise.race([ended, late(STOP_DEADLINE_MS, 'the station does not stop')]);
    return [
      {
        claim: 'the packed station brings a batch into its history',
        holds: total > 0,
        found: `${total} rows`,
      },
      { claim: 'it serves the screens', holds: page.ok, found: `status ${page.status}` },
      { claim: 'it stops in order', holds: end === '0', found: `exit ${end}` },
    ];
  } catch (thrown) {
    const last = lines.slice(-SHOWN_LINES).join('\n    ');
    return [{ claim: 'the packed station runs', holds: false, found: `${String(thrown)}\n    ${last}` }];
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
}

/** Nothing of this folder's environment or packages may help: what is missing in the package must show. */
function start(program: string, dataDir: string): ChildProcess {
  const { PATH = '', HOME = '', TMPDIR } = process.env;
  return spawn(
    process.execPath,
    [join(program, 'electron', 'headless.js'), '--data-dir', dataDir, '--http', '0'],
    {
      cwd: program,
      env: {
        PATH,
        HOME,
        ...(TMPDIR !== undefined && { TMPDIR }),
        TRAINING_SPEED: 'instant',
        BATCHLINE_API_TOKEN: TOKEN,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
}

/** Resolves with the station's address when it has archived a batch; rejects when it ends or takes too long. */
async function until(child: ChildProcess, lines: string[], ended: Promise<string>): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  let address = '';
  let isArchived = false;
  const take = (line: string): void => {
    lines.push(line);
    address = READY.exec(line)?.[1] ?? address;
    isArchived ||= ARCHIVED.test(line);
    if (isArchived && address !== '') resolve(address);
  };
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) createInterface({ input: stream }).on('line', take);
  }
  const failed = ended.then((end) => Promise.reject(new Error(`the station ended: ${end}`)));
  return await Promise.race([promise, failed, late(BATCH_DEADLINE_MS, 'no batch is in the history in time')]);
}

function late(ms: number, why: string): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error(why)), ms).unref();
  });
}

async function fetchJson(url: string): Promise<unknown> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${TOKEN}` } });
  return await response.json();
}
