import { expect, it } from 'vitest';
import { timelineSteps } from './timeline-steps.ts';

const at = (seconds: number): string => new Date(Date.UTC(2026, 2, 2, 7, 0, seconds)).toISOString();

it('counts from the last step that was seen, over one that nobody saw', () => {
  const steps = timelineSteps([
    { step: 'fetched', at: at(0) },
    { step: 'written', at: null },
    { step: 'armed', at: at(12) },
    { step: 'accepted', at: null },
    { step: 'first-dosing', at: null },
  ]);
  expect(steps.map(({ standing }) => standing)).toEqual(['seen', 'missed', 'seen', 'next', 'open']);
  expect(steps.map(({ afterMs }) => afterMs)).toEqual([null, null, 12_000, null, null]);
});

it('a batch of which nothing is known begins with its first step', () => {
  const steps = timelineSteps([
    { step: 'fetched', at: null },
    { step: 'written', at: null },
  ]);
  expect(steps.map(({ standing }) => standing)).toEqual(['next', 'open']);
});

it('one that is over has nothing to come', () => {
  const steps = timelineSteps([
    { step: 'in-odoo', at: at(0) },
    { step: 'archived', at: at(1) },
  ]);
  expect(steps.map(({ standing }) => standing)).toEqual(['seen', 'seen']);
});
