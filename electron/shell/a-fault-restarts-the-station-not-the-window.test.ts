import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import { ShellFixture } from './testing/shell-fixture.ts';

test.each(['uncaughtException', 'unhandledRejection'])('%s: station anew, with an alarm', async (event) => {
  const shell = await new ShellFixture().run();
  const { electron, clock, process, stations } = shell;
  process.emit(event, new Error('a listener threw'));
  expect(electron.tray.tip).toBe('Batchline: the station is not running');
  await clock.advance(0);
  await clock.advance(1_000);
  expect(stations.map(({ isClosed }) => isClosed)).toEqual([true, false]);
  expect(shell.station.alarmed).toEqual(['a listener threw']);
  expect(stations[0]?.logger.lines.at(-1)?.message).toMatch(
    /^a fault escaped the station: Error: a listener threw/,
  );
  expect([electron.windows.length, electron.window().loaded]).toEqual([1, ['app://batchline/']]);
  expect([electron.exitCode, electron.errorBoxes]).toEqual([null, []]);
});

test('a station that falls again and again stays down, and says so', async () => {
  const { electron, clock, process, stations } = await new ShellFixture().run();
  for (let fault = 1; fault <= 11; fault += 1) {
    process.emit('uncaughtException', new Error(`fault ${fault}`));
    await clock.advance(0);
    await clock.advance(60_000);
  }
  expect(stations).toHaveLength(11);
  expect(stations.every(({ isClosed }) => isClosed)).toBe(true);
  expect(electron.errorBoxes).toEqual([expect.stringContaining('is not started any more')]);
  expect(electron.exitCode).toBeNull();
});

test('a station that cannot start at all ends the program with its reason', async () => {
  const shell = new ShellFixture();
  shell.refusal = new AppError('DATA_FOLDER_IN_USE', 'another Batchline uses the data folder');
  await shell.run();
  expect(shell.electron.errorBoxes).toEqual([
    'Batchline cannot start: DATA_FOLDER_IN_USE: another Batchline uses the data folder',
  ]);
  expect(shell.electron.exitCode).toBe(1);
});

test('the data folder is the one that was asked for, or in the place for programs', async () => {
  const asked = await new ShellFixture().run(['--data-dir', '/somewhere']);
  expect(asked.station.options).toMatchObject({ dataDir: '/somewhere', httpPort: null });
  const usual = await new ShellFixture().run();
  expect(usual.station.options.dataDir).toBe(join(usual.userData, 'data'));
});

test('secrets that were kept once are there at the next start, and are not readable on disk', async () => {
  const shell = await new ShellFixture().run(['--keep-secrets'], {
    ODOO_PASSWORD: 'mill-secret',
    LANG: 'id',
  });
  expect(readFileSync(join(shell.userData, 'kept-secrets'), 'utf8')).not.toContain('mill-secret');
  await shell.run([], { LANG: 'id' });
  expect(shell.station.options.env).toMatchObject({ ODOO_PASSWORD: 'mill-secret', LANG: 'id' });
});

test('where the key would be one that everybody knows, secrets are not kept', async () => {
  const shell = new ShellFixture();
  shell.electron.keyStore = 'basic_text';
  await shell.run(['--keep-secrets'], { ODOO_PASSWORD: 'mill-secret' });
  expect(shell.electron.errorBoxes).toEqual([
    expect.stringContaining('CONFIG_INVALID: secrets cannot be kept'),
  ]);
  expect(shell.electron.exitCode).toBe(1);
});
