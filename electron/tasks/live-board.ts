import { type ComponentKey, EQUIPMENT, type PerComponent } from '../../shared/domain/equipment.ts';
import type { Kg } from '../../shared/units.ts';
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
  /** Actual weights; null where the slot held no good values. */
  readonly actuals: PerComponent<Kg> | null;
  readonly faults: readonly string[];
}

interface Dosing {
  readonly moId: string;
  readonly actuals: PerComponent<Kg>;
  readonly changed: ComponentKey | null;
}

/** The PLC doses one component after the other: of several that changed since the last reading, the last counts. */
function lastChanged(before: Dosing, actuals: PerComponent<Kg>): ComponentKey | null {
  const changed = EQUIPMENT.findLast(({ key }) => before.actuals[key] !== actuals[key]);
  return changed?.key ?? before.changed;
}

/** The last reading of each slot, in memory: for screens and the API, also while the database is away. */
export class LiveBoard {
  readonly #slots = new Map<number, LiveSlot>();
  /** By slot: the last good weights, and which of them changed last. */
  readonly #dosing = new Map<number, Dosing>();

  put(slot: LiveSlot): void {
    this.#slots.set(slot.slot, slot);
    const { moId, actuals } = slot;
    if (moId === null || actuals === null) return;
    const before = this.#dosing.get(slot.slot);
    const changed = before?.moId === moId ? lastChanged(before, actuals) : null;
    this.#dosing.set(slot.slot, { moId, actuals, changed });
  }

  /** The component whose weight changed last while this order was watched; null before the first change. */
  lastDosed(slot: number | null, moId: string): ComponentKey | null {
    const dosing = slot === null ? undefined : this.#dosing.get(slot);
    return dosing?.moId === moId ? dosing.changed : null;
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
