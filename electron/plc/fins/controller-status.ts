import { type DecodedRequest, type FinsCommand, refuseLength } from './command.ts';
import { decodeFixedText, encodeFixedText } from './fixed-text.ts';

/** CONTROLLER STATUS READ (W342; "CPU UNIT STATUS READ" in its CS/CJ editions). */
export const CONTROLLER_STATUS_READ = 0x0601;

const MESSAGE_BYTES = 16;
const REPLY_BYTES = 10 + MESSAGE_BYTES;
/** Status byte: bit 0 program executing, bit 7 CPU on standby. Battery and memory card share the byte. */
const EXECUTING_BIT = 0x01;
const STANDBY_BIT = 0x80;

/** Operating mode; `unknown` for a mode byte that the manual does not list, or when it could not be read. */
export type PlcMode = 'program' | 'monitor' | 'run' | 'unknown';

const MODE_BYTES = { program: 0x00, monitor: 0x02, run: 0x04 } as const;

/** The CPU unit's state. The error words are those of A401 (fatal) and A402 (non-fatal). */
export interface ControllerStatus {
  /** The user program is being executed. */
  readonly executing: boolean;
  readonly standby: boolean;
  readonly mode: PlcMode;
  readonly fatalErrors: number;
  readonly nonFatalErrors: number;
  /** Bit n set: the program's MSG instruction shows message n. */
  readonly messages: number;
  /** The most serious error present, as in A400; 0 for none. */
  readonly errorCode: number;
  /** At most 16 characters; the text of a FAL or FALS. Empty for none. */
  readonly errorMessage: string;
}

/** Asks for the CPU unit's state; also the probe of a lost link, as it touches no memory. */
export function controllerStatusCommand(): FinsCommand<ControllerStatus> {
  return {
    code: CONTROLLER_STATUS_READ,
    name: 'read controller status',
    data: new Uint8Array(),
    replyDataBytes: REPLY_BYTES,
    decode: decodeStatus,
  };
}

/** Server side: this command carries no data. */
export function decodeControllerStatusRequest(data: Uint8Array): DecodedRequest<null> {
  return refuseLength(data, 0) ?? { kind: 'request', request: null };
}

/** Server side: the 26 data bytes of a good reply. A mode `unknown` goes out as FF, which no manual lists. */
export function encodeControllerStatusReply(status: ControllerStatus): Buffer {
  const bytes = Buffer.alloc(10);
  bytes.writeUInt8((status.executing ? EXECUTING_BIT : 0) | (status.standby ? STANDBY_BIT : 0), 0);
  bytes.writeUInt8(status.mode === 'unknown' ? 0xff : MODE_BYTES[status.mode], 1);
  bytes.writeUInt16BE(status.fatalErrors, 2);
  bytes.writeUInt16BE(status.nonFatalErrors, 4);
  bytes.writeUInt16BE(status.messages, 6);
  bytes.writeUInt16BE(status.errorCode, 8);
  return Buffer.concat([bytes, encodeFixedText(status.errorMessage, MESSAGE_BYTES, 0)]);
}

function decodeStatus(data: Uint8Array): ControllerStatus {
  const at = (index: number): number => data[index] ?? 0;
  const word = (index: number): number => (at(index) << 8) | at(index + 1);
  return {
    executing: (at(0) & EXECUTING_BIT) !== 0,
    standby: (at(0) & STANDBY_BIT) !== 0,
    mode: modeOf(at(1)),
    fatalErrors: word(2),
    nonFatalErrors: word(4),
    messages: word(6),
    errorCode: word(8),
    errorMessage: decodeFixedText(data.subarray(10)),
  };
}

function modeOf(byte: number): PlcMode {
  if (byte === MODE_BYTES.program) return 'program';
  if (byte === MODE_BYTES.monitor) return 'monitor';
  return byte === MODE_BYTES.run ? 'run' : 'unknown';
}
