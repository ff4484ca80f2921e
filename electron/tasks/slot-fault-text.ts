import type { SlotFault } from '../plc/memory-map/slot-codec.ts';

/** Faults of one slot that its alarm spells out; a slipped word makes thirty of them. */
const FAULTS_IN_ALARM = 3;

/** One fault for an operator: the word's address and field, what belongs there, and the raw words found. */
export function faultText({ address, field, expected, found }: SlotFault): string {
  return `D${address} (${field}) expected ${expected}, found ${found}`;
}

/** The faults of a rejected slot, in one line; its first fault is the one that made the others. */
export function rejectionText(faults: readonly SlotFault[]): string {
  const more = faults.length - FAULTS_IN_ALARM;
  const first = faults.slice(0, FAULTS_IN_ALARM).map(faultText).join('; ');
  return `${first}${more > 0 ? `; and ${more} more` : ''}`;
}
