import { expect, test } from 'vitest';
import { aBatch } from '../testing/batches.ts';
import { type BatchPhase, phaseOf, type ResultState } from './batch-phase.ts';

test.each<[string, Parameters<typeof aBatch>[0], ResultState, BatchPhase]>([
  ['intents are stored', { life: { writtenAt: null } }, null, 'loading'],
  ['the gate is armed', {}, null, 'written'],
  ['an adopted row', { loadId: null, life: { writtenAt: null } }, null, 'written'],
  ['the PLC has read the load', { life: { acceptedAt: 2 } }, null, 'queued'],
  ['status 0/0 was seen', { life: { acceptedAt: 2, runningSeenAt: 3 } }, null, 'running'],
  ['the PLC says finished, nothing proves it', { statusManufacturing: true }, null, 'unproven'],
  ['the result is in the database, not yet in the outbox', { life: { finishedAt: 4 } }, null, 'reporting'],
  ['the result waits for Odoo', { life: { finishedAt: 4 } }, 'waiting', 'reporting'],
  ['Odoo refused it', { life: { finishedAt: 4 } }, 'parked', 'refused'],
  ['an operator must answer', { life: { finishedAt: 4 } }, 'held', 'question'],
  ['Odoo has it', { life: { finishedAt: 4 } }, 'confirmed', 'confirmed'],
])('%s', (_name, change, result, phase) => {
  expect(phaseOf(aBatch(change), result)).toBe(phase);
});
