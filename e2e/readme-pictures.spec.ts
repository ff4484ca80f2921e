import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { startTestPostgres, type TestDatabase, withTestDatabase } from '../electron/testing/postgres.ts';
import { systemClock } from '../electron/testing/system-clock.ts';
import { refusalOf } from './support/bridge-call.ts';
import { Mill } from './support/mill.ts';
import { writePastWeeks } from './support/past-weeks.ts';
import { goTo } from './support/screens.ts';

const DOCS = fileURLToPath(new URL('../docs', import.meta.url));
const SIZE = { width: 1600, height: 900 } as const;

/** Only with BATCHLINE_README_PICTURES=1, see the configuration: it writes into docs/. */
test('pictures for the README', async () => {
  test.setTimeout(300_000);
  const postgres = await startTestPostgres();
  try {
    await withTestDatabase(postgres, takePictures);
  } finally {
    await postgres.stop();
  }
});

async function takePictures({ db, url }: TestDatabase): Promise<void> {
  await writePastWeeks(db, systemClock.now());
  await using mill = await Mill.start({
    env: { TRAINING_SPEED: '5', DATABASE_URL: url, INTAKE_GATE: 'free-slots' },
  });
  const page = await mill.screen('/', { context: { viewport: SIZE } });
  await mill.switchOn('odoo', 'line-refused', { times: 1 });
  await refused(mill, page, 1);
  await overview(mill, page);
  await mill.switchOn('odoo', 'mark-done-does-nothing', { times: 1 });
  await mill.switchOn('odoo', 'cancelled-meanwhile', { times: 1 });
  await refused(mill, page, 2);
  await failedToPush(mill, page);
  await goTo(page, '/history?tab=charts&range=30d');
  await expect(page.locator('.recharts-bar-rectangle, .recharts-rectangle').first()).toBeVisible();
  await picture(page, 'analytics');
}

/** Lets the mill work until Odoo has refused so many results; the supervisor at the screen has seen them. */
async function refused(mill: Mill, page: Page, count: number): Promise<void> {
  await mill.doseAt(null);
  const parked = async () =>
    (await mill.ask('failedToPush', {})).batches.filter(({ state }) => state === 'parked').length;
  await expect.poll(parked, { timeout: 60_000 }).toBeGreaterThanOrEqual(count);
  await mill.doseAt(60);
  const ids = (await mill.ask('alarms', {})).alarms.map(({ id }) => id);
  expect(await refusalOf(page, 'acknowledgeAlarm', { ids }, 'seen')).toBeNull();
}

/** With a batch in mid-dosing. */
async function overview(mill: Mill, page: Page): Promise<void> {
  const half = async () => {
    const { batches } = await mill.ask('batchStatus', {});
    const running = batches.find(({ phase }) => phase === 'running');
    const dosed = Object.values(running?.actual_consumptions ?? {}).reduce<number>(
      (sum, kg) => sum + (kg ?? 0),
      0,
    );
    return running !== undefined && dosed > running.consumption * 0.55;
  };
  await expect.poll(half, { timeout: 60_000, intervals: [200] }).toBe(true);
  await mill.doseAt(2);
  await picture(page, 'overview');
}

async function failedToPush(mill: Mill, page: Page): Promise<void> {
  const { batches } = await mill.ask('failedToPush', {});
  const partly = batches.find(({ refused_lines }) => refused_lines.length > 0) ?? batches[0];
  const other = batches.find((each) => each !== partly);
  const reason = 'the scale of silo F is being checked';
  expect(await refusalOf(page, 'holdPush', { mo_id: other?.mo_id ?? '' }, reason)).toBeNull();
  await goTo(page, '/failed-to-push');
  await page.getByRole('button', { name: `Details of ${partly?.mo_id}` }).click();
  await expect(page.getByRole('heading', { name: 'What Odoo gets next' })).toBeVisible();
  await picture(page, 'failed-to-push');
}

/** Once the notes over the screen have gone by themselves. */
async function picture(page: Page, name: string): Promise<void> {
  await expect(page.locator('.notice')).toHaveCount(0, { timeout: 30_000 });
  await page.mouse.move(SIZE.width - 1, SIZE.height - 1);
  await page.screenshot({ path: `${DOCS}/${name}.png`, animations: 'disabled' });
}
