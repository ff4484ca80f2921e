import { AppError } from '../../../shared/errors.ts';
import { viewTask, viewTaskRun } from '../task-views.ts';
import { type CommandHandler, type CommandServices, NO_CONSEQUENCES } from './command-handler.ts';

export const runTask: CommandHandler<'runTask'> = {
  preview: async (services, { task }) => {
    statusOf(services, task);
    return NO_CONSEQUENCES;
  },
  async execute(services, { task }) {
    const before = statusOf(services, task);
    const outcome = await services.scheduler.runNow(task);
    const output = viewTaskRun(task, outcome, services.clock.now());
    return { output, before, after: output };
  },
};

export const setTask: CommandHandler<'setTask'> = {
  async preview(services, { task }) {
    statusOf(services, task);
    return NO_CONSEQUENCES;
  },
  async execute(services, { task, enabled, interval_seconds }) {
    const before = statusOf(services, task);
    if (interval_seconds !== undefined)
      services.scheduler.setInterval(task, Math.round(interval_seconds * 1000));
    if (enabled !== undefined) services.scheduler.setEnabled(task, enabled);
    const output = statusOf(services, task);
    return { output, before, after: output };
  },
};

export const setScheduler: CommandHandler<'setScheduler'> = {
  preview: async () => NO_CONSEQUENCES,
  async execute({ scheduler, configuredTasks }, { enabled }) {
    const before = scheduler.status().map(viewTask);
    for (const { number } of scheduler.status()) {
      scheduler.setEnabled(number, enabled && configuredTasks.has(number));
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
