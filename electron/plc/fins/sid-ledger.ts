import type { Random } from '../../domain/ports.ts';

/** SIDs run 1..255. 0 stays unused: clients that never count use it, and their replies must not look like ours. */
const SIDS = 255;

/** What became of the attempt that last used a SID. */
export type SidFate = 'unused' | 'waiting' | 'timed-out' | 'answered';

interface Entry {
  readonly fate: SidFate;
  readonly command: number;
}

const UNUSED: Entry = { fate: 'unused', command: 0 };

/**
 * Gives every attempt a new SID and remembers what became of the last 255, so that a stray reply can be
 * named: late, duplicate or not ours at all.
 */
export class SidLedger {
  readonly #entries: Entry[] = new Array<Entry>(SIDS + 1).fill(UNUSED);
  #last: number;

  /** The first SID is random: after a restart, replies to the process before must not fit. */
  constructor(random: Random) {
    this.#last = Math.floor(random() * SIDS);
  }

  /** Takes the next SID, 1..255, for an attempt of `command`. */
  take(command: number): number {
    this.#last = (this.#last % SIDS) + 1;
    this.#entries[this.#last] = { fate: 'waiting', command };
    return this.#last;
  }

  settle(sid: number, fate: 'timed-out' | 'answered'): void {
    this.#entries[sid] = { fate, command: this.#of(sid).command };
  }

  /** What became of this SID when it was last used for this command; `unused` when it never was. */
  fateOf(sid: number, command: number): SidFate {
    const entry = this.#of(sid);
    return entry.command === command ? entry.fate : 'unused';
  }

  #of(sid: number): Entry {
    return this.#entries[sid] ?? UNUSED;
  }
}
