import { hexWord } from './word-bytes.ts';

/** Fatal errors by bit: word A401 of a CJ2 (W473, auxiliary area). The CPU has stopped. */
const FATAL: Readonly<Record<number, string>> = {
  15: 'memory error',
  14: 'I/O bus error',
  13: 'unit or rack number used twice',
  12: 'inner board stopped',
  11: 'too many I/O points',
  10: 'I/O setting error',
  9: 'program error',
  8: 'cycle time too long',
  6: 'FALS: the program stopped the CPU',
  0: 'watchdog timer error',
};

/** Non-fatal errors by bit: word A402 of a CJ2 (W473, auxiliary area). The CPU runs on. */
const NON_FATAL: Readonly<Record<number, string>> = {
  15: 'FAL: an alarm of the program',
  13: 'interrupt task error',
  12: 'basic I/O unit error',
  10: 'PLC setup error',
  9: 'I/O table verification error',
  8: 'inner board error',
  7: 'CPU bus unit error',
  6: 'special I/O unit error',
  4: 'battery low or missing',
  3: 'CPU bus unit setting error',
  2: 'special I/O unit setting error',
};

/** An error word and what its bits say. */
export interface CpuErrors {
  /** As read, 0..65535. */
  readonly word: number;
  /** English, one a set bit, highest bit first; a bit without a name is given by its number. */
  readonly texts: readonly string[];
}

export function fatalErrors(word: number): CpuErrors {
  return { word, texts: textsOf(word, FATAL) };
}

export function nonFatalErrors(word: number): CpuErrors {
  return { word, texts: textsOf(word, NON_FATAL) };
}

function textsOf(word: number, names: Readonly<Record<number, string>>): string[] {
  const texts: string[] = [];
  for (let bit = 15; bit >= 0; bit -= 1) {
    if ((word & (1 << bit)) !== 0) texts.push(names[bit] ?? `bit ${bit} of ${hexWord(word)}`);
  }
  return texts;
}
