import type { Page } from '@playwright/test';
import { sleep } from '../electron/domain/ports.ts';
import { FeedbackStation } from '../electron/station/testing/feedback-station.ts';
import { startTestPostgres } from '../electron/testing/postgres.ts';
import { systemClock } from '../electron/testing/system-clock.ts';
import { buildScreens } from '../scripts/renderer-build.ts';
import type { Bench, Finding } from './bench.ts';
import { type MeasuredPage, openBrowser, openPage, workedSeconds } from './browser.ts';
import { serveScreens } from './screen-server.ts';
import { median, ms, percentile } from './statistics.ts';

const POLL_MS = 1_000;
const CHANGES = 60;
const BATCHES = 10;
const BUSY_SECONDS = 30;
const MS_PER_SECOND = 1_000;
/** Primes, so that the changes do not keep step with the readings. */
const PAUSES_MS = [307, 541, 733, 997];

/** From a word in the PLC to the pixel, and what ten batches at 1 Hz cost the page. */
export const screens: Bench = {
  name: 'screens',
  async run() {
    await buildScreens();
    const postgres = await startTestPostgres();
    try {
      await using feedback = await FeedbackStation.start(postgres, {
        orders: BATCHES,
        env: { PLC_READ_INTERVAL_SECONDS: String(POLL_MS / MS_PER_SECOND) },
      });
      await using server = await serveScreens(feedback.running.station.api);
      const browser = await openBrowser();
      try {
        const opened = await openPage(browser, server.link);
        return [await wordToPixel(feedback, opened), await busyPage(feedback, opened)];
      } finally {
        await browser.close();
      }
    } finally {
      await postgres.stop();
    }
  },
};

/** Milliseconds since 1970, finer than the wall clock. */
function nowMs(): number {
  return performance.timeOrigin + performance.now();
}

async function wordToPixel(feedback: FeedbackStation, { page }: MeasuredPage): Promise<Finding> {
  await watchCard(page);
  const moId = feedback.order(1);
  const total: number[] = [];
  const afterReading: number[] = [];
  let toldAt = 0;
  const forget = feedback.running.station.onEvent((event) => {
    if (event.kind === 'batch-changed' && event.moId === moId) toldAt = nowMs();
  });
  for (let change = 1; change <= CHANGES; change += 1) {
    await sleep(systemClock, PAUSES_MS[change % PAUSES_MS.length] ?? POLL_MS);
    const seen = page.evaluate(() => window.nextChange());
    const writtenAt = nowMs();
    feedback.plc.show(1, { moId, actuals: { silo_a: change } });
    const shownAt = await seen;
    total.push(shownAt - writtenAt);
    afterReading.push(shownAt - toldAt);
  }
  forget();
  const row = (name: string, values: readonly number[]) => [
    name,
    ms(median(values)),
    ms(percentile(values, 0.99)),
    ms(Math.max(...values)),
  ];
  return {
    title: `From a word in the PLC to the screen: ${CHANGES} changes, read every ${POLL_MS} ms`,
    head: ['', 'median', 'p99', 'worst'],
    rows: [row('word changed -> on the screen', total), row('of it, after the station knew', afterReading)],
    meaning: `a change waits for the next reading (up to ${POLL_MS} ms); the rest is the way to the screen.`,
  };
}

declare global {
  interface Window {
    /** Resolves with the time, in milliseconds since 1970, at which slot 1 showed another weight. */
    nextChange: () => Promise<number>;
  }
}

async function watchCard(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.nextChange = () =>
      new Promise((resolve) => {
        const card = document.querySelector('[data-slot="1"]');
        const before = card?.querySelector('.ov-slot-kg')?.textContent;
        const observer = new MutationObserver(() => {
          if (card?.querySelector('.ov-slot-kg')?.textContent === before) return;
          observer.disconnect();
          // Painted with the next frame.
          requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now()));
        });
        if (card !== null) observer.observe(card, { subtree: true, childList: true, characterData: true });
      });
  });
}

async function busyPage(feedback: FeedbackStation, { devtools }: MeasuredPage): Promise<Finding> {
  await devtools.send('Performance.enable');
  const before = await workedSeconds(devtools);
  for (let second = 1; second <= BUSY_SECONDS; second += 1) {
    for (let slot = 1; slot <= BATCHES; slot += 1) {
      feedback.plc.show(slot, {
        moId: feedback.order(slot),
        actuals: { silo_a: second, silo_b: second / 2 },
      });
    }
    await sleep(systemClock, MS_PER_SECOND);
  }
  const share = ((await workedSeconds(devtools)) - before) / BUSY_SECONDS;
  return {
    title: `The overview while ${BATCHES} batches change once a second, for ${BUSY_SECONDS} s`,
    head: ['', 'of one core'],
    rows: [["the page's main thread", `${(share * 100).toFixed(1)} %`]],
    meaning: 'the share of one core that the screen takes at its busiest; 10 % is the limit it should keep.',
  };
}
