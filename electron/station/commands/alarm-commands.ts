import type { CommandInput } from '../../../shared/contract/contract.ts';
import { AppError } from '../../../shared/errors.ts';
import type { AlarmAnswer } from '../../alarms/alarm-book.ts';
import type { Alarm } from '../../domain/alarm.ts';
import { viewAlarms } from '../alarm-views.ts';
import {
  type CommandHandler,
  type CommandServices,
  type Consequences,
  consequence,
  NO_CONSEQUENCES,
} from './command-handler.ts';

const MINUTE_MS = 60_000;

/**
 * Of several alarms those that can be acknowledged are; it is refused only when none can: between the look
 * at the list and the click one of them may have ended.
 */
export const acknowledgeAlarm: CommandHandler<'acknowledgeAlarm'> = {
  async preview(services, input) {
    const alarms = acknowledgeable(services, input);
    return changes(consequence('database-alarms-acknowledged', { alarms: alarms.length }));
  },
  async execute(services, input, { actor }) {
    const alarms = acknowledgeable(services, input);
    const before = viewAlarms(alarms);
    const { alarms: book, alarmService, scheduler } = services;
    const answers = alarms.map(({ code, subject }) => book.acknowledge(code, subject, actor));
    await alarmService.saved();
    // The tasks that announce events write to disk which of them were seen.
    scheduler.wake(5);
    scheduler.wake(7);
    const changed = answers.filter(({ kind }) => kind === 'changed').length;
    const names = alarms.map(({ code, subject }) => `${code} ${subject}`).join(', ');
    return { output: { changed, message: `${names}: acknowledged` }, before, after: afterOf(answers) };
  },
};

export const shelveAlarm: CommandHandler<'shelveAlarm'> = {
  async preview(services, { id, minutes }) {
    const { life } = findById(services, id);
    if (life.state === 'cleared-unacknowledged') throw notNow('only an alarm that holds can be shelved');
    return changes(consequence('database-alarm-shelved', { minutes }));
  },
  async execute(services, { id, minutes }, { actor, reason }) {
    const alarm = findById(services, id);
    const until = services.clock.now() + minutes * MINUTE_MS;
    const shelving = { until, by: actor, reason: reason ?? '' };
    const answer = services.alarms.shelve(alarm.code, alarm.subject, shelving);
    return await done(services, alarm, answer, `shelved for ${minutes} minutes`);
  },
};

export const unshelveAlarm: CommandHandler<'unshelveAlarm'> = {
  async preview(services, { id }) {
    if (findById(services, id).life.state !== 'shelved') throw notNow('it is not shelved');
    return changes(consequence('database-alarm-unshelved'));
  },
  async execute(services, { id }, { actor }) {
    const alarm = findById(services, id);
    const answer = services.alarms.unshelve(alarm.code, alarm.subject, actor);
    return await done(services, alarm, answer, 'taken back');
  },
};

export const commentAlarm: CommandHandler<'commentAlarm'> = {
  async preview(services, { id }) {
    findById(services, id);
    return changes(consequence('database-alarm-commented'));
  },
  async execute(services, { id, text }, { actor }) {
    const alarm = findById(services, id);
    const answer = services.alarms.comment(alarm.code, alarm.subject, text, actor);
    return await done(services, alarm, answer, 'commented');
  },
};

/** The named alarms that an acknowledgement changes. Throws AppError NOT_FOUND or COMMAND_NOT_NOW when there is none. */
function acknowledgeable(
  { alarms: book }: CommandServices,
  input: CommandInput<'acknowledgeAlarm'>,
): readonly Alarm[] {
  const named =
    'ids' in input
      ? [...new Set(input.ids)].flatMap((id) => book.findById(id) ?? [])
      : book.open().filter(({ code, subject }) => code === input.code && subject === input.subject);
  if (named.length === 0) {
    const what = 'ids' in input ? 'of these' : `${input.code} ${input.subject}`;
    throw new AppError('NOT_FOUND', `there is no alarm ${what}`);
  }
  const open = named.filter(({ life }) => life.state !== 'active-acknowledged' && life.state !== 'shelved');
  if (open.length > 0) return open;
  const [first] = named;
  throw notNow(
    first?.life.state === 'shelved' ? 'it is shelved: take it back first' : 'it is acknowledged already',
  );
}

/** Throws AppError NOT_FOUND: an alarm that is over is no longer open. */
function findById({ alarms }: CommandServices, id: string): Alarm {
  const alarm = alarms.findById(id);
  if (alarm === undefined) throw new AppError('NOT_FOUND', 'there is no such alarm: it may be over');
  return alarm;
}

async function done(services: CommandServices, alarm: Alarm, answer: AlarmAnswer, what: string) {
  if (answer.kind === 'refused') throw notNow(answer.why);
  if (answer.kind === 'unknown') throw new AppError('NOT_FOUND', 'there is no such alarm: it may be over');
  await services.alarmService.saved();
  const changed = answer.kind === 'changed' ? 1 : 0;
  const message = `${alarm.code} ${alarm.subject}: ${what}`;
  return { output: { changed, message }, before: viewAlarms([alarm]), after: afterOf([answer]) };
}

function afterOf(answers: readonly AlarmAnswer[]) {
  return viewAlarms(answers.flatMap((answer) => ('alarm' in answer ? [answer.alarm] : [])));
}

function changes(what: Consequences['database'][number]): Consequences {
  return { ...NO_CONSEQUENCES, database: [what] };
}

function notNow(why: string): AppError {
  return new AppError('COMMAND_NOT_NOW', why);
}
