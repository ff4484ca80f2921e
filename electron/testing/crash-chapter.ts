import { expect } from 'vitest';
import type { CommandGiven } from '../../shared/contract/contract.ts';
import { type CrashPlant, READY } from './crash-plant.ts';
import { runSql } from './postgres.ts';

/**
 * Steps at which no station dies inside a command: readings that change nothing (the tasks read all the time),
 * and writes to the middle slots, which are like those to the first and the last.
 */
export const LEFT_OUT_IN_COMMANDS =
  /^FINS (read D\d+ x\d+$|(write|read) D7[1-8](00|76) |read .* verify write D7[1-8](00|76) )/;

/** A command that is given again and again, to orders of its own, until no step of it is left to die at. */
export interface CrashChapter {
  readonly name: string;
  readonly orders: number;
  readonly dosing: 'held' | 'instant';
  /** What is done to the PLC before the orders are there; returns what undoes it. */
  readonly disturb?: (crash: CrashPlant) => () => void;
  /** The orders are where the command is to find them when this condition on mo_batch holds for all of them. */
  readonly ready: string;
  /** Steps that another chapter has already died at. */
  readonly leaveOut?: RegExp;
  /** The command, as it is given to the first of the orders. */
  readonly command: 'cancelBatch' | 'resetBatch' | 'startOver';
  readonly input: (
    moId: string,
  ) => CommandGiven<'cancelBatch'> | CommandGiven<'resetBatch'> | CommandGiven<'startOver'>;
  /** What a person does after a restart, before everything comes to its end by itself. */
  readonly afterRestart?: (crash: CrashPlant) => Promise<void>;
}

/** Gives a chapter's command to new orders until it comes to its end without meeting a new step. */
export async function killInside(crash: CrashPlant, chapter: CrashChapter): Promise<void> {
  let undo = (): void => undefined;
  for (let attempt = 1; ; attempt += 1) {
    crash.setDosing('instant');
    const host = crash.startLife(null, { ENABLE_TASK_3_PROCESS_COMPLETED: 'true' });
    await host.line(READY);
    await chapter.afterRestart?.(crash);
    undo();
    await crash.operator.settle();
    await crash.operator.command('setTask', { task: 3, enabled: false }, 'results are to wait');
    undo = chapter.disturb?.(crash) ?? undo;
    crash.setDosing(chapter.dosing);
    const [moId = ''] = crash.addOrders(chapter.orders);
    await host.until(async () => (await count(crash, `mo_batch where ${chapter.ready}`)) === chapter.orders);
    const reason = `${chapter.name}, attempt ${attempt}`;
    const input = chapter.input(moId);
    if ('push_to_plc' in input) crash.noteReset(moId);
    const status = await crash.operator.commandInChapter(chapter, input, reason);
    await expectOnRecord(crash, reason);
    if (status === null) continue;
    expect(status, reason).toBe(200);
    undo();
    return await crash.stopLife();
  }
}

/** A command that changed anything has its row; one that was killed shows that it never came to its end. */
async function expectOnRecord(crash: CrashPlant, reason: string): Promise<void> {
  const rows = await runSql<{ outcome: string }>(
    crash.plant.database.url,
    `select outcome from command_audit where reason = $1 and outcome <> 'refused'`,
    [reason],
  );
  const outcomes = rows.map(({ outcome }) => outcome);
  if (!crash.plan.isDoomed) return expect(outcomes.at(-1)).toBe('done');
  const point = crash.plan.points.at(-1) ?? '';
  if (/insert into command_audit.*, before$/.test(point)) expect(outcomes, point).toEqual([]);
  else expect(outcomes, point).toEqual([/update command_audit.*, after$/.test(point) ? 'done' : 'started']);
}

/** An order that the PLC never took was not called accepted, whatever the commands did to its gate. */
export async function expectOnlyTakenOnesAccepted(crash: CrashPlant): Promise<void> {
  const accepted = await runSql<{ mo_id: string }>(
    crash.plant.database.url,
    'select mo_id from mo_histories where accepted_at is not null',
  );
  expect(accepted.length).toBeGreaterThan(0);
  for (const { mo_id } of accepted) expect(crash.runs.runs.get(mo_id) ?? 0, mo_id).toBeGreaterThan(0);
}

async function count(crash: CrashPlant, from: string): Promise<number> {
  const rows = await runSql<{ n: number }>(
    crash.plant.database.url,
    `select count(*)::int as n from ${from}`,
  );
  return rows[0]?.n ?? 0;
}
