import type { Cancel } from '../../domain/ports.ts';
import type { DmMemory } from './dm-memory.ts';
import type { ServedMemory } from './fins-commands.ts';
import type { MemoryView, MemoryWrite } from './work-area.ts';

/** Words that a client is shown in the place of those in memory, worked out at each reading. */
export type Distortion = (memory: MemoryView) => readonly MemoryWrite[];

/**
 * The DM area as clients see it. A distortion changes what they read, never what the program works with, so
 * that everything is right again the moment it ends. Writes go to the memory as they are.
 */
export class ShownMemory implements ServedMemory {
  readonly #memory: DmMemory;
  readonly #distortions = new Set<Distortion>();

  constructor(memory: DmMemory) {
    this.#memory = memory;
  }

  /** Adds a distortion, over those that are there already. */
  distort(distortion: Distortion): Cancel {
    // A function of its own, so that adding the same one twice takes ending it twice.
    const added: Distortion = (memory) => distortion(memory);
    this.#distortions.add(added);
    return () => {
      this.#distortions.delete(added);
    };
  }

  read(address: number, count: number): number[] {
    const shown = this.#memory.read(address, count);
    for (const distortion of this.#distortions) {
      for (const patch of distortion(this.#memory)) {
        patch.words.forEach((word, index) => {
          const place = patch.address + index - address;
          if (place >= 0 && place < count) shown[place] = word;
        });
      }
    }
    return shown;
  }

  write(address: number, words: readonly number[]): void {
    this.#memory.write(address, words);
  }
}
