import { expect, type Locator, type Page, test } from '@playwright/test';
import { startTestPostgres, type TestPostgres } from '../electron/testing/postgres.ts';
import { systemClock } from '../electron/testing/system-clock.ts';
import { Mill } from './support/mill.ts';
import { writePastWeeks } from './support/past-weeks.ts';
import { pictureOf } from './support/pictures.ts';
import { goTo, settled } from './support/screens.ts';

/** Four weeks of a mill, to which nothing is added while a test counts. */
let postgres: TestPostgres;
let mill: Mill;
let page: Page;
test.beforeAll(async () => {
  postgres = await startTestPostgres();
  const { db, url } = await postgres.newDatabase('migrated');
  await writePastWeeks(db, systemClock.now());
  await db.destroy();
  mill = await Mill.start({ env: { DATABASE_URL: url, ENABLE_TASK_1_AUTO_SYNC: 'false' } });
  page = await mill.screen('/');
});
test.afterAll(async () => {
  await mill?.[Symbol.asyncDispose]();
  await postgres.stop();
});

/** A chart of a place, read as a table. */
async function tableOf(place: string, title: RegExp): Promise<Locator> {
  // From elsewhere, so that it is the drawing first.
  await goTo(page, '/history');
  await goTo(page, place);
  await page.getByRole('button', { name: title }).click();
  const table = page.getByRole('region', { name: title });
  await expect(table.locator('tbody tr').first()).toBeVisible();
  return table;
}

/** What each row of a chart's table says, and how many of each kind there were. */
async function figuresOf(
  place: string,
  title: RegExp,
): Promise<readonly { readonly label: string; readonly counts: readonly number[] }[]> {
  const rows = (await tableOf(place, title)).locator('tbody tr');
  return await rows.evaluateAll((all) =>
    all.map((row) => ({
      label: row.querySelector('th')?.textContent ?? '',
      counts: [...row.querySelectorAll('td')].map(({ textContent }) => Number(textContent)),
    })),
  );
}

async function follow(place: string, title: RegExp, label: string): Promise<void> {
  await (await tableOf(place, title)).getByRole('link', { name: label, exact: true }).click();
  await page.getByRole('region', { name: 'Batches that match' }).waitFor();
  await settled(page);
}

async function expectBatches(count: number): Promise<void> {
  await expect(page.locator('.hist-head h2')).toHaveText(count === 1 ? '1 batch' : `${count} batches`);
}

test('a bar of the deviations leads to just the batches that it counts', async () => {
  const place = '/history?tab=charts&range=30d&silo=silo_a';
  const title = /Spread of deviations/;
  const bars = (await figuresOf(place, title)).filter(({ counts: [count = 0] }) => count > 0);
  expect(bars.length).toBeGreaterThan(3);
  for (const { label, counts } of bars) {
    await follow(place, title, label);
    await expectBatches(counts[0] ?? -1);
    await expect(page.locator('.hist-band')).toContainText(`SILO A deviated by ${label}`);
  }
  await pictureOf(page, 'history-deviations-light-en');
  await page.getByRole('button', { name: 'All deviations' }).click();
  await expect(page.locator('.hist-band')).toHaveCount(0);
});

test('a day leads to the batches that ended on it', async () => {
  const place = '/history?tab=charts&range=30d';
  const title = /Batches per day/;
  const days = (await figuresOf(place, title)).filter(({ counts }) => counts.some((count) => count > 0));
  expect(days.length).toBeGreaterThan(20);
  for (const { label, counts } of days.slice(0, 3)) {
    await follow(place, title, label);
    await expectBatches(counts.reduce((sum, count) => sum + count, 0));
  }
});
