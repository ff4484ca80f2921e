import { expect, test } from 'vitest';
import { ShellFixture } from './testing/shell-fixture.ts';

const STAY = 0;
const CLOSE = 1;

async function running(batches: number | null): Promise<ShellFixture> {
  const shell = await new ShellFixture().run();
  shell.station.hears.onSummary({ batches, alarms: 0, worst: null });
  return shell;
}

test('without batches the last window closes the program: station first, then the process', async () => {
  const { electron, station } = await running(0);
  expect(electron.window().close()).toBe(false);
  expect(await electron.exited).toBe(0);
  expect([station.isClosed, electron.questions]).toEqual([true, []]);
});

test('with batches a person is asked, and staying is what happens by itself', async () => {
  const { electron, station, clock } = await running(4);
  electron.answer = STAY;
  electron.quit();
  await clock.advance(0);
  expect(electron.questions).toHaveLength(1);
  expect(electron.questions[0]).toMatchObject({
    message: 'Batches still running or queued in the PLC: 4.',
    buttons: ['Keep open', 'Close'],
    defaultId: STAY,
    cancelId: STAY,
  });
  expect([electron.exitCode, station.isClosed]).toEqual([null, false]);
  electron.answer = CLOSE;
  electron.quit();
  expect(await electron.exited).toBe(0);
  expect(station.isClosed).toBe(true);
});

test('where nobody knows whether batches run, a person is asked too', async () => {
  const { electron, clock } = await running(null);
  electron.quit();
  await clock.advance(0);
  expect(electron.questions[0]?.message).toBe('It is not known whether batches are still running.');
  expect(electron.exitCode).toBeNull();
});

test('who asks twice is asked once', async () => {
  const { electron, clock } = await running(1);
  electron.quit();
  electron.quit();
  await clock.advance(0);
  expect(electron.questions).toHaveLength(1);
});

test('one of two windows closes without a question', async () => {
  const { electron } = await running(4);
  electron.press('Another window');
  expect(electron.window(1).close()).toBe(true);
  expect([electron.questions, electron.exitCode]).toEqual([[], null]);
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('%s asks nobody', async (signal) => {
  const { electron, station, process } = await running(4);
  process.emit(signal);
  expect(await electron.exited).toBe(0);
  expect([station.isClosed, electron.questions]).toEqual([true, []]);
});
