import type { CauseArguments, CauseKey, CauseView } from '../../shared/contract/causes.ts';
import type { EpochMs } from './batch.ts';

/** Why an alarm is there, with the values that the operator's text for it shows. */
export function cause<K extends CauseKey>(key: K, ...[values]: CauseArguments<K>): CauseView {
  return { key, values: { ...values } };
}

/** A moment as a cause has it: ISO 8601, UTC. */
export function momentOf(at: EpochMs): string {
  return new Date(at).toISOString();
}
