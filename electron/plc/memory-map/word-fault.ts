import type { WordAddress } from '../../../shared/units.ts';

/** A field that failed its check, for the alarm and the record. `found` shows the raw words in hex. */
export interface WordFault<Name extends string = string> {
  readonly field: Name;
  /** The field's first word. */
  readonly address: WordAddress;
  readonly expected: string;
  readonly found: string;
}

/** Raw words as the PLC's programming tool shows them: `0001 86A0`. */
export function hexWords(words: readonly number[]): string {
  return words.map((word) => word.toString(16).toUpperCase().padStart(4, '0')).join(' ');
}

/** One line for an alarm or a log: `D6027 components.silo_a.id: expected 0065 (101), found 0066`. */
export function describeFault(fault: WordFault): string {
  return `D${fault.address} ${fault.field}: expected ${fault.expected}, found ${fault.found}`;
}
