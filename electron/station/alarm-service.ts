import type { Kysely } from 'kysely';
import type { Publish } from '../../shared/contract/events.ts';
import { AlarmBook } from '../alarms/alarm-book.ts';
import { AlarmFile, readAlarmFile } from '../alarms/alarm-file.ts';
import type { AlarmChange } from '../domain/alarm.ts';
import { ALARM_RULES } from '../domain/alarm-rules.ts';
import type { Clock, Logger, NewId, Random } from '../domain/ports.ts';
import { NotificationEngine } from '../notifications/notification-engine.ts';
import type { NotificationRules } from '../notifications/notification-rules.ts';
import { type AlarmEvent, AlarmEventRepository } from '../store/alarm-event-repository.ts';
import { type AlarmLoad, readAlarmLoad } from '../store/alarm-load.ts';
import { RowQueue, type RowQueueHealth } from '../store/row-queue.ts';
import type { Schema } from '../store/schema.ts';
import { viewNotification } from './alarm-views.ts';

/** Changes of alarms that wait for the database at most; then the oldest are lost, and counted. */
const MAX_WAITING_EVENTS = 20_000;
const MAX_EVENTS_PER_INSERT = 500;

export interface AlarmServiceParts {
  readonly db: Kysely<Schema>;
  /** Where the open alarms are kept over a restart. */
  readonly file: string;
  readonly rules: () => NotificationRules;
  readonly publish: Publish;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly newId: NewId;
  readonly random: Random;
}

/**
 * Alarms as a station has them: the book of what is open, its copy on disk, its history in the database, and
 * the notifications that come of it. Only the history needs the database, and only to be read.
 */
export class AlarmService {
  readonly book: AlarmBook;
  readonly events: AlarmEventRepository;
  readonly notifications: NotificationEngine;
  readonly #file: AlarmFile;
  readonly #queue: RowQueue<AlarmEvent>;
  readonly #parts: AlarmServiceParts;
  #hasToldLoss = false;

  constructor(parts: AlarmServiceParts) {
    const { db, file, clock, logger, publish } = parts;
    this.#parts = parts;
    this.events = new AlarmEventRepository(db);
    this.#queue = new RowQueue({
      ...parts,
      insert: (events) => this.events.insert(events),
      maxWaitingRows: MAX_WAITING_EVENTS,
      maxRowsPerInsert: MAX_EVENTS_PER_INSERT,
    });
    this.notifications = new NotificationEngine({
      ...parts,
      notify: (notification) =>
        publish({ kind: 'notification', notification: viewNotification(notification) }),
    });
    this.book = new AlarmBook({ ...parts, onChange: (change) => this.#onChange(change) });
    this.#file = new AlarmFile({ file, open: () => this.book.open(), clock, logger });
    const kept = readAlarmFile(file);
    if (kept.fault !== null) logger.error(kept.fault);
    this.book.restore(kept.alarms);
    this.notifications.restore(this.book.open());
  }

  /** How the history fares: what waits for the database, and what was lost. */
  get history(): RowQueueHealth {
    return this.#queue.health;
  }

  /** Throws STORE_UNAVAILABLE when the database cannot be used. */
  load(from: number, to: number): Promise<AlarmLoad> {
    return readAlarmLoad(this.#parts.db, from, to);
  }

  /** Resolves when what a person did to an alarm is on disk; the log tells when it cannot be. */
  saved(): Promise<void> {
    return this.#file.saved();
  }

  /** Ends timers, writes what is not written yet. */
  async close(): Promise<void> {
    this.notifications.close();
    this.book.close();
    await this.#file.close();
    await this.#queue.close();
    const { lostRows } = this.#queue.health;
    if (lostRows > 0) this.#parts.logger.error(`the history of alarms lacks ${lostRows} changes of this run`);
  }

  #onChange(change: AlarmChange): void {
    this.#queue.add(eventOf(change, this.#parts.newId()));
    this.#tellLoss();
    this.#file.save();
    tellStation(change, this.#parts.publish);
    this.notifications.onChange(change);
  }

  #tellLoss(): void {
    const isLosing = this.#queue.health.lostRows > 0;
    if (isLosing && !this.#hasToldLoss)
      this.#parts.logger.error(
        'the history of alarms loses its oldest entries: the database is away too long',
      );
    this.#hasToldLoss = isLosing;
  }
}

function tellStation({ kind, alarm }: AlarmChange, publish: Publish): void {
  const { id, code, subject, message } = alarm;
  switch (kind) {
    case 'raised':
    case 'confirmed':
    case 'reworded':
      publish({ kind: 'alarm-raised', code, subject, message });
      return;
    case 'cleared':
      publish({ kind: 'alarm-cleared', code, subject });
      return;
    case 'acknowledged':
      // Something that only happened is over when it was seen.
      if (alarm.ends === 'when-acknowledged') publish({ kind: 'alarm-cleared', code, subject });
      else publish({ kind: 'alarm-changed', id });
      return;
    case 'shelved':
    case 'unshelved':
    case 'commented':
    case 'dropped':
      publish({ kind: 'alarm-changed', id });
  }
}

function eventOf({ kind, alarm, at, by, note }: AlarmChange, id: string): AlarmEvent {
  const { life } = alarm;
  return {
    id,
    alarmId: alarm.id,
    at,
    change: kind,
    code: alarm.code,
    subject: alarm.subject,
    message: alarm.message,
    cause: alarm.cause,
    priority: ALARM_RULES[alarm.code].priority,
    moId: alarm.moId,
    slot: alarm.slot,
    actor: by,
    note,
    until: life.state === 'shelved' ? life.shelving.until : null,
  };
}
