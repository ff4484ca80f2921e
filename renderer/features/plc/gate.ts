import type { QueryOutput } from '../../../shared/contract/contract.ts';

type Flag = QueryOutput<'plcFlags'>['flags'][number];
export type GateKind = QueryOutput<'memoryMap'>['gate'];

/** Whether the PLC tells with this flag that it has read what was written. */
export function isGate({ flag, slot }: Pick<Flag, 'flag' | 'slot'>, gate: GateKind): boolean {
  return flag === 'write' && (gate === 'per-slot' || slot === 1);
}

/** Whether the PLC says of everything that was written that it has read it. The gate is slot 1's, or each slot's own. */
export function isGateOpen(flags: readonly Flag[], gate: GateKind): boolean {
  const gates = flags.filter((flag) => isGate(flag, gate));
  return gates.length > 0 && gates.every(({ value }) => value === 1);
}

/** The flags of a slot beside each other, slot by slot. */
export function flagsBySlot(
  flags: readonly Flag[],
): readonly { readonly slot: number; readonly read: Flag | undefined; readonly write: Flag | undefined }[] {
  const slots = [...new Set(flags.flatMap(({ slot }) => (slot === null ? [] : [slot])))];
  const find = (wanted: Flag['flag'], of: number) =>
    flags.find(({ flag, slot }) => flag === wanted && slot === of);
  return slots.map((slot) => ({ slot, read: find('read', slot), write: find('write', slot) }));
}
