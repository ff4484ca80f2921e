import type { Cancel } from '../../domain/ports.ts';
import { type CpuState, HEALTHY_CPU } from './cpu-state.ts';

/** The CPU's own state, and what trainers show over it for a while; the newest of them is on top. */
export class CpuSwitch {
  readonly #overrides = new Set<Partial<CpuState>>();
  #own = HEALTHY_CPU;

  state(): CpuState {
    return Object.assign({}, this.#own, ...this.#overrides);
  }

  /** Changes the CPU's own state for good. */
  set(change: Partial<CpuState>): void {
    this.#own = { ...this.#own, ...change };
  }

  /** Shows `change` until cancelled. */
  override(change: Partial<CpuState>): Cancel {
    const added = { ...change };
    this.#overrides.add(added);
    return () => {
      this.#overrides.delete(added);
    };
  }
}
