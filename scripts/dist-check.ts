/**
 * Packs the program for Linux and proves that the package is whole: `node scripts/dist-check.ts`. Electron itself
 * is stood in for by a folder that runs nothing, and nothing is downloaded: what is tried is everything that is
 * put around it. The packed station is then run by Node, taken out of the archive, through one batch.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractAll } from '@electron/asar';
import { z } from 'zod';
import { buildApp, ROOT } from './dist-build.ts';
import { type Proof, proveContents } from './dist-contents.ts';
import { proveBatch } from './dist-run.ts';
import { makeElectronStandIn } from './dist-stand-in.ts';

const PACKER = join(ROOT, 'node_modules', 'electron-builder', 'cli.js');

/** Throws with the packer's output when it fails. */
function pack(folder: string): string {
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(join(ROOT, 'node_modules', 'electron', 'package.json'), 'utf8')));
  const electron = join(folder, 'electron');
  makeElectronStandIn(electron, version);
  const output = join(folder, 'release');
  const options = [`-c.electronDist=${electron}`, `-c.directories.output=${output}`];
  const { status, stdout, stderr } = spawnSync(process.execPath, [PACKER, '--linux', 'dir', ...options], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`electron-builder ended with ${status}\n${stdout}\n${stderr}`);
  return join(output, 'linux-unpacked');
}

/** Takes the program out of the archive. What lies beside the archive is taken as it lies there, rights and links. */
function unpackProgram(packed: string, program: string): string {
  const archive = join(packed, 'resources', 'app.asar');
  extractAll(archive, program);
  const beside = join(`${archive}.unpacked`, 'node_modules');
  for (const name of readdirSync(beside)) rmSync(join(program, 'node_modules', name), { recursive: true });
  cpSync(beside, join(program, 'node_modules'), { recursive: true, verbatimSymlinks: true });
  return program;
}

function print(proofs: readonly Proof[]): void {
  for (const { claim, holds, found } of proofs) {
    process.stdout.write(`${holds ? 'proved' : 'FAILED'}: ${claim} (${found})\n`);
  }
}

async function check(folder: string): Promise<boolean> {
  const startedMs = performance.now();
  await buildApp();
  const packed = pack(folder);
  const contents = await proveContents(packed);
  print(contents);
  const program = unpackProgram(packed, join(folder, 'program'));
  const batch = await proveBatch(program, join(folder, 'data'));
  print(batch);
  const failed = [...contents, ...batch].filter(({ holds }) => !holds).length;
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(0);
  process.stdout.write(
    `dist:check: ${failed === 0 ? 'the package is whole' : `${failed} failed`} (${seconds} s)\n`,
  );
  return failed === 0;
}

const folder = mkdtempSync(join(tmpdir(), 'batchline-dist-'));
// Where this runs as root, PostgreSQL runs as another user, who must get to its programs.
chmodSync(folder, 0o755);
try {
  process.exitCode = (await check(folder)) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
}
