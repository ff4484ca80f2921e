import { AppError } from '../../../shared/errors.ts';
import type { Alarm } from '../../alarms/alarm-book.ts';
import { type CommandHandler, type CommandServices, NO_CONSEQUENCES } from './command-handler.ts';

/** An announcement stands until somebody has seen it; every other alarm ends with its cause. */
export const acknowledgeAlarm: CommandHandler<'acknowledgeAlarm'> = {
  preview: async (services, input) => {
    find(services, input);
    return NO_CONSEQUENCES;
  },
  async execute(services, input) {
    const before = find(services, input);
    services.alarms.acknowledge(before.code, before.subject);
    // The tasks that announce it write to disk that it was seen.
    services.scheduler.wake(5);
    services.scheduler.wake(7);
    return {
      output: { changed: 1, message: `${before.code} ${before.subject} is acknowledged` },
      before,
      after: null,
    };
  },
};

function find({ alarms }: CommandServices, { code, subject }: { code: string; subject: string }): Alarm {
  const alarm = alarms.active().find((active) => active.code === code && active.subject === subject);
  if (alarm === undefined) throw new AppError('NOT_FOUND', `there is no alarm ${code} ${subject}`);
  if (alarm.ends === 'with-its-cause') {
    throw new AppError('COMMAND_NOT_NOW', `${code} ${subject} ends when its cause is gone`);
  }
  return alarm;
}
