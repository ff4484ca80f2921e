import { expect, test } from '@playwright/test';
import { Mill } from './support/mill.ts';

/** By then the screen must have said that it hears nothing, in milliseconds. */
const SAID_WITHIN_MS = 2_000;

let mill: Mill;
test.beforeAll(async () => {
  mill = await Mill.start();
});
test.afterAll(() => mill[Symbol.asyncDispose]());

test('a screen that hears nothing says so within 2 s, refuses commands, and recovers by itself', async () => {
  const page = await mill.screen('/tasks');
  const run = page.getByRole('button', { name: 'Run now' }).first();
  await expect(run).not.toHaveAttribute('aria-disabled', 'true');

  const said = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new MutationObserver((_changes, observer) => {
          if (document.querySelector('.cut-off') === null) return;
          observer.disconnect();
          resolve(Date.now());
        }).observe(document.body, { subtree: true, childList: true });
      }),
  );
  const stopped = Date.now();
  process.kill(mill.host.pid, 'SIGSTOP');
  try {
    await expect(page.getByRole('alert')).toContainText('Not connected to the station since');
    expect((await said) - stopped).toBeLessThan(SAID_WITHIN_MS);
    await expect(page.locator('.app')).toHaveClass(/cut-off-screen/);
    await expect(run).toHaveAttribute('aria-disabled', 'true');
  } finally {
    process.kill(mill.host.pid, 'SIGCONT');
  }
  await expect(page.locator('.app')).not.toHaveClass(/cut-off-screen/);
  await expect(run).not.toHaveAttribute('aria-disabled', 'true');
  await mill.leave(page);
});

test('what happens in one window is on the other at once', async () => {
  const one = await mill.screen('/tasks');
  const two = await mill.screen('/audit');
  await one.getByRole('button', { name: 'Run now' }).first().click();
  await expect(two.getByRole('cell', { name: 'Supervisor' }).first()).toBeVisible();
  await mill.leave(one);
  await mill.leave(two);
});
