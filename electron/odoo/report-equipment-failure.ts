import { recogniseEquipment } from '../../shared/domain/equipment.ts';
import type { ReportOutcome } from '../domain/batch.ts';
import type { EquipmentFailure, OdooClient } from './odoo-client.ts';
import { fromOdooTime } from './odoo-time.ts';
import { confirmed, outcomeOfRejection, outcomeOfUnapplied, park, retry } from './report-outcome.ts';
import type { EquipmentFailureRecord } from './schemas.ts';
import type { SentProgress } from './sent-progress.ts';

type FailureClient = Pick<OdooClient, 'reportEquipmentFailure' | 'listEquipmentFailures'>;

/** How many records of one equipment are looked through for the twin. */
const TWIN_SEARCH_MAX_RECORDS = 200;

/**
 * Reports one equipment failure. Odoo makes a new record at each call, so that after an attempt whose
 * outcome is not known its list is read first, and nothing is sent while that list cannot be read (S7).
 * Throws what `progress.recordSent` throws: nothing is sent then.
 */
export async function reportFailureOnce(
  client: FailureClient,
  failure: EquipmentFailure,
  progress: SentProgress,
): Promise<ReportOutcome> {
  if (progress.wasSent()) {
    const settled = await findTwin(client, failure);
    if (settled !== null) return settled;
  }
  progress.recordSent();
  const reply = await client.reportEquipmentFailure(failure);
  if (reply.kind === 'ok') return confirmed(null);
  const settled = outcomeOfUnapplied(reply.fault) ?? (await findTwin(client, failure));
  if (settled !== null) return settled;
  // Not repeated at once: a slow server may still be at it, and the list would not show its record yet.
  return reply.fault.class === 'rejected' ? outcomeOfRejection(reply.fault) : retry(reply.fault, false);
}

/** Confirmed when Odoo has the record; null when it surely has not; else why that is not known. */
async function findTwin(client: FailureClient, failure: EquipmentFailure): Promise<ReportOutcome | null> {
  const reply = await client.listEquipmentFailures(failure.equipmentCode, TWIN_SEARCH_MAX_RECORDS);
  if (reply.kind === 'fault') return outcomeOfUnapplied(reply.fault) ?? retry(reply.fault);
  if (reply.value.some((record) => isTwin(record, failure))) {
    return confirmed('the record was found in Odoo: the answer had been lost');
  }
  if (reply.value.length < TWIN_SEARCH_MAX_RECORDS) return null;
  return park(
    'ODOO_REJECTED',
    `Odoo lists ${reply.value.length} failures of ${failure.equipmentCode} or more: look there before it is sent again`,
  );
}

function isTwin(record: EquipmentFailureRecord, failure: EquipmentFailure): boolean {
  const at = record.date === null ? null : fromOdooTime(record.date);
  return (
    at === Math.floor(failure.occurredAt / 1000) * 1000 &&
    (record.description ?? '').trim() === failure.description.trim() &&
    (record.equipment_code === null || isSameEquipment(record.equipment_code, failure.equipmentCode))
  );
}

function isSameEquipment(a: string, b: string): boolean {
  const known = recogniseEquipment(a);
  return known === undefined ? a.trim() === b.trim() : known.id === recogniseEquipment(b)?.id;
}
