import type { ConsequenceArguments, ConsequenceKey } from '../../../shared/contract/consequences.ts';
import type { CommandInput, CommandName, CommandOutput } from '../../../shared/contract/contract.ts';
import type { Role } from '../../../shared/contract/declare.ts';
import type { Publish } from '../../../shared/contract/events.ts';
import type { ConsequenceView } from '../../../shared/contract/views.ts';
import { AppError } from '../../../shared/errors.ts';
import type { AlarmBook } from '../../alarms/alarm-book.ts';
import type { Batch } from '../../domain/batch.ts';
import { type BatchPhase, phaseOf } from '../../domain/batch-phase.ts';
import type { Clock, NewId } from '../../domain/ports.ts';
import type { OdooClient } from '../../odoo/odoo-client.ts';
import type { Outbox } from '../../outbox/outbox.ts';
import type { OutboxEntry } from '../../outbox/outbox-entry.ts';
import type { PlcGateway } from '../../plc/gateway.ts';
import type { BatchRepository } from '../../store/batch-repository.ts';
import type { HistoryRepository } from '../../store/history-repository.ts';
import type { LiveBoard } from '../../tasks/live-board.ts';
import type { LoadKeeper } from '../../tasks/load-keeper.ts';
import type { Scheduler } from '../../tasks/scheduler.ts';
import type { AlarmService } from '../alarm-service.ts';
import type { LiveSettings } from '../config/live-settings.ts';

/** Who gives a command, from where and why. */
export interface Caller {
  readonly actor: string;
  readonly role: Role;
  /** The workstation or address that it came from. */
  readonly station: string;
  readonly reason: string | null;
}

/** What commands work with. */
export interface CommandServices {
  readonly batches: BatchRepository;
  readonly history: HistoryRepository;
  readonly outbox: Outbox;
  readonly gateway: PlcGateway;
  readonly odoo: OdooClient;
  readonly loads: LoadKeeper;
  readonly scheduler: Scheduler;
  readonly settings: LiveSettings;
  readonly alarms: AlarmBook;
  readonly alarmService: AlarmService;
  readonly board: LiveBoard;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly publish: Publish;
}

/** What a command would change, side by side. */
export interface Consequences {
  readonly plc: ConsequenceView[];
  readonly database: ConsequenceView[];
  readonly odoo: ConsequenceView[];
}

/** What a command did: its answer, and for the record what was before and after. */
export interface Done<N extends CommandName> {
  readonly output: CommandOutput<N>;
  readonly before: unknown;
  readonly after: unknown;
}

/** One command. Both functions throw AppError when it cannot be done now: the code and text say why. */
export interface CommandHandler<N extends CommandName> {
  preview(services: CommandServices, input: CommandInput<N>): Promise<Consequences>;
  execute(services: CommandServices, input: CommandInput<N>, caller: Caller): Promise<Done<N>>;
}

/** One thing that a command changes, with the values that the operator's text for it shows. */
export function consequence<K extends ConsequenceKey>(
  key: K,
  ...[values]: ConsequenceArguments<K>
): ConsequenceView {
  return { key, values: { ...values } };
}

/** Cancelling here takes nothing out of the PLC. */
export function keepsOrder({ moId, slot }: Pick<Batch, 'moId' | 'slot'>): ConsequenceView {
  return slot === null
    ? consequence('plc-may-keep-order', { mo_id: moId })
    : consequence('plc-keeps-order', { mo_id: moId, slot });
}

export const NO_CONSEQUENCES: Consequences = {
  plc: [consequence('plc-nothing')],
  database: [consequence('database-nothing')],
  odoo: [consequence('odoo-nothing')],
};

/** A batch in the queue with what the outbox holds of it. */
export interface QueuedBatch {
  readonly batch: Batch;
  readonly entry: OutboxEntry | undefined;
  readonly phase: BatchPhase;
}

/** Throws AppError NOT_FOUND when no such order is in the queue. */
export async function findQueued(services: CommandServices, moId: string): Promise<QueuedBatch> {
  const batch = (await services.batches.activeBatches()).find((row) => row.moId === moId);
  if (batch === undefined) throw new AppError('NOT_FOUND', `${moId} is not in the queue`);
  const entry = services.outbox.entry(moId, batch.loadId);
  const live = services.board.of(batch.slot, moId);
  const unproven = entry === undefined && live?.view === 'unproven';
  return { batch, entry, phase: unproven ? 'unproven' : phaseOf(batch, entry?.state ?? null) };
}

/** Throws AppError COMMAND_NOT_NOW unless the batch is in one of the phases. */
export function requirePhase(queued: QueuedBatch, allowed: readonly BatchPhase[], what: string): void {
  if (allowed.includes(queued.phase)) return;
  throw new AppError(
    'COMMAND_NOT_NOW',
    `${queued.batch.moId} is ${queued.phase}: ${what} is possible while it is ${allowed.join(' or ')}`,
  );
}

/** Throws AppError NOT_FOUND when the outbox holds no result of this order. */
export function findResult(services: CommandServices, moId: string): OutboxEntry {
  const entry = services.outbox.entry(moId);
  if (entry === undefined) throw new AppError('NOT_FOUND', `no result of ${moId} waits for Odoo`);
  return entry;
}
