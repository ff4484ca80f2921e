import type { CommandInput } from '../../../shared/contract/contract.ts';
import { AppError, codeOf, messageOf } from '../../../shared/errors.ts';
import type { TaskNumber } from '../../domain/ports.ts';
import { TASK_SETTINGS } from '../config/load-config.ts';
import type { SettingChanges } from '../config/settings-writer.ts';
import { viewTask, viewTaskRun } from '../task-views.ts';
import {
  type CommandHandler,
  type CommandServices,
  type Consequences,
  consequence,
  NO_CONSEQUENCES,
} from './command-handler.ts';

const { plc: NOT_IN_PLC, odoo: NOT_IN_ODOO } = NO_CONSEQUENCES;

const OF_EVENTS: Consequences = {
  plc: [consequence('plc-events-acknowledged')],
  database: [consequence('database-events-noted')],
  odoo: [consequence('odoo-events-reported')],
};

/** What a run of each task may change. */
const RUN_CONSEQUENCES: Readonly<Record<TaskNumber, Consequences>> = {
  1: {
    plc: [consequence('plc-orders-written-if-room')],
    database: [consequence('database-orders-queued')],
    odoo: NOT_IN_ODOO,
  },
  2: {
    plc: [consequence('plc-read-and-acknowledged')],
    database: [consequence('database-batches-updated')],
    odoo: NOT_IN_ODOO,
  },
  3: {
    plc: NOT_IN_PLC,
    database: [consequence('database-confirmed-archived')],
    odoo: [consequence('odoo-waiting-results-sent')],
  },
  4: NO_CONSEQUENCES,
  5: OF_EVENTS,
  6: {
    plc: NOT_IN_PLC,
    database: [consequence('database-old-rows-removed')],
    odoo: NOT_IN_ODOO,
  },
  7: OF_EVENTS,
};

export const runTask: CommandHandler<'runTask'> = {
  preview: async (services, { task }) => {
    statusOf(services, task);
    return RUN_CONSEQUENCES[task];
  },
  async execute(services, { task }) {
    const before = statusOf(services, task);
    const outcome = await services.scheduler.runNow(task);
    const output = viewTaskRun(task, outcome, services.clock.now());
    return { output, before, after: output };
  },
};

export const setTask: CommandHandler<'setTask'> = {
  async preview(services, input) {
    statusOf(services, input.task);
    const { changes } = wanted(services, input);
    if (changes.size > 0 && services.settings.fault === null) services.settings.check(changes);
    return NO_CONSEQUENCES;
  },
  async execute(services, input) {
    const { task, enabled, interval_seconds } = input;
    const before = statusOf(services, task);
    const until_restart = keep(services, input);
    // Also what was kept: the master switch, or the environment, may say otherwise; the person says so now.
    if (interval_seconds !== undefined)
      services.scheduler.setInterval(task, Math.round(interval_seconds * 1000));
    if (enabled !== undefined) services.scheduler.setEnabled(task, enabled);
    const output = { ...statusOf(services, task), until_restart };
    return { output, before, after: output };
  },
};

type TaskInput = CommandInput<'setTask'>;

/** What setTask changes in the settings file, and the settings that only the environment can change. */
function wanted(
  { settings }: CommandServices,
  { task, enabled, interval_seconds }: TaskInput,
): { readonly changes: SettingChanges; readonly fixed: readonly string[] } {
  const changes = new Map<string, string>();
  const fixed: string[] = [];
  const want = (name: string, text: string): void => {
    if (settings.named(name).some(({ source }) => source === 'environment')) fixed.push(name);
    else changes.set(name, text);
  };
  const declared = TASK_SETTINGS[task];
  if (enabled !== undefined) want(declared.enabled.spellings[0].name, String(enabled));
  if (interval_seconds !== undefined) want(declared.interval.spellings[0].name, String(interval_seconds));
  return { changes, fixed };
}

/**
 * Writes the change into the settings file; answers why it holds only until the next start, if so. A file
 * that cannot be written keeps nobody from stopping a task. Throws AppError CONFIG_INVALID for an interval
 * that does not fit.
 */
function keep(services: CommandServices, input: TaskInput): string | null {
  const { settings } = services;
  const { changes, fixed } = wanted(services, input);
  const reasons = fixed.map((name) => `${name} is set by the environment`);
  try {
    if (changes.size > 0) settings.change(changes);
  } catch (thrown) {
    if (!CANNOT_KEEP.has(codeOf(thrown))) throw thrown;
    reasons.push(messageOf(thrown));
  }
  if (input.enabled && !settings.current.autoSync) reasons.push('ENABLE_AUTO_SYNC is off');
  return reasons.length === 0 ? null : reasons.join('; ');
}

const CANNOT_KEEP: ReadonlySet<string> = new Set(['SETTINGS_FILE_BAD', 'DATA_FOLDER_UNUSABLE']);

export const setScheduler: CommandHandler<'setScheduler'> = {
  preview: async () => NO_CONSEQUENCES,
  async execute({ scheduler, settings }, { enabled }) {
    const before = scheduler.status().map(viewTask);
    for (const { number } of scheduler.status()) {
      scheduler.setEnabled(number, enabled && isSwitchedOn(settings, number));
    }
    const tasks = scheduler.status().map(viewTask);
    return { output: { tasks }, before, after: tasks };
  },
};

function statusOf(services: CommandServices, task: number): ReturnType<typeof viewTask> {
  const status = services.scheduler.status().find(({ number }) => number === task);
  if (status === undefined) throw new AppError('NOT_FOUND', `there is no task ${task}`);
  return viewTask(status);
}

/** Whether a task's own switch is on, whatever the master switch says. */
function isSwitchedOn(settings: CommandServices['settings'], task: TaskNumber): boolean {
  const [{ name }] = TASK_SETTINGS[task].enabled.spellings;
  return settings.named(name).every(({ value }) => value === 'true');
}
