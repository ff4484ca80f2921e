import type { ReportOutcome } from '../../domain/batch.ts';
import { MemoryLogger } from '../../testing/memory-logger.ts';
import type { Archive } from '../archive-confirmed.ts';
import {
  createDispatcher,
  type Deliver,
  type Dispatcher,
  type DispatcherPorts,
  type DrainSummary,
} from '../dispatcher.ts';
import { sampleFault, sampleResult } from './sample-result.ts';
import type { temporaryOutbox } from './temporary-outbox.ts';

export const NEVER = new AbortController().signal;
export const CONFIRMED: ReportOutcome = { kind: 'confirmed', note: null };
export const LINK_DOWN: ReportOutcome = { kind: 'retry', fault: sampleFault('no route'), linkDown: true };
export const BUSY: ReportOutcome & { kind: 'retry' } = {
  kind: 'retry',
  fault: sampleFault('locked', { code: 'ODOO_REJECTED' }),
  linkDown: false,
};
export const REFUSED: ReportOutcome = {
  kind: 'park',
  fault: sampleFault('cancelled in Odoo', { code: 'ODOO_MO_CANCELLED' }),
};

export type At = ReturnType<typeof temporaryOutbox>;

/** A dispatcher over `at`; `answer` decides what Odoo says, by order number. Records who was pushed and archived. */
export function dispatching(
  at: At,
  answer: (n: number) => ReportOutcome | Promise<ReportOutcome>,
  changes: Partial<DispatcherPorts> = {},
): { dispatcher: Dispatcher; pushed: number[]; archived: number[]; logger: MemoryLogger } {
  const pushed: number[] = [];
  const archived: number[] = [];
  const logger = new MemoryLogger();
  const deliver: Deliver = async ({ result }) => {
    const n = Number(result.moId.slice(-5));
    pushed.push(n);
    return answer(n);
  };
  const archive: Archive = async ({ result }) => {
    archived.push(Number(result.moId.slice(-5)));
    return 'archived';
  };
  const dispatcher = createDispatcher({
    outbox: at.outbox,
    deliver,
    archive,
    clock: at.clock,
    random: () => 0.5,
    logger,
    limits: { maxPerSecond: 10, maxPerRun: 100 },
    ...changes,
  });
  return { dispatcher, pushed, archived, logger };
}

/** Drains while the clock runs on by `forMs`, as far as the rate needs. */
export async function drained(
  at: At,
  dispatcher: Dispatcher,
  options: { force?: boolean; forMs?: number } = {},
): Promise<DrainSummary> {
  const drain = dispatcher.drain(NEVER, options);
  // The first push comes without a wait; only after it is there a timer for the clock to run.
  await at.clock.advance(0);
  await at.clock.advance(options.forMs ?? 60_000);
  return drain;
}

export function captureAll(at: At, ...numbers: readonly number[]): void {
  for (const n of numbers) at.outbox.capture(sampleResult(n));
}
