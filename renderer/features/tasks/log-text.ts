import type { LogLineView } from '../../../shared/contract/views.ts';
import { stampOf } from '../../lib/plant-time.ts';

/** The log as a text file, the oldest line first: time by the plant's clock, level, module, order, message. */
export function logText(lines: readonly LogLineView[], timeZone: string): string {
  return lines
    .toReversed()
    .map(({ at, level, module, mo_id, message }) =>
      [stampOf(at, timeZone), level.toUpperCase().padEnd(5), module, mo_id ?? '-', message].join('  '),
    )
    .join('\r\n')
    .concat('\r\n');
}

/** Who wrote the line: the task named at its beginning, and the rest of the message. */
export function taskOf(message: string): { readonly task: number | null; readonly rest: string } {
  const found = /^\[TASK (\d)\] (.*)$/s.exec(message);
  if (found === null) return { task: null, rest: message };
  return { task: Number(found[1]), rest: found[2] ?? '' };
}
