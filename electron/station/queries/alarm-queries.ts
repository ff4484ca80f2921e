import { AppError } from '../../../shared/errors.ts';
import { isActive } from '../../domain/alarm-life.ts';
import { placeOf } from '../../domain/alarm-rules.ts';
import type { AlarmEventCursor } from '../../store/alarm-event-repository.ts';
import type { AlarmService } from '../alarm-service.ts';
import { viewAlarmChange, viewAlarms, viewNotification } from '../alarm-views.ts';
import type { HandlersOf, QueryParts } from './query-parts.ts';

type AlarmQuery = 'alarms' | 'alarmHistory' | 'alarmLoad' | 'notifications';

const DAY_MS = 86_400_000;
/** An alarm that is active for longer is stale. */
const STALE_AFTER_MS = DAY_MS;
const MAX_LOAD_RANGE_DAYS = 31;

/** What is wrong, what was wrong, and how often. Only the history and its figures need the database. */
export function alarmQueries({
  alarmService,
  clock,
}: Pick<QueryParts, 'alarmService' | 'clock'>): HandlersOf<AlarmQuery> {
  const { book, events, notifications } = alarmService;
  return {
    alarms: () => ({ alarms: viewAlarms(book.open()) }),
    async alarmHistory({ from, to, code, subject, change, cursor, limit }) {
      const page = await events.list({
        limit,
        ...(from !== undefined && { from: Date.parse(from) }),
        ...(to !== undefined && { to: Date.parse(to) }),
        ...(code !== undefined && { code }),
        ...(subject !== undefined && { subject }),
        ...(change !== undefined && { change }),
        ...(cursor !== undefined && { after: cursorOf(cursor) }),
      });
      const { waitingRows, lostRows } = alarmService.history;
      return {
        changes: page.events.map(viewAlarmChange),
        next_cursor: page.next === null ? null : `${page.next.at}.${page.next.sequence}`,
        waiting: waitingRows,
        lost: lostRows,
      };
    },
    async alarmLoad(range) {
      const to = range.to === undefined ? clock.now() : Date.parse(range.to);
      const from = range.from === undefined ? to - DAY_MS : Date.parse(range.from);
      if (from >= to || to - from > MAX_LOAD_RANGE_DAYS * DAY_MS) {
        throw new AppError(
          'BAD_REQUEST',
          `from, to: a range of at most ${MAX_LOAD_RANGE_DAYS} days is needed`,
        );
      }
      const load = await alarmService.load(from, to);
      return {
        from: timeOf(from),
        to: timeOf(to),
        per_hour: load.perHour.map(({ hour, count }) => ({ hour: timeOf(hour), count })),
        floods: load.floods.map((flood) => ({
          from: timeOf(flood.from),
          to: timeOf(flood.to),
          count: flood.count,
        })),
        worst: [...load.worst],
        chattering: load.chattering.map(({ countPerMinuteMax, ...alarm }) => ({
          ...alarm,
          count_per_minute_max: countPerMinuteMax,
        })),
        stale: staleAlarms(alarmService, clock.now()),
      };
    },
    notifications: () => ({
      notifications: notifications.list().map((notification) => ({
        ...viewNotification(notification),
        stands: book.findById(notification.alarmId) !== undefined,
      })),
    }),
  };
}

function staleAlarms({ book }: AlarmService, now: number) {
  return book
    .open()
    .filter(({ life, raisedAt }) => isActive(life) && now - raisedAt > STALE_AFTER_MS)
    .map((alarm) => ({
      id: alarm.id,
      code: alarm.code,
      subject: alarm.subject,
      raised_at: timeOf(alarm.raisedAt),
      place: placeOf(alarm.code, alarm),
    }));
}

/** The contract has checked that it is two whole numbers. */
function cursorOf(text: string): AlarmEventCursor {
  const [at = 0, sequence = 0] = text.split('.').map(Number);
  return { at, sequence };
}

function timeOf(at: number): string {
  return new Date(at).toISOString();
}
