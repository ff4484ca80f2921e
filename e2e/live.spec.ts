import { expect, type Page, test } from '@playwright/test';
import { systemClock } from '../electron/testing/system-clock.ts';
import { Mill } from './support/mill.ts';

const POLL_MS = 500;
/** What the screens promise is one poll and 200 ms; the machine of a test may be busy with other things. */
const LOADED_MACHINE_MS = 1_000;
const ROUNDS = 5;
/** So slowly that no weight changes while a test looks, in kilograms a second. */
const STANDING = 0.000_1;
const DOSING = 20;

let mill: Mill;
test.beforeAll(async () => {
  mill = await Mill.start({
    env: { TRAINING_SPEED: '5', PLC_READ_INTERVAL_SECONDS: String(POLL_MS / 1_000) },
  });
});
test.afterAll(() => mill[Symbol.asyncDispose]());

async function runningOrder(): Promise<string> {
  const running = async () =>
    (await mill.ask('batchStatus', {})).batches.find(({ phase }) => phase === 'running')?.mo_id;
  await expect.poll(running, { timeout: 60_000 }).toBeDefined();
  return (await running()) ?? '';
}

/** What the card of an order shows as dosed. */
async function shownKg(page: Page, moId: string): Promise<string> {
  return (await page.locator(`[data-mo="${moId}"] .ov-slot-kg`).textContent()) ?? '';
}

/** The plant stands still, and the screen shows what the PLC shows: the next change is a new one. */
async function standStill(page: Page, moId: string): Promise<void> {
  await mill.doseAt(STANDING);
  const stoodAt = new Date(systemClock.now()).toISOString();
  const read = async () => {
    const { batches } = await mill.ask('batchStatus', {});
    const batch = batches.find(({ mo_id }) => mo_id === moId);
    const kg = Object.values(batch?.actual_consumptions ?? {}).reduce<number>(
      (sum, each) => sum + (each ?? 0),
      0,
    );
    const isNew = (batch?.last_read_from_plc ?? '') > stoodAt;
    return isNew && (await shownKg(page, moId)).startsWith(kg.toFixed(2));
  };
  await expect.poll(read).toBe(true);
}

/** When the card of an order next shows another weight, in milliseconds since 1970; listens from the return on. */
async function nextChange(page: Page, moId: string): Promise<() => Promise<number>> {
  const change = await page.evaluateHandle((selector) => {
    const shown = document.querySelector(selector);
    const changedAt = new Promise<number>((resolve) => {
      const observer = new MutationObserver(() => {
        observer.disconnect();
        // Painted with the next frame.
        requestAnimationFrame(() => resolve(Date.now()));
      });
      if (shown !== null) observer.observe(shown, { subtree: true, characterData: true, childList: true });
    });
    return { changedAt };
  }, `[data-mo="${moId}"] .ov-slot-kg`);
  return () => change.evaluate(({ changedAt }) => changedAt);
}

test('a weight that changes in the PLC is on the screen within a poll', async () => {
  const moId = await runningOrder();
  const page = await mill.screen('/');
  const measured: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await standStill(page, moId);
    const changed = await nextChange(page, moId);
    const before = systemClock.now();
    await mill.doseAt(DOSING);
    measured.push((await changed()) - before);
  }
  const worst = Math.max(...measured);
  console.log(`word to pixel, poll ${POLL_MS} ms: ${measured.toSorted((a, b) => a - b).join(', ')} ms`);
  expect(worst).toBeLessThan(POLL_MS + LOADED_MACHINE_MS);
  await mill.leave(page);
});

test('two windows show the same', async () => {
  const moId = await runningOrder();
  const one = await mill.screen('/');
  const two = await mill.screen('/');
  const before = await shownKg(one, moId);
  await mill.doseAt(DOSING);
  await expect.poll(() => shownKg(two, moId)).not.toBe(before);
  await standStill(one, moId);
  await expect.poll(() => shownKg(two, moId)).toBe(await shownKg(one, moId));
  await mill.leave(one);
  await mill.leave(two);
});

test('a card whose batch did not change is not drawn again', async () => {
  const moId = await runningOrder();
  const page = await mill.screen('/');
  await standStill(page, moId);
  const seen = await page.evaluateHandle((running) => {
    const counted = { running: 0, others: [] as string[] };
    for (const card of document.querySelectorAll('.ov-slot')) {
      const isRunning = card.getAttribute('data-mo') === running;
      new MutationObserver((records) => {
        for (const { target } of records) {
          const element = target instanceof Element ? target : target.parentElement;
          // An age goes on by itself.
          if (element?.closest('.ov-slot-time')) continue;
          if (isRunning) counted.running += 1;
          else counted.others.push(`slot ${card.getAttribute('data-slot')}: ${element?.className}`);
        }
      }).observe(card, { subtree: true, characterData: true, childList: true, attributes: true });
    }
    return counted;
  }, moId);
  await mill.doseAt(DOSING);
  await expect.poll(() => seen.evaluate(({ running }) => running), { timeout: 30_000 }).toBeGreaterThan(8);
  expect(await seen.evaluate(({ others }) => others)).toEqual([]);
  await mill.leave(page);
});
