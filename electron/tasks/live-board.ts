import type { EpochMs } from '../domain/batch.ts';

/** What the last reading of a slot came to. */
export type SlotView =
  | 'blank'
  | 'stale'
  | 'foreign'
  | 'faulty'
  | 'running'
  | 'watching'
  | 'unproven'
  | 'ended';

export interface LiveSlot {
  readonly slot: number;
  readonly moId: string | null;
  readonly view: SlotView;
  readonly readAt: EpochMs;
  readonly words: readonly number[];
  readonly faults: readonly string[];
}

/** The last reading of each slot, in memory: for screens and the API, also while the database is away. */
export class LiveBoard {
  readonly #slots = new Map<number, LiveSlot>();

  put(slot: LiveSlot): void {
    this.#slots.set(slot.slot, slot);
  }

  /** What a slot last showed, if it showed this order. */
  of(slot: number | null, moId: string): LiveSlot | undefined {
    const live = slot === null ? undefined : this.#slots.get(slot);
    return live?.moId === moId ? live : undefined;
  }

  /** What was wrong with a slot's last reading, whatever order it showed. */
  faultsIn(slot: number | null): readonly string[] {
    return slot === null ? [] : (this.#slots.get(slot)?.faults ?? []);
  }

  all(): readonly LiveSlot[] {
    return [...this.#slots.values()].toSorted((a, b) => a.slot - b.slot);
  }
}
