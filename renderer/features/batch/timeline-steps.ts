import type { TimelineView } from '../../../shared/contract/overview.ts';

/** seen: at a known time. missed: over, but nobody saw it. next: what comes now. open: comes later. */
export type StepStanding = 'seen' | 'missed' | 'next' | 'open';

export interface TimelineStep {
  readonly step: TimelineView[number]['step'];
  readonly at: string | null;
  /** From the last step before it that has a time, in milliseconds. */
  readonly afterMs: number | null;
  readonly standing: StepStanding;
}

/** The steps of a batch's life with the time between them. */
export function timelineSteps(timeline: TimelineView): readonly TimelineStep[] {
  const lastSeen = timeline.findLastIndex(({ at }) => at !== null);
  let before: string | null = null;
  return timeline.map(({ step, at }, index) => {
    const afterMs = at === null || before === null ? null : Date.parse(at) - Date.parse(before);
    before = at ?? before;
    return { step, at, afterMs, standing: standingOf(at, index, lastSeen) };
  });
}

function standingOf(at: string | null, index: number, lastSeen: number): StepStanding {
  if (at !== null) return 'seen';
  if (index < lastSeen) return 'missed';
  return index === lastSeen + 1 ? 'next' : 'open';
}
