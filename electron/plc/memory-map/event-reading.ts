import type { WordFault } from './word-fault.ts';

/**
 * What a block with a flag of its own says.
 * - none: the flag says that we have read it, or the block was never used (all words 0)
 * - event: a new event, all its fields valid
 * - invalid: to be quarantined with its words
 */
export type EventReading<Event, Field extends string> =
  | { readonly kind: 'none' }
  | ({ readonly kind: 'event' } & Event)
  | {
      readonly kind: 'invalid';
      readonly reasons: readonly WordFault<Field | 'block'>[];
      readonly words: readonly number[];
    };
