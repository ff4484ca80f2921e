/**
 * FINS frames as bytes: header, command, end code, data. Pure; the client's and the server's side, because
 * the training PLC speaks the same protocol. Source: Omron W227 (FINS commands) and W342 (section on FINS
 * commands), FINS header.
 */

/** ICF, RSV, GCT, three destination bytes, three source bytes, SID. */
export const HEADER_BYTES = 10;
/** Header and command: the shortest command there is. */
export const MIN_COMMAND_BYTES = HEADER_BYTES + 2;
/** Header, command and end code: a reply without data, as every failing one is. */
export const MIN_REPLY_BYTES = HEADER_BYTES + 4;
/** The longest frame that FINS/UDP carries. */
export const MAX_FRAME_BYTES = 2012;

/** UDP payload of one unfragmented Ethernet frame: 1500 - 20 (IP) - 8 (UDP). */
const UNFRAGMENTED_BYTES = 1472;
/** Words that fit one unfragmented read reply: 729. */
export const MAX_READ_WORDS = (UNFRAGMENTED_BYTES - MIN_REPLY_BYTES) / 2;
/** Words that fit one unfragmented write command (area, address, bit and count take 6 bytes): 727. */
export const MAX_WRITE_WORDS = (UNFRAGMENTED_BYTES - MIN_COMMAND_BYTES - 6) / 2;

/** ICF of a command that asks for a reply through the gateway bit: 1000 0000. */
export const ICF_COMMAND = 0x80;
/** ICF of a reply: 1100 0000. */
export const ICF_REPLY = 0xc0;
const ICF_IS_REPLY_BIT = 0x40;
/** Gateways that a frame may still cross. A PLC may return another number: never compare it. */
const GATEWAY_COUNT = 2;

/** The ten header bytes, each 0..255. */
export interface FinsHeader {
  readonly icf: number;
  readonly rsv: number;
  readonly gct: number;
  readonly dna: number;
  readonly da1: number;
  readonly da2: number;
  readonly sna: number;
  readonly sa1: number;
  readonly sa2: number;
  readonly sid: number;
}

export interface CommandFrame {
  readonly kind: 'command';
  readonly header: FinsHeader;
  /** Main and sub request code, e.g. 0x0101. */
  readonly command: number;
  readonly data: Uint8Array;
}

export interface ReplyFrame {
  readonly kind: 'reply';
  readonly header: FinsHeader;
  readonly command: number;
  /** The two end code bytes as they came, flag bits included. */
  readonly endCode: number;
  readonly data: Uint8Array;
}

export interface MalformedFrame {
  readonly kind: 'malformed';
  readonly reason: string;
}

/** The header of a command from our node to the PLC's CPU unit (unit 0) in the local network (network 0). */
export function commandHeader(route: { plcNode: number; clientNode: number; sid: number }): FinsHeader {
  return {
    icf: ICF_COMMAND,
    rsv: 0,
    gct: GATEWAY_COUNT,
    dna: 0,
    da1: route.plcNode,
    da2: 0,
    sna: 0,
    sa1: route.clientNode,
    sa2: 0,
    sid: route.sid,
  };
}

/** The header of the reply to a command: ICF C0, addresses swapped, same SID. */
export function replyHeader(command: FinsHeader): FinsHeader {
  return {
    icf: ICF_REPLY,
    rsv: 0,
    gct: GATEWAY_COUNT,
    dna: command.sna,
    da1: command.sa1,
    da2: command.sa2,
    sna: command.dna,
    sa1: command.da1,
    sa2: command.da2,
    sid: command.sid,
  };
}

/** A command as bytes. Throws RangeError above {@link MAX_FRAME_BYTES}. */
export function encodeCommand(header: FinsHeader, command: number, data: Uint8Array): Buffer {
  return assemble(header, [command], data);
}

/** A reply as bytes; `header` is the reply's own (see {@link replyHeader}). Throws RangeError when too long. */
export function encodeReply(
  header: FinsHeader,
  command: number,
  endCode: number,
  data: Uint8Array = new Uint8Array(),
): Buffer {
  return assemble(header, [command, endCode], data);
}

/** Takes a datagram apart as a command: the server's side. Never throws. */
export function decodeCommand(bytes: Uint8Array): CommandFrame | MalformedFrame {
  const fault = lengthFault(bytes, MIN_COMMAND_BYTES);
  if (fault !== null) return fault;
  const header = decodeHeader(bytes);
  if ((header.icf & ICF_IS_REPLY_BIT) !== 0) return { kind: 'malformed', reason: 'a reply, not a command' };
  return { kind: 'command', header, command: word(bytes, HEADER_BYTES), data: bytes.subarray(12) };
}

/**
 * Takes a datagram apart as a reply. Checks the length and ICF C0 only: whether it answers our question
 * is for the caller to judge. Never throws.
 */
export function decodeReply(bytes: Uint8Array): ReplyFrame | MalformedFrame {
  const fault = lengthFault(bytes, MIN_REPLY_BYTES);
  if (fault !== null) return fault;
  const header = decodeHeader(bytes);
  if (header.icf !== ICF_REPLY) {
    return { kind: 'malformed', reason: `ICF ${hexByte(header.icf)} is not that of a reply` };
  }
  return {
    kind: 'reply',
    header,
    command: word(bytes, HEADER_BYTES),
    endCode: word(bytes, HEADER_BYTES + 2),
    data: bytes.subarray(MIN_REPLY_BYTES),
  };
}

function lengthFault(bytes: Uint8Array, atLeast: number): MalformedFrame | null {
  if (bytes.length >= atLeast && bytes.length <= MAX_FRAME_BYTES) return null;
  return { kind: 'malformed', reason: `${bytes.length} bytes, not ${atLeast}..${MAX_FRAME_BYTES}` };
}

function assemble(header: FinsHeader, codes: readonly number[], data: Uint8Array): Buffer {
  const fixedBytes = HEADER_BYTES + codes.length * 2;
  const length = fixedBytes + data.length;
  if (length > MAX_FRAME_BYTES)
    throw new RangeError(`FINS frame of ${length} bytes, limit ${MAX_FRAME_BYTES}`);
  const bytes = Buffer.alloc(length);
  const { icf, rsv, gct, dna, da1, da2, sna, sa1, sa2, sid } = header;
  bytes.set([icf, rsv, gct, dna, da1, da2, sna, sa1, sa2, sid]);
  codes.forEach((code, index) => {
    bytes.writeUInt16BE(code, HEADER_BYTES + index * 2);
  });
  bytes.set(data, fixedBytes);
  return bytes;
}

function decodeHeader(bytes: Uint8Array): FinsHeader {
  const at = (index: number): number => bytes[index] ?? 0;
  return {
    icf: at(0),
    rsv: at(1),
    gct: at(2),
    dna: at(3),
    da1: at(4),
    da2: at(5),
    sna: at(6),
    sa1: at(7),
    sa2: at(8),
    sid: at(9),
  };
}

function word(bytes: Uint8Array, offset: number): number {
  return ((bytes[offset] ?? 0) << 8) | (bytes[offset + 1] ?? 0);
}

function hexByte(value: number): string {
  return value.toString(16).toUpperCase().padStart(2, '0');
}
