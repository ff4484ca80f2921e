import { END_CODES, type EndCodeClass, FAMILY_CLASSES } from './end-code-table.ts';
import { hexWord } from './word-bytes.ts';

/** Bit 15: the command failed in a relay node, whose address follows the end code. */
export const RELAY_ERROR_BIT = 0x8000;
/** Bit 7: the PLC's CPU has a fatal error. Says nothing about this command. */
export const FATAL_CPU_ERROR_BIT = 0x0080;
/** Bit 6: the PLC's CPU has a non-fatal error, such as a low battery. Says nothing about this command. */
export const NON_FATAL_CPU_ERROR_BIT = 0x0040;
/** What remains is the outcome of the command itself. */
const OUTCOME_MASK = 0x7f3f;

/** An end code taken apart (W342, end codes). */
export interface EndCode {
  /** As received, 0..65535. */
  readonly raw: number;
  /** Without the three flag bits; 0 is success. */
  readonly code: number;
  readonly relayError: boolean;
  readonly fatalCpuError: boolean;
  readonly nonFatalCpuError: boolean;
  readonly class: EndCodeClass;
  /** English; an unlisted code is named by its digits. */
  readonly text: string;
}

/** Takes the two end code bytes of a reply apart. 0x0040 is a success with a PLC alarm. */
export function decodeEndCode(raw: number): EndCode {
  const code = raw & OUTCOME_MASK;
  const entry = END_CODES.get(code);
  return {
    raw,
    code,
    relayError: (raw & RELAY_ERROR_BIT) !== 0,
    fatalCpuError: (raw & FATAL_CPU_ERROR_BIT) !== 0,
    nonFatalCpuError: (raw & NON_FATAL_CPU_ERROR_BIT) !== 0,
    class: entry?.class ?? FAMILY_CLASSES.get(code >> 8) ?? 'unknown',
    text: entry?.text ?? `end code ${hexWord(raw)}, which the manuals do not list`,
  };
}

/** The command did what it was asked to do, whatever alarm the PLC shows besides. */
export function isSuccess(endCode: EndCode): boolean {
  return endCode.code === 0;
}
