import { type DecodedRequest, type FinsCommand, PARAMETER_ERROR, refuseLength } from './command.ts';

/** CYCLE TIME READ (W342). */
export const CYCLE_TIME_READ = 0x0620;

/** Parameter 01 reads; 00 would reset the PLC's statistics, which a reader has no business to do. */
const READ = 0x01;
const REPLY_BYTES = 12;
/** The PLC counts in steps of 0.1 ms. */
const STEPS_PER_MS = 10;

/** Duration of the PLC's program cycle in milliseconds, with one decimal. */
export interface CycleTime {
  readonly averageMs: number;
  readonly maxMs: number;
  readonly minMs: number;
}

/** Asks for the cycle time: three 32-bit binary numbers in 0.1 ms. A PLC in PROGRAM mode refuses (22xx). */
export function cycleTimeCommand(): FinsCommand<CycleTime> {
  return {
    code: CYCLE_TIME_READ,
    name: 'read cycle time',
    data: Uint8Array.of(READ),
    replyDataBytes: REPLY_BYTES,
    decode: (data) => {
      const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
      const ms = (offset: number): number => view.getUint32(offset) / STEPS_PER_MS;
      return { averageMs: ms(0), maxMs: ms(4), minMs: ms(8) };
    },
  };
}

/** Server side: only parameter 01 is answered. */
export function decodeCycleTimeRequest(data: Uint8Array): DecodedRequest<null> {
  const refused = refuseLength(data, 1);
  if (refused !== null) return refused;
  if (data[0] !== READ) return { kind: 'refused', endCode: PARAMETER_ERROR };
  return { kind: 'request', request: null };
}

/** Server side: the 12 data bytes of a good reply. */
export function encodeCycleTimeReply(time: CycleTime): Buffer {
  const bytes = Buffer.alloc(REPLY_BYTES);
  [time.averageMs, time.maxMs, time.minMs].forEach((ms, index) => {
    bytes.writeUInt32BE(Math.round(ms * STEPS_PER_MS), index * 4);
  });
  return bytes;
}
