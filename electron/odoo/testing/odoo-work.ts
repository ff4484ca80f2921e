import { kg } from '../../../shared/units.ts';
import { batchResult, MemoryProgress } from '../../testing/batch-results.ts';
import { claim } from '../../testing/fuzz.ts';
import { fetchLoadable } from '../fetch-orders.ts';
import type { OdooClient } from '../odoo-client.ts';
import { reportFailureOnce } from '../report-equipment-failure.ts';
import { reportCompleted, reportFailed } from '../report-result.ts';
import { reportWeighing } from '../report-weighing.ts';
import { MO } from './odd-replies.ts';

/** How a fault may be classified. */
export const CLASSES: readonly string[] = [
  'transient',
  'permanent',
  'session',
  'unknown-outcome',
  'rejected',
];

/** Everything that the station does with Odoo, each with a progress that makes it read before it sends. */
export const WORK: Readonly<Record<string, (client: OdooClient) => Promise<unknown>>> = {
  fetch: (client) =>
    fetchLoadable(client, { limit: 3, pageSize: 3, maxPages: 2, isKnown: () => false, maxBatchKg: kg(1050) }),
  completed: (client) =>
    reportCompleted(
      client,
      batchResult({ silo_a: 41 }, { weight: kg(41) }),
      new MemoryProgress('update-sent'),
      {
        closePolicy: 'close',
        zeroWeight: 'ask',
      },
    ),
  closing: (client) =>
    reportCompleted(
      client,
      batchResult({ silo_a: 41 }, { weight: kg(41) }),
      new MemoryProgress('update-sent', 'update-confirmed', 'close-sent'),
      { closePolicy: 'close', zeroWeight: 'ask' },
    ),
  failed: (client) => reportFailed(client, batchResult({}, { kind: 'failed' }), new MemoryProgress()),
  failure: (client) =>
    reportFailureOnce(
      client,
      { equipmentCode: 'silo101', description: 'START_FAILURE', occurredAt: Date.UTC(2026, 0, 4, 23, 30, 5) },
      { wasSent: () => true, recordSent: () => undefined },
    ),
  weighing: (client) =>
    reportWeighing(
      client,
      { moId: MO, productTemplateId: 412, consumption: kg(41), weighedAt: Date.UTC(2026, 0, 4) },
      { wasSent: () => false, recordSent: () => undefined },
      'PLC01',
    ),
  detail: (client) => client.orderDetail(MO),
};

/** The outcome's kind; throws for anything that is not one of the typed outcomes. */
export function kindOf(outcome: unknown): string {
  const shown = (): string => JSON.stringify(outcome);
  claim(typeof outcome === 'object' && outcome !== null && 'kind' in outcome, shown);
  const { kind, fault } = outcome as { kind: string; fault?: { class?: string; message: string } };
  claim(/^(fetched|fault|confirmed|retry|park|ok)$/.test(kind), shown);
  claim(kind !== 'fault' || CLASSES.includes(fault?.class ?? ''), shown);
  claim(fault === undefined || fault.message.length <= 500, shown);
  return kind;
}
