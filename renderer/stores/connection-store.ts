import { create } from 'zustand';

interface ConnectionState {
  /** `waiting`: nothing was heard yet. `lost`: what is shown is what was last heard. */
  readonly state: 'waiting' | 'up' | 'lost';
  /** Since when, in milliseconds since 1970. */
  readonly since: number;
  heard(now: number): void;
  lost(now: number): void;
}

/** Whether this screen hears the program that carries it. Set by the live bridge alone. */
export const useConnection = create<ConnectionState>()((set, get) => ({
  state: 'waiting',
  since: 0,
  heard: (now) => {
    if (get().state !== 'up') set({ state: 'up', since: now });
  },
  lost: (now) => {
    if (get().state !== 'lost') set({ state: 'lost', since: now });
  },
}));
