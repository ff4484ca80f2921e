import { expect, it } from 'vitest';
import { shapeOfBatch, urgencyOf } from './phase-shape.ts';

const batch = (given: Partial<Parameters<typeof urgencyOf>[0] & Parameters<typeof shapeOfBatch>[0]>) => ({
  phase: 'running' as const,
  phase_since: null,
  first_dosing_at: '2026-03-02T07:00:00.000Z',
  accepted_at: null,
  status_manufacturing: false,
  status_operation: false,
  question: null,
  ...given,
});

it('a batch that goes its way needs nobody', () => {
  expect(urgencyOf(batch({}))).toBeNull();
  expect(urgencyOf(batch({ phase: 'reporting' }))).toBeNull();
});

it('a failed or refused batch, and one with a question, are most urgent', () => {
  expect(urgencyOf(batch({ phase: 'reporting', status_operation: true }))).toBe(1);
  expect(urgencyOf(batch({ phase: 'refused' }))).toBe(1);
  expect(urgencyOf(batch({ phase: 'question', question: 'zero-weight' }))).toBe(1);
});

it('one without proof, or held by hand, is less so', () => {
  expect(urgencyOf(batch({ phase: 'unproven', status_manufacturing: true }))).toBe(2);
  expect(urgencyOf(batch({ phase: 'question' }))).toBe(2);
});

it('the shape says before, during, after and failed', () => {
  expect(shapeOfBatch(batch({ first_dosing_at: null }))).toBe('waiting');
  expect(shapeOfBatch(batch({}))).toBe('running');
  expect(shapeOfBatch(batch({ phase: 'reporting', status_manufacturing: true }))).toBe('done');
  expect(shapeOfBatch(batch({ phase: 'reporting', status_operation: true }))).toBe('failed');
  expect(
    shapeOfBatch(batch({ phase: 'reporting', status_manufacturing: true, status_operation: true })),
  ).toBe('done');
});
