import { expect, it } from 'vitest';
import { BATCH_ACTIONS, RESULT_ACTIONS, unfitFor } from './legality.ts';

const ALL = [...BATCH_ACTIONS, ...RESULT_ACTIONS];
type Standing = Parameters<typeof unfitFor>[1];

function offered(phase: Standing['phase'], errorCode: string | null = null): readonly string[] {
  return ALL.filter((action) => unfitFor(action, { phase, errorCode }) === null);
}

it.each([
  ['loading', ['writeBatch']],
  ['written', ['writeBatch', 'forceStatus', 'cancelBatch']],
  ['queued', ['resetBatch', 'writeBatch', 'forceStatus', 'cancelBatch']],
  ['running', ['resetBatch', 'writeBatch', 'forceStatus', 'cancelBatch']],
  ['unproven', ['releaseUnproven', 'resetBatch', 'writeBatch', 'forceStatus', 'cancelBatch']],
  ['question', ['resetBatch', 'cancelBatch', 'releasePush']],
  ['reporting', ['resetBatch', 'cancelBatch', 'retryPush', 'holdPush']],
  ['refused', ['resetBatch', 'cancelBatch', 'retryPush', 'holdPush']],
  ['confirmed', []],
] as const)('while it is %s', (phase, actions) => {
  expect(offered(phase)).toEqual(actions);
});

it('an order that Odoo left open can be accepted as it is', () => {
  expect(offered('refused', 'ODOO_LEFT_OPEN')).toContain('acceptLeftOpen');
  expect(unfitFor('acceptLeftOpen', { phase: 'reporting', errorCode: 'ODOO_LEFT_OPEN' })).toBe(
    'not-left-open',
  );
});
