import type { BatchView } from '../../shared/contract/views.ts';

interface Shown {
  readonly phase: BatchView['phase'];
  readonly since: string | null;
}

/**
 * Where a batch stands, as an operator sees it: the PLC shows all batches of a load from the moment that it has
 * read them, so one that nothing was dosed into yet is still queued.
 */
export function shownPhase(
  batch: Pick<BatchView, 'phase' | 'phase_since' | 'first_dosing_at' | 'accepted_at'>,
): Shown {
  const { phase, phase_since, first_dosing_at, accepted_at } = batch;
  if (phase !== 'running') return { phase, since: phase_since };
  if (first_dosing_at === null) return { phase: 'queued', since: accepted_at };
  return { phase, since: first_dosing_at };
}
