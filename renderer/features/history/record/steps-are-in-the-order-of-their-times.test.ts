import { expect, it } from 'vitest';
import { timelineSteps } from './timeline-steps.ts';

it('orders what was seen by its time, and measures from the last step that was seen', () => {
  expect(
    timelineSteps([
      { step: 'fetched', at: '2026-03-01T10:00:00Z' },
      { step: 'written', at: null },
      { step: 'armed', at: '2026-03-01T10:00:30Z' },
      // The load was accepted before the reading that shows it as released: both are kept, in their order.
      { step: 'accepted', at: '2026-03-01T10:00:20Z' },
    ]),
  ).toEqual([
    { step: 'fetched', at: '2026-03-01T10:00:00Z', sinceMs: null },
    { step: 'written', at: null, sinceMs: null },
    { step: 'accepted', at: '2026-03-01T10:00:20Z', sinceMs: 20_000 },
    { step: 'armed', at: '2026-03-01T10:00:30Z', sinceMs: 10_000 },
  ]);
});
