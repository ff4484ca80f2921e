import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { THEMES } from '../renderer/stores/view-store.ts';
import { LANGUAGES } from '../shared/text/text.ts';
import { watchConsole } from './support/console-watch.ts';
import { Mill } from './support/mill.ts';
import { pictureOf } from './support/pictures.ts';
import { goTo, SCREENS } from './support/screens.ts';

/** What a screen must fit into: a small control room monitor, and a full one at 200 % zoom. */
const SIZES = [
  { name: '1366x768', width: 1366, height: 768 },
  { name: '200 percent zoom', width: 960, height: 540 },
  { name: '1366x768 at 200 percent zoom', width: 683, height: 384 },
] as const;

let mill: Mill;
test.beforeAll(async () => {
  mill = await Mill.start();
  // Screens with something on them: a batch that failed, a result that Odoo does not take, a silo that broke down.
  await mill.switchOn('plc', 'failed-batch', { times: 1 });
  await mill.switchOn('plc', 'equipment-failure', { code: 'silo103', info: 'START_FAILURE' });
  await mill.switchOn('odoo', 'cancelled-meanwhile', { times: 1 });
  await expect
    .poll(async () => (await mill.ask('historySearch', {})).histories.length, { timeout: 90_000 })
    .toBeGreaterThan(3);
  await expect
    .poll(async () => (await mill.ask('alarms', {})).alarms.length, { timeout: 90_000 })
    .toBeGreaterThan(1);
});
test.afterAll(() => mill[Symbol.asyncDispose]());

for (const theme of THEMES) {
  for (const language of LANGUAGES) {
    test(`every screen in ${theme} and ${language}: no violation of accessibility, nothing on the console`, async () => {
      const page = await mill.screen('/', { theme, language });
      const complaints = watchConsole(page);
      for (const { name, place } of SCREENS) {
        await test.step(name, async () => {
          await goTo(page, place);
          await pictureOf(page, `${name}-${theme}-${language}`);
          const { violations } = await new AxeBuilder({ page }).analyze();
          expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
        });
      }
      expect(complaints).toEqual([]);
      await mill.leave(page);
    });
  }
}

for (const { name, width, height } of SIZES) {
  test(`every screen fits into ${name} without sideways scrolling`, async () => {
    const page = await mill.screen('/', {
      language: 'id',
      context: { viewport: { width, height } },
    });
    for (const screen of SCREENS) {
      await test.step(screen.name, async () => {
        await goTo(page, screen.place);
        await pictureOf(page, `${screen.name}-${width}x${height}`);
        expect(await sidewaysScroll(page)).toEqual([]);
      });
    }
    await mill.leave(page);
  });
}

/** What is wider than the screen, tables in their own scrolling frame apart. */
function sidewaysScroll(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const frames = [document.documentElement, ...document.querySelectorAll('main, .page')];
    return frames
      .filter((element) => element.scrollWidth > element.clientWidth + 1)
      .map(
        (element) =>
          `${element.tagName}.${element.className}: ${element.scrollWidth} > ${element.clientWidth}`,
      );
  });
}
