import { AppError, codeOf, messageOf } from '../../shared/errors.ts';
import type { Batch } from '../domain/batch.ts';
import type { Leadership } from '../domain/leadership.ts';
import type { Clock, Logger } from '../domain/ports.ts';
import type { SlotFactBook } from '../outbox/slot-facts.ts';
import type { PlcGateway } from '../plc/gateway.ts';
import type { LinkWatch } from '../plc/link-watch.ts';
import type { LiveBatches } from './live-batches.ts';
import type { SlotView } from './live-board.ts';
import type { LoadKeeper, LoadProgress } from './load-keeper.ts';
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
  readonly clock: Clock;
  readonly logger: Logger;
  /** A batch ended: its result can be reported. */
  readonly onEnded: () => void;
  /** How long after its acceptance a load is followed closely, in milliseconds. */
  readonly acceptanceFollowMs: () => number;
}

/** TASK 2: reads the PLC's READ area and takes every change to where it belongs. */
export function createPlcReadTask(parts: PlcReadParts): Task {
  return { number: 2, name: 'PLC read', run: ({ signal }) => runPlcRead(parts, signal) };
}

async function runPlcRead(parts: PlcReadParts, signal: AbortSignal): Promise<TaskOutcome> {
  const { link, batches, facts, leadership, gateway, clock } = parts;
  if (!leadership.mayAcknowledge()) return { kind: 'skipped', reason: 'another station commands this PLC' };
  if (link.status.link === 'lost') return { kind: 'skipped', reason: 'the PLC does not answer' };
  const live = await batches.list();
  if (live.batches.length === 0 && !facts.hasUnacknowledged()) {
    return { kind: 'skipped', reason: 'no batch is in the PLC' };
  }
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
  if (views.includes('ended')) parts.onEnded();
  const again = closeLook(parts, load, current.batches, views) ? { againAfterMs: CLOSE_LOOK_EVERY_MS } : {};
  if (failure !== null) {
    if (!(failure instanceof AppError)) throw failure;
    return { kind: 'failed', code: codeOf(failure), message: messageOf(failure), ...again };
  }
  return { kind: 'done', summary: summarise(views), ...again };
}

/** Only what was released to the PLC can be judged by what the PLC shows. */
function isInPlc(batch: Batch): boolean {
  return batch.slot !== null && (batch.life.writtenAt !== null || batch.loadId === null);
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
  return batches.some(
    ({ life }) =>
      life.acceptedAt !== null &&
      life.runningSeenAt === null &&
      life.finishedAt === null &&
      now - life.acceptedAt < parts.acceptanceFollowMs(),
  );
}

function summarise(views: readonly SlotView[]): string {
  const count = (view: SlotView): number => views.filter((other) => other === view).length;
  const parts = [`${count('running')} running`, `${count('ended')} ended`];
  for (const view of ['unproven', 'faulty', 'foreign'] as const) {
    if (count(view) > 0) parts.push(`${count(view)} ${view}`);
  }
  return parts.join(', ');
}
