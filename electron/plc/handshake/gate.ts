/** What the WRITE area says of one slot before a load. */
export interface WriteSlotState {
  readonly slot: number;
  /** The order in the slot; '' when empty, null when the words are no text. */
  readonly moId: string | null;
  /** The raw flag word. */
  readonly flag: number;
}

export type GateState =
  /** The PLC has read the last load: safe to write. */
  | { readonly kind: 'ready' }
  /** A PLC that was never loaded: gate 0, every flag 0, every order empty. Counts as ready, after closing the gate. */
  | { readonly kind: 'cold-start' }
  /** The PLC has not read the last load yet. `waiting` are the slots whose gate is still 0. */
  | { readonly kind: 'closed'; readonly waiting: readonly number[] }
  /** A gate word that is neither 0 nor 1 is no answer. */
  | { readonly kind: 'faulty'; readonly slot: number; readonly found: number };

/**
 * Whether the WRITE area may be written (S1). With one gate for the whole load it is the first slot's
 * flag word; with a gate per slot every one of them must be open.
 */
export function judgeGate(kind: 'first-slot' | 'per-slot', slots: readonly WriteSlotState[]): GateState {
  const gates = kind === 'first-slot' ? slots.slice(0, 1) : slots;
  const faulty = gates.find((state) => state.flag !== 0 && state.flag !== 1);
  if (faulty !== undefined) return { kind: 'faulty', slot: faulty.slot, found: faulty.flag };
  const waiting = gates.filter((state) => state.flag === 0).map((state) => state.slot);
  if (waiting.length === 0) return { kind: 'ready' };
  const untouched = slots.every((state) => state.flag === 0 && state.moId === '');
  return untouched ? { kind: 'cold-start' } : { kind: 'closed', waiting };
}
