import type { TimelineView } from '../../../../shared/contract/overview.ts';

export interface TimelineStep {
  readonly step: TimelineView[number]['step'];
  readonly at: string | null;
  /** Since the step before that was recorded, in milliseconds; null for the first, and for one that was not seen. */
  readonly sinceMs: number | null;
}

/**
 * The steps in the order of their times, so that the time since the one before means something; those that
 * nobody saw keep their place among them.
 */
export function timelineSteps(timeline: TimelineView): readonly TimelineStep[] {
  const seen = timeline
    .filter(({ at }) => at !== null)
    .toSorted((a, b) => Date.parse(a.at ?? '') - Date.parse(b.at ?? ''));
  let next = 0;
  let before: string | null = null;
  return timeline.map((given) => {
    if (given.at === null) return { ...given, sinceMs: null };
    const { step, at } = seen[next] ?? given;
    next += 1;
    const sinceMs = before === null || at === null ? null : Date.parse(at) - Date.parse(before);
    before = at;
    return { step, at, sinceMs };
  });
}
