import type { Publish } from '../../shared/contract/events.ts';
import { AppError, codeOf, messageOf } from '../../shared/errors.ts';
import type { AlarmBook } from '../alarms/alarm-book.ts';
import type { Batch, EpochMs } from '../domain/batch.ts';
import type { Leadership } from '../domain/leadership.ts';
import type { Clock, Logger } from '../domain/ports.ts';
import type { SlotFactBook } from '../outbox/slot-facts.ts';
import type { PlcGateway } from '../plc/gateway.ts';
import type { LinkWatch } from '../plc/link-watch.ts';
import type { LiveBatches } from './live-batches.ts';
import type { SlotView } from './live-board.ts';
import type { LoadKeeper, LoadProgress } from './load-keeper.ts';
import { OverwrittenSlots } from './overwritten-slots.ts';
import { clearOtherSlotAlarms } from './slot-alarms.ts';
import type { SlotKeeper } from './slot-keeper.ts';
import type { Task, TaskOutcome } from './task.ts';

/** While a load is followed, or an ending waits for its second reading: the pause to the next reading, in ms. */
const CLOSE_LOOK_EVERY_MS = 500;

export interface PlcReadParts {
  readonly gateway: PlcGateway;
  readonly link: LinkWatch;
  readonly batches: LiveBatches;
  readonly loads: LoadKeeper;
  readonly slots: SlotKeeper;
  readonly facts: SlotFactBook;
  readonly leadership: Leadership;
  readonly alarms: AlarmBook;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly publish: Publish;
  /** A batch ended: its result can be reported. */
  readonly onEnded: () => void;
  /** How long after its acceptance a load is followed closely, in milliseconds. */
  readonly acceptanceFollowMs: () => number;
}

/** TASK 2: reads the PLC's READ area and takes every change to where it belongs. */
export function createPlcReadTask(parts: PlcReadParts): Task {
  const memory: ReadMemory = {
    follow: new Follow(parts.clock, parts.acceptanceFollowMs),
    overwritten: new OverwrittenSlots(parts),
  };
  return { number: 2, name: 'PLC read', run: ({ signal }) => runPlcRead(parts, signal, memory) };
}

/**
 * Whether something is followed closely, remembered over readings that fail: such a reading knows nothing
 * new about a load, and its next one must not wait for the interval either. Ends by itself.
 */
class Follow {
  readonly #clock: Clock;
  readonly #limitMs: () => number;
  #until: EpochMs = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, limitMs: () => number) {
    this.#clock = clock;
    this.#limitMs = limitMs;
  }

  get active(): boolean {
    return this.#clock.now() < this.#until;
  }

  set(follows: boolean): void {
    this.#until = follows ? this.#clock.now() + this.#limitMs() : Number.NEGATIVE_INFINITY;
  }
}

/** What one reading knows of those before. */
interface ReadMemory {
  readonly follow: Follow;
  readonly overwritten: OverwrittenSlots;
}

async function runPlcRead(
  parts: PlcReadParts,
  signal: AbortSignal,
  memory: ReadMemory,
): Promise<TaskOutcome> {
  try {
    return await readPlc(parts, signal, memory);
  } catch (thrown) {
    if (signal.aborted || !(thrown instanceof AppError)) throw thrown;
    const again = memory.follow.active ? { againAfterMs: CLOSE_LOOK_EVERY_MS } : {};
    return { kind: 'failed', code: codeOf(thrown), message: messageOf(thrown), ...again };
  }
}

async function readPlc(parts: PlcReadParts, signal: AbortSignal, memory: ReadMemory): Promise<TaskOutcome> {
  const { follow, overwritten } = memory;
  const { link, batches, facts, leadership, gateway, clock } = parts;
  if (!leadership.mayAcknowledge()) return { kind: 'skipped', reason: 'another station commands this PLC' };
  if (link.status.link === 'lost') return { kind: 'skipped', reason: 'the PLC does not answer' };
  const live = await batches.list();
  const used = live.batches.filter(isInPlc).map(({ slot }) => slot);
  if (!live.remembered) clearOtherSlotAlarms(parts.alarms, used, { task: 2 });
  if (live.batches.length === 0 && !facts.hasUnacknowledged()) {
    return { kind: 'skipped', reason: 'no batch is in the PLC' };
  }
  if (live.batches.some(isOpen)) follow.set(true);
  let failure: unknown = null;
  let load: LoadProgress = { kind: 'none' };
  try {
    if (!live.remembered) load = await parts.loads.settle();
  } catch (thrown) {
    // A load that cannot go on must not keep the results of other batches in the PLC.
    failure = thrown;
  }
  const current = load.kind === 'accepted' || load.kind === 'repeated' ? await batches.list() : live;
  const decoded = await gateway.exclusive(() => gateway.readFeedback());
  const readAt = clock.now();
  const expected = new Map(current.batches.filter(isInPlc).map((batch) => [batch.slot as number, batch]));
  const views: SlotView[] = [];
  for (const slot of decoded) {
    if (signal.aborted) break;
    // One slot's trouble must not keep another slot's result from the outbox.
    const { view, trouble } = await parts.slots.handle(slot, expected.get(slot.slot), readAt);
    if (view !== null) views.push(view);
    failure ??= trouble?.thrown ?? null;
  }
  overwritten.look(decoded, expected);
  parts.publish({
    kind: 'batch-read',
    slots: decoded.map(({ slot }) => slot),
    readAt: new Date(readAt).toISOString(),
  });
  if (views.includes('ended')) parts.onEnded();
  // What the database last told may be older than the load that is followed.
  const uncertain = current.remembered || failure !== null;
  const close = closeLook(parts, load, current.batches, views);
  if (close || !uncertain) follow.set(close);
  if (failure !== null) throw failure;
  const again = follow.active ? { againAfterMs: CLOSE_LOOK_EVERY_MS } : {};
  return { kind: 'done', summary: summarise(views), ...again };
}

/** Only what was released to the PLC can be judged by what the PLC shows. */
function isInPlc(batch: Batch): boolean {
  return batch.slot !== null && (batch.life.writtenAt !== null || batch.loadId === null);
}

/** Belongs to a load that the PLC has not read yet. */
function isOpen({ loadId, life }: Batch): boolean {
  return loadId !== null && life.acceptedAt === null;
}

/** Whether the next reading should not wait for the interval, whatever that is. */
function closeLook(
  parts: PlcReadParts,
  load: LoadProgress,
  batches: readonly Batch[],
  views: readonly SlotView[],
): boolean {
  if (load.kind !== 'none' || views.includes('watching')) return true;
  const now = parts.clock.now();
  return batches.some((batch) => {
    const { acceptedAt, runningSeenAt, finishedAt } = batch.life;
    // Open in this list, though settled by now: TASK 1 may have seen the acceptance in the meantime.
    if (acceptedAt === null) return isOpen(batch);
    return runningSeenAt === null && finishedAt === null && now - acceptedAt < parts.acceptanceFollowMs();
  });
}

function summarise(views: readonly SlotView[]): string {
  const count = (view: SlotView): number => views.filter((other) => other === view).length;
  const parts = [`${count('running')} running`, `${count('ended')} ended`];
  for (const view of ['unproven', 'faulty', 'foreign'] as const) {
    if (count(view) > 0) parts.push(`${count(view)} ${view}`);
  }
  return parts.join(', ');
}
