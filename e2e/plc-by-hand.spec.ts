import { expect, type Page, test } from '@playwright/test';
import type { BatchView } from '../shared/contract/views.ts';
import { refusalOf } from './support/bridge-call.ts';
import { expectAudit, expectUnavailable, giveCommand } from './support/give-command.ts';
import { Mill } from './support/mill.ts';
import { goTo } from './support/screens.ts';

let mill: Mill;
let page: Page;
/** Ten batches in the PLC; the first is dosed so slowly that it does not end by itself. */
test.beforeAll(async () => {
  mill = await Mill.start({ env: { TRAINING_SPEED: '1' } });
  page = await mill.screen('/plc');
  await runningBatch();
});
test.afterAll(() => mill[Symbol.asyncDispose]());

async function queue(): Promise<readonly BatchView[]> {
  return (await mill.ask('batchStatus', {})).batches;
}

/** Resolves with the first batch in a phase, as soon as there is one. */
async function batchIn(phase: BatchView['phase']): Promise<BatchView> {
  const found = async () => (await queue()).find((batch) => batch.phase === phase);
  await expect.poll(async () => (await found())?.phase, { timeout: 60_000 }).toBe(phase);
  const batch = await found();
  if (batch === undefined) throw new Error(`no batch is ${phase} any more`);
  return batch;
}

function runningBatch(): Promise<BatchView> {
  return batchIn('running');
}

async function wordAt(address: number): Promise<number | undefined> {
  return (await mill.do('testRead', { address, count: 1 })).words[0];
}

/** The word of a field in a slot of the ten-slot memory map, whose slots are 100 words apart. */
function fieldOf(area: 'read' | 'write', slot: number, offset: number): number {
  return (area === 'read' ? 6000 : 7000) + 100 * (slot - 1) + offset;
}
const STATUS_OPERATION = 73;
const FLAG = 76;

async function statusOf(moId: string): Promise<string | null | undefined> {
  return (await mill.ask('historySearch', { mo: moId })).histories[0]?.status;
}

test('words of the PLC are read', async () => {
  const { mo_id, batch_no } = await runningBatch();
  await goTo(page, '/plc');
  await page.getByRole('textbox', { name: 'First word (D)' }).fill(String(fieldOf('read', batch_no, 1)));
  await page.getByRole('textbox', { name: 'Number of words' }).fill('8');
  await page.getByRole('button', { name: 'Read', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Test read' }).getByRole('table')).toContainText(mo_id);
  await expectAudit(mill, 'testRead', { input: { address: fieldOf('read', batch_no, 1), count: 8 } });
});

test('a flag is set and reset', async () => {
  const address = fieldOf('read', 10, FLAG);
  await goTo(page, '/plc?tab=flags');
  const flag = page.locator('tr[data-slot="10"] [data-flag=read]');
  await expect(flag).toHaveAttribute('data-value', '0');
  await flag.getByRole('button', { name: 'Set to 1' }).click();
  const command = 'setFlag';
  await giveCommand(mill, page, {
    command,
    title: 'Set to 1',
    changes: `The flag at D${address} becomes 1.`,
    reason: 'the program was stopped',
  });
  await expect(flag).toHaveAttribute('data-value', '1');
  expect(await wordAt(address)).toBe(1);
  await flag.getByRole('button', { name: 'Reset to 0' }).click();
  await giveCommand(mill, page, {
    command,
    title: 'Reset to 0',
    changes: `The flag at D${address} becomes 0.`,
    reason: 'it runs again',
  });
  await expect(flag).toHaveAttribute('data-value', '0');
  expect(await wordAt(address)).toBe(0);
});

test("a batch's status is forced in the PLC", async () => {
  const { mo_id, batch_no } = await runningBatch();
  const address = fieldOf('read', batch_no, STATUS_OPERATION);
  await goTo(page, `/batch/${encodeURIComponent(mo_id)}`);
  await page.getByRole('button', { name: 'Force status' }).click();
  const dialog = page.getByRole('dialog', { name: 'Force status' });
  await dialog.getByRole('radio', { name: 'Failed (status_operation 1)' }).check();
  await giveCommand(mill, page, {
    command: 'forceStatus',
    title: 'Force status',
    changes: `The status word at D${address} becomes 1.`,
    reason: 'the mixer is blocked',
  });
  await expect.poll(() => statusOf(mo_id), { timeout: 30_000 }).toBe('failed');
});

test('the queue is cleared, and what it held is in the history', async () => {
  await mill.switchOn('plc', 'stuck-gate');
  const moIds = (await queue()).map(({ mo_id }) => mo_id);
  await goTo(page, '/settings?tab=connections');
  await page.getByRole('button', { name: 'Clear the queue' }).click();
  await giveCommand(mill, page, {
    command: 'clearQueue',
    title: 'Clear the queue',
    changes: `The queue (batches: ${moIds.length}) moves to the history as cancelled`,
    reason: 'the recipe was wrong',
  });
  for (const moId of moIds) expect(await statusOf(moId), moId).toBe('cancelled');
});

test('a gate that stays closed is opened by hand', async () => {
  const { batch_no } = await batchIn('written');
  await goTo(page, '/plc?tab=flags');
  await expect(page.getByText('Closed: the PLC has not said')).toBeVisible();
  await page.getByRole('button', { name: 'Open the gate' }).click();
  await giveCommand(mill, page, {
    command: 'overrideGate',
    title: 'Open the gate',
    changes: 'The orders written last count as read by the PLC',
    reason: 'the PLC has lost them',
  });
  await expect(page.getByText('Open: the next orders may be written.')).toBeVisible();
  expect(await wordAt(fieldOf('write', batch_no, FLAG))).toBe(1);
});

test('an order is written again as a load of its own', async () => {
  // The load was given up with the gate: its batches are where they were, and the PLC has none of them.
  const [first] = (await queue()).toSorted((a, b) => a.batch_no - b.batch_no);
  if (first === undefined) throw new Error('the queue is empty');
  await mill.allNormal();
  await goTo(page, `/batch/${encodeURIComponent(first.mo_id)}`);
  await page.getByRole('button', { name: 'Write again' }).click();
  await giveCommand(mill, page, {
    command: 'writeBatch',
    title: 'Write again',
    changes: `The PLC gets ${first.mo_id} in slot ${first.batch_no} again`,
    reason: 'the gate was opened by hand',
  });
  await expect.poll(async () => (await runningBatch()).mo_id).toBe(first.mo_id);
});

test('a batch that ended without proof is taken as it is', async () => {
  // What the PLC still has comes to its end, and into Odoo: only then is the next load shown.
  await mill.doseAt(null);
  const underWay: readonly BatchView['phase'][] = ['running', 'reporting', 'confirmed'];
  await expect.poll(async () => (await queue()).some(({ phase }) => underWay.includes(phase))).toBe(false);
  await mill.switchOn('plc', 'pre-filled', { seconds: 600 });
  await mill.do('startOver', {});
  const { mo_id } = await batchIn('unproven');
  await goTo(page, `/batch/${encodeURIComponent(mo_id)}`);
  await page.getByRole('button', { name: 'Take result' }).click();
  await giveCommand(mill, page, {
    command: 'releaseUnproven',
    title: 'Take result',
    changes: `What the PLC shows of ${mo_id} now is taken as its result.`,
    reason: 'it was weighed by hand',
  });
  await expect
    .poll(async () => (await queue()).find((batch) => batch.mo_id === mo_id)?.phase ?? 'archived')
    .not.toBe('unproven');
  await mill.doseAt(1);
  await mill.allNormal();
});

test('everything starts over: the gates are open, the queue is in the history', async () => {
  const moIds = (await queue()).filter(({ phase }) => phase !== 'confirmed').map(({ mo_id }) => mo_id);
  await goTo(page, '/settings?tab=connections');
  await page.getByRole('button', { name: 'Start over' }).click();
  await giveCommand(mill, page, {
    command: 'startOver',
    title: 'Start over',
    changes: 'The orders written last count as read by the PLC',
    reason: 'a new shift begins',
  });
  for (const moId of moIds) expect(await statusOf(moId), moId).toMatch(/cancelled|completed/);
  await expect.poll(async () => (await queue()).filter(({ mo_id }) => moIds.includes(mo_id)).length).toBe(0);
});

test('without the PLC its commands are off and say why, and the station refuses them too', async () => {
  // The PLC may still be busy with an order from before: what it has of the new ones is enough here.
  await expect.poll(async () => (await queue()).some(({ phase }) => phase !== 'loading')).toBe(true);
  const [{ mo_id } = { mo_id: '' }] = await queue();
  await goTo(page, `/batch/${encodeURIComponent(mo_id)}`);
  const force = page.getByRole('button', { name: 'Force status' });
  await expect(force).not.toHaveAttribute('aria-disabled', 'true');
  await mill.switchOn('plc', 'silence', { seconds: null });
  await expect(page.locator('[data-link=plc]')).toHaveAttribute('data-state', 'down', { timeout: 30_000 });
  for (const name of ['Force status', 'Reset', 'Write again']) {
    const button = page.getByRole('button', { name, exact: true });
    await expectUnavailable(page, button, 'The PLC is not connected.');
  }
  // What needs no PLC goes on.
  await expect(page.getByRole('button', { name: 'Cancel batch' })).not.toHaveAttribute(
    'aria-disabled',
    'true',
  );
  const input = { mo_id, status_manufacturing: 1 } as const;
  expect(await refusalOf(page, 'forceStatus', input, 'all the same')).toBe('PLC_LINK_LOST');
  await expectAudit(mill, 'forceStatus', { outcome: 'refused', reason: 'all the same' });
  await goTo(page, '/settings?tab=connections');
  await expectUnavailable(
    page,
    page.getByRole('button', { name: 'Start over' }),
    'The PLC is not connected.',
  );

  await mill.allNormal();
  await expect(page.locator('[data-link=plc]')).toHaveAttribute('data-state', 'up', { timeout: 30_000 });
  await expect(page.getByRole('button', { name: 'Start over' })).not.toHaveAttribute('aria-disabled', 'true');
});
