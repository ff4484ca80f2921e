import { afterAll, beforeAll, expect, it } from 'vitest';
import { MAX_REPEATED_ACKNOWLEDGEMENTS } from '../domain/acknowledgement.ts';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import { FULL_TARGETS } from '../testing/results-plant.ts';
import { FeedbackStation } from './testing/feedback-station.ts';

const MEMORY_WRITE = 0x0102;
const STATUS_READ = 0x0601;
/** Short PLC timeouts, so that a lost reply does not cost a second. */
const QUICK = { PLC_READ_TIMEOUT_MS: '200', PLC_WRITE_TIMEOUT_MS: '200', PLC_PROBE_INTERVAL_MS: '1000' };

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

async function runningBatch(env: Record<string, string> = {}): Promise<FeedbackStation> {
  const feedback = await FeedbackStation.start(postgres, { env });
  feedback.plc.show(1, { moId: feedback.order(1) });
  await feedback.read();
  return feedback;
}

function finish(feedback: FeedbackStation): void {
  feedback.plc.show(1, { moId: feedback.order(1), actuals: FULL_TARGETS, weight: 955.5, finished: 1 });
}

function takeFlagBack(feedback: FeedbackStation): void {
  feedback.plc.poke(1, 'statusReadData', 0);
}

it('the flag is set once, and not again while the PLC leaves it, also across a restart (C8)', async () => {
  await using feedback = await runningBatch();
  await feedback.plant.odoo.goDown();
  finish(feedback);
  for (let reading = 1; reading <= 4; reading += 1) await feedback.read();
  await feedback.restart();
  for (let reading = 1; reading <= 4; reading += 1) await feedback.read();
  expect(feedback.plc.flag(1)).toBe(1);
  expect(feedback.plc.acknowledgements(1)).toBe(1);
});

it('a flag that somebody else has set is taken note of and not written', async () => {
  await using feedback = await runningBatch();
  const { plc, running } = feedback;
  plc.show(1, { moId: feedback.order(1), actuals: FULL_TARGETS, weight: 955.5, finished: 1, flag: 1 });
  await feedback.read();
  await running.until(() => running.count('batch-archived') >= 1);
  expect(running.count('batch-acknowledged')).toBe(1);
  expect(plc.acknowledgements(1)).toBe(0);
});

it.each(['the write', 'its reply'] as const)('a flag write of which %s is lost is settled', async (lost) => {
  await using feedback = await runningBatch(QUICK);
  const { plant, plc, running } = feedback;
  const flagAt = plc.addressOf(1, 'statusReadData');
  let losses = 0;
  plant.plc.intercepts.add(({ command, address }) => {
    if (command !== MEMORY_WRITE || address !== flagAt || losses > 0) return 'pass';
    losses += 1;
    return lost === 'the write' ? { kind: 'drop' } : { kind: 'send', frames: () => [] };
  });
  finish(feedback);
  await feedback.read();
  // The result does not wait for its flag.
  await running.until(() => running.count('batch-archived') >= 1);
  await feedback.read();
  expect(losses).toBe(1);
  expect(plc.flag(1)).toBe(1);
  expect(running.count('batch-acknowledged')).toBe(1);
  // A lost write is repeated; a lost reply is found out by reading and costs no second write.
  expect(plc.acknowledgements(1)).toBe(1);
});

it('the link goes down before the flag: the batch is archived meanwhile and acknowledged afterwards', async () => {
  await using feedback = await runningBatch(QUICK);
  const { plant, plc, running } = feedback;
  const flagAt = plc.addressOf(1, 'statusReadData');
  let down = false;
  const mend = plant.plc.intercepts.add(({ command, address }) => {
    down ||= command === MEMORY_WRITE && address === flagAt;
    return down ? { kind: 'drop' } : 'pass';
  });
  finish(feedback);
  await feedback.read();
  await running.until(() => running.count('batch-archived') >= 1);
  expect((await running.station.api.query('batchStatus', {})).is_empty).toBe(true);
  expect(plc.flag(1)).toBe(0);

  mend();
  await running.until(() => running.count('batch-acknowledged') >= 1);
  expect(plc.flag(1)).toBe(1);
  expect(plant.plc.server.statistics().byCommand.get(STATUS_READ)).toBeGreaterThan(0);
});

it('stopped between the result and its flag: the next station sets the flag, also when all is archived', async () => {
  await using feedback = await runningBatch(QUICK);
  const { plant, plc } = feedback;
  const flagAt = plc.addressOf(1, 'statusReadData');
  const mend = plant.plc.intercepts.add(({ command, address }) =>
    command === MEMORY_WRITE && address === flagAt ? { kind: 'drop' } : 'pass',
  );
  finish(feedback);
  await feedback.read();
  await feedback.running.until(() => feedback.running.count('batch-archived') >= 1);
  mend();
  await feedback.restart();
  await feedback.running.until(() => feedback.running.count('batch-acknowledged') >= 1);
  expect(plc.flag(1)).toBe(1);
  const [row] = (await feedback.running.station.api.query('history', { limit: 1, offset: 0 })).histories;
  expect(row).toMatchObject({ mo_id: feedback.order(1), status: 'completed' });
});

it('a flag that the PLC keeps taking back is set again a few times, then never, and an alarm says so', async () => {
  await using feedback = await runningBatch();
  const { plc } = feedback;
  await feedback.plant.odoo.goDown();
  finish(feedback);
  for (let times = 0; times <= MAX_REPEATED_ACKNOWLEDGEMENTS + 3; times += 1) {
    await feedback.read();
    takeFlagBack(feedback);
    // A new process must not begin to count anew.
    if (times === 2) await feedback.restart();
  }
  expect(plc.acknowledgements(1)).toBe(1 + MAX_REPEATED_ACKNOWLEDGEMENTS);
  expect(feedback.alarm('SLOT_ACKNOWLEDGE_LOST', 'slot 1')).toContain(feedback.order(1));
  await feedback.restart();
  await feedback.read();
  expect(plc.acknowledgements(1)).toBe(1 + MAX_REPEATED_ACKNOWLEDGEMENTS);
  expect(feedback.alarm('SLOT_ACKNOWLEDGE_LOST', 'slot 1')).not.toBeNull();

  // Somebody at the PLC sets it: then all is well again.
  plc.poke(1, 'statusReadData', 1);
  await feedback.read();
  expect(feedback.alarm('SLOT_ACKNOWLEDGE_LOST', 'slot 1')).toBeNull();
});

it('a flag that the PLC takes back before it can be read back is limited in the same way', async () => {
  await using feedback = await runningBatch();
  const { plc } = feedback;
  await feedback.plant.odoo.goDown();
  plc.onAcknowledged(1, () => takeFlagBack(feedback));
  finish(feedback);
  for (let times = 0; times <= MAX_REPEATED_ACKNOWLEDGEMENTS + 3; times += 1) await feedback.read();
  expect(plc.acknowledgements(1)).toBe(1 + MAX_REPEATED_ACKNOWLEDGEMENTS);
  expect(feedback.alarm('SLOT_ACKNOWLEDGE_LOST', 'slot 1')).toContain(feedback.order(1));
  expect(feedback.running.station.outbox.entry(feedback.order(1))?.result.weight).toBe(955.5);
});
