import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AppError, type ErrorCode } from '../../shared/errors.ts';
import { dataPaths, prepareDataFolder } from './data-folder.ts';
import { readOrCreateToken, readSecretFile, writeSecretFile } from './secret-file.ts';

let parent: string;
let dataDir: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'batchline-folder-'));
  dataDir = join(parent, 'data');
});
afterEach(() => rmSync(parent, { recursive: true }));

const modeOf = (path: string): string => (statSync(path).mode & 0o7777).toString(8);

function codeFrom(run: () => unknown): { code: ErrorCode; message: string } {
  try {
    run();
  } catch (thrown) {
    if (thrown instanceof AppError) return { code: thrown.code, message: thrown.message };
    throw thrown;
  }
  throw new Error('nothing was thrown');
}

async function holdInChild(): Promise<ChildProcess> {
  const script = fileURLToPath(new URL('./testing/hold-data-folder.ts', import.meta.url));
  const child = spawn(process.execPath, [script, dataDir], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return child;
}

describe('access', () => {
  test.each([
    [true, '711'],
    [false, '700'],
  ])('root %s: the folder has mode %s, all inside is private', (isRoot, mode) => {
    using folder = prepareDataFolder({ dataDir, isRoot });
    const { paths } = folder;
    expect(modeOf(dataDir)).toBe(mode);
    for (const inside of [paths.logs, paths.secrets, paths.outbox, paths.training])
      expect(modeOf(inside)).toBe('700');
    expect(modeOf(paths.lockFile)).toBe('600');
    expect(existsSync(paths.postgres)).toBe(false);
  });

  test('a folder that is there already, with settings and too open, is taken and closed', () => {
    mkdirSync(dataDir);
    chmodSync(dataDir, 0o755);
    writeFileSync(join(dataDir, 'settings.json'), '{}');
    using _folder = prepareDataFolder({ dataDir, isRoot: false });
    expect(modeOf(dataDir)).toBe('700');
  });

  test("a folder that holds somebody else's files is used, but keeps its access rights", () => {
    mkdirSync(dataDir, { mode: 0o755 });
    writeFileSync(join(dataDir, 'holiday.jpg'), '');
    using folder = prepareDataFolder({ dataDir, isRoot: false });
    expect(modeOf(dataDir)).toBe('755');
    expect(modeOf(folder.paths.secrets)).toBe('700');
  });

  test('a folder that cannot be made, and a lock that is no database', () => {
    writeFileSync(dataDir, 'a file');
    expect(codeFrom(() => prepareDataFolder({ dataDir })).code).toBe('DATA_FOLDER_UNUSABLE');
    rmSync(dataDir);
    mkdirSync(dataDir);
    writeFileSync(
      dataPaths(dataDir).lockFile,
      'this is not a database, and long enough to be read as one '.repeat(20),
    );
    expect(codeFrom(() => prepareDataFolder({ dataDir })).code).toBe('DATA_FOLDER_UNUSABLE');
  });
});

describe('one owner', () => {
  test('in the same process', () => {
    const first = prepareDataFolder({ dataDir });
    expect(codeFrom(() => prepareDataFolder({ dataDir })).code).toBe('DATA_FOLDER_IN_USE');
    first.release();
    first.release();
    prepareDataFolder({ dataDir }).release();
  });

  test('another process has it until it is killed, not a moment longer', async () => {
    const child = await holdInChild();
    const ended = once(child, 'exit');
    try {
      expect(codeFrom(() => prepareDataFolder({ dataDir })).code).toBe('DATA_FOLDER_IN_USE');
    } finally {
      child.kill('SIGKILL');
      await ended;
    }
    prepareDataFolder({ dataDir }).release();
  });
});

describe('secret files', () => {
  test('a token is made once: 256 bits, for the owner only', () => {
    using folder = prepareDataFolder({ dataDir });
    const { apiTokenFile } = folder.paths;
    const token = readOrCreateToken(apiTokenFile);
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(readOrCreateToken(apiTokenFile)).toBe(token);
    expect(modeOf(apiTokenFile)).toBe('600');
    expect(readOrCreateToken(join(folder.paths.secrets, 'other'))).not.toBe(token);
  });

  test('a file that became readable by others is closed again', () => {
    const file = join(parent, 'token');
    const token = readOrCreateToken(file);
    chmodSync(file, 0o644);
    expect(readOrCreateToken(file)).toBe(token);
    expect(modeOf(file)).toBe('600');
  });

  test.each(['', 'too-short', `${'x'.repeat(42)}!`])(
    'a token file that holds %j is refused, not replaced, not shown',
    (content) => {
      const file = join(parent, 'token');
      writeFileSync(file, content);
      const error = codeFrom(() => readOrCreateToken(file));
      expect(error.code).toBe('DATA_FOLDER_UNUSABLE');
      if (content !== '') expect(error.message).not.toContain(content);
      expect(readFileSync(file, 'utf8')).toBe(content);
    },
  );

  test('a secret replaces the old one as a whole, also after a crash that left half a file', () => {
    const file = join(parent, 'odoo-password');
    expect(readSecretFile(file)).toBeNull();
    writeSecretFile(file, 'first');
    writeFileSync(`${file}.new`, 'half', { mode: 0o644 });
    writeSecretFile(file, 'second');
    expect([readSecretFile(file), modeOf(file), existsSync(`${file}.new`)]).toEqual(['second', '600', false]);
  });

  test('a secret that cannot be written is not told', () => {
    const error = codeFrom(() => writeSecretFile(join(parent, 'missing', 'x'), 's3cret-word'));
    expect(error.code).toBe('DATA_FOLDER_UNUSABLE');
    expect(error.message).not.toContain('s3cret-word');
  });
});
