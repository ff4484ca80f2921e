import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { HeadlessFolder, type HeadlessOptions, HeadlessProcess } from './testing/headless-process.ts';
import { processesOf } from './testing/plant-processes.ts';

const TEN_SLOT = fileURLToPath(new URL('../resources/memory-maps/ten-slot.json', import.meta.url));

/** Runs a station that must refuse to start; its last words, with nothing of it left. */
async function refusal(options: HeadlessOptions): Promise<string> {
  const host = HeadlessProcess.spawn(options);
  expect(await host.ended).toEqual({ code: 1, signal: null });
  const said = host.errorLines.join('\n');
  expect(said).toMatch(/^Batchline cannot start\. [A-Z_]+: /);
  // No stack, no forced end: one clear message.
  expect(said).not.toMatch(/\n\s+at |still open/);
  expect(host.lines.filter((line) => line.startsWith('ready '))).toEqual([]);
  return said;
}

async function refusalOf(env: Record<string, string>, args?: readonly string[]): Promise<string> {
  const folder = await HeadlessFolder.forTest();
  const said = await refusal({ dataDir: folder.path, env, ...(args && { args }) });
  expect(processesOf(folder.path)).toEqual([]);
  return said;
}

describe('half a production', () => {
  it.each([
    [{ PLC_IP: '127.0.0.1' }, 'ODOO_URL, ODOO_DATABASE, ODOO_USERNAME, ODOO_PASSWORD'],
    [{ ODOO_URL: 'http://127.0.0.1:9' }, 'PLC_IP, ODOO_DATABASE, ODOO_USERNAME, ODOO_PASSWORD'],
    [
      { PLC_IP: '127.0.0.1', ODOO_URL: 'http://127.0.0.1:9', ODOO_DB: 'mill', ODOO_USERNAME: 'scada' },
      'ODOO_PASSWORD',
    ],
  ])('%j is refused, and what is missing is named', async (env, missing) => {
    expect(await refusalOf(env)).toMatch(
      new RegExp(`CONFIG_HALF_PRODUCTION: .* set, but not ${missing}: set these too`),
    );
  });
});

describe('a value that does not fit', () => {
  it('is named, with what is allowed; all of them at once', async () => {
    const said = await refusalOf({
      PLC_PORT: '96000',
      SYNC_INTERVAL_MINUTES: 'soon',
      DATABASE_URL: 'mysql://batchline:not-to-be-shown@127.0.0.1/mill',
    });
    expect(said).toContain('CONFIG_INVALID: ');
    expect(said).toContain('PLC_PORT: "96000" is too large; allowed: 1 to 65535');
    expect(said).toContain('SYNC_INTERVAL_MINUTES: "soon" is not a number');
    expect(said).toContain('DATABASE_URL: ');
    expect(said).not.toContain('not-to-be-shown');
  });

  it.each([
    [['--http', 'eighty'], /--http eighty is no port/],
    [['--http', '65536'], /--http 65536 is no port/],
    [['--port', '80'], /Unknown option '--port'/],
  ])('arguments %j are answered with the usage', async (args, problem) => {
    const said = await refusalOf({}, args);
    expect(said).toMatch(problem);
    expect(said).toContain('usage: npm run station -- [--data-dir DIR] [--http PORT]');
  });
});

describe('a bad memory map', () => {
  it.each([
    [
      'an unknown type',
      { quantity: { offset: 25, type: 'float32' } },
      /read\.fields\.quantity\.type \(D6025\)/,
    ],
    [
      'two fields in one place',
      { quantity: { offset: 18, type: 'x100' } },
      /D6018.*quantity|quantity.*D6018/,
    ],
  ])('with %s is refused, naming address and field', async (_name, fields, named) => {
    const folder = await HeadlessFolder.forTest();
    const profile = JSON.parse(readFileSync(TEN_SLOT, 'utf8'));
    const file = join(folder.path, 'map.json');
    const read = { ...profile.read, fields: { ...profile.read.fields, ...fields } };
    writeFileSync(file, JSON.stringify({ ...profile, read }));
    const said = await refusal({ dataDir: folder.path, env: { PLC_PROFILE: file } });
    expect(said).toContain('PLC_PROFILE_INVALID');
    expect(said).toMatch(named);
    expect(processesOf(folder.path)).toEqual([]);
  });

  it('that is nowhere is refused by its name', async () => {
    expect(await refusalOf({ PLC_PROFILE: 'twenty-slot' })).toMatch(
      /PLC_PROFILE_INVALID: there is no memory map twenty-slot/,
    );
  });
});

describe('what somebody else has', () => {
  it('a data folder with a station on it is refused, and that station goes on', async () => {
    const folder = await HeadlessFolder.forTest();
    const first = await HeadlessProcess.start({ dataDir: folder.path });
    expect(await refusal({ dataDir: folder.path })).toContain(
      `DATA_FOLDER_IN_USE: another Batchline uses the data folder ${folder.path}`,
    );
    await first.line(/is in the history: completed$/);
    expect(await first.call('/api/health')).toMatchObject({ status: 200 });
    expect(await first.stop()).toEqual({ code: 0, signal: null });
  });

  it('a port that is taken is refused by its number, and everything else is closed again', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    try {
      expect(await refusalOf({}, ['--http', String(portOf(taken))])).toContain(
        `CONFIG_INVALID: port ${portOf(taken)} on 127.0.0.1 cannot be opened`,
      );
    } finally {
      taken.close();
      await once(taken, 'close');
    }
  });
});

function portOf(server: Server): number {
  const address = server.address() as AddressInfo | null;
  if (address === null) throw new Error('the server does not listen');
  return address.port;
}
