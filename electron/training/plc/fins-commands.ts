import { DM_WORDS } from '../../../shared/units.ts';
import { COMMAND_TOO_LONG, type DecodedRequest } from '../../plc/fins/command.ts';
import {
  CONTROLLER_DATA_READ,
  decodeControllerDataRequest,
  encodeControllerDataReply,
} from '../../plc/fins/controller-data.ts';
import {
  CONTROLLER_STATUS_READ,
  decodeControllerStatusRequest,
  encodeControllerStatusReply,
} from '../../plc/fins/controller-status.ts';
import { CYCLE_TIME_READ, decodeCycleTimeRequest, encodeCycleTimeReply } from '../../plc/fins/cycle-time.ts';
import { type CommandFrame, MAX_READ_WORDS, MAX_WRITE_WORDS } from '../../plc/fins/frame.ts';
import { decodeReadRequest, encodeReadReply, MEMORY_AREA_READ } from '../../plc/fins/memory-area-read.ts';
import { decodeWriteRequest, MEMORY_AREA_WRITE } from '../../plc/fins/memory-area-write.ts';
import { DM_WORD_AREA, type MemoryRange } from '../../plc/fins/memory-range.ts';
import {
  CLOCK_READ,
  decodeClockRequest,
  encodeClockReply,
  type PlcClockTime,
} from '../../plc/fins/plc-clock.ts';
import { type CpuState, controllerStatus, isExecuting, TRAINING_CONTROLLER } from './cpu-state.ts';

/** End codes of the training CPU besides those of request lengths (W342, end codes). */
export const REFUSALS = {
  noSuchUnit: 0x0202,
  undefinedCommand: 0x0401,
  noRoutingTables: 0x0502,
  wrongHeader: 0x1005,
  noSuchArea: 0x1101,
  wrongAccessSize: 0x1102,
  startOutsideArea: 0x1103,
  endOutsideArea: 0x1104,
  replyTooLong: 0x110b,
  notWhileStopped: 0x2202,
  memoryError: 0x250f,
} as const;

/** DM words as a client reads and writes them; the methods throw as those of the memory do. */
export interface ServedMemory {
  read(address: number, count: number): number[];
  write(address: number, words: readonly number[]): void;
}

/** What the commands work on. */
export interface CommandTarget {
  readonly memory: ServedMemory;
  cpu(): CpuState;
  /** The PLC's clock now. */
  plantTime(): PlcClockTime;
}

/** A request that may be carried out. */
export interface ReadyCommand {
  readonly kind: 'ready';
  /** First DM word, null for a command without memory. */
  readonly address: number | null;
  readonly count: number;
  /** The words to write, empty for everything but a write. */
  readonly words: readonly number[];
  /** Does it and returns the reply's data. Throws the system's error when the memory cannot keep a write. */
  carryOut(): Uint8Array;
}

export type CheckedCommand = ReadyCommand | { readonly kind: 'refused'; readonly endCode: number };

/** Checks a command's code, length, area and range; nothing is carried out yet. */
export function checkCommand(frame: CommandFrame, target: CommandTarget): CheckedCommand {
  const { data } = frame;
  switch (frame.command) {
    case MEMORY_AREA_READ:
      return checkRead(data, target.memory);
    case MEMORY_AREA_WRITE:
      return checkWrite(data, target.memory);
    case CONTROLLER_DATA_READ:
      // Without a parameter a CPU answers both parts: what 00 asks for and the bus unit table of 01.
      if (data.length === 0) return ready(() => controllerDataWithUnits());
      return plain(decodeControllerDataRequest(data), () => encodeControllerDataReply(TRAINING_CONTROLLER));
    case CONTROLLER_STATUS_READ:
      return plain(decodeControllerStatusRequest(data), () =>
        encodeControllerStatusReply(controllerStatus(target.cpu())),
      );
    case CYCLE_TIME_READ:
      if (!isExecuting(target.cpu())) return refused(REFUSALS.notWhileStopped);
      return plain(decodeCycleTimeRequest(data), () => encodeCycleTimeReply(target.cpu().cycleTime));
    case CLOCK_READ:
      return plain(decodeClockRequest(data), () => encodeClockReply(target.plantTime()));
    default:
      return refused(REFUSALS.undefinedCommand);
  }
}

function checkRead(data: Uint8Array, memory: ServedMemory): CheckedCommand {
  const decoded = decodeReadRequest(data);
  if (decoded.kind === 'refused') return decoded;
  const { address, count } = decoded.request;
  if (count > MAX_READ_WORDS) return refused(REFUSALS.replyTooLong);
  const fault = rangeFault(decoded.request);
  if (fault !== null) return refused(fault);
  return {
    kind: 'ready',
    address,
    count,
    words: [],
    carryOut: () => encodeReadReply(memory.read(address, count)),
  };
}

function checkWrite(data: Uint8Array, memory: ServedMemory): CheckedCommand {
  const decoded = decodeWriteRequest(data);
  if (decoded.kind === 'refused') return decoded;
  const { address, count, words } = decoded.request;
  if (count > MAX_WRITE_WORDS) return refused(COMMAND_TOO_LONG);
  const fault = rangeFault(decoded.request);
  if (fault !== null) return refused(fault);
  const carryOut = (): Uint8Array => {
    memory.write(address, words);
    return new Uint8Array();
  };
  return { kind: 'ready', address, count, words, carryOut };
}

/** DM words only, as the plant uses nothing else: a request for another area is a mistake to be seen. */
function rangeFault({ area, address, bit, count }: MemoryRange): number | null {
  if (area !== DM_WORD_AREA) return REFUSALS.noSuchArea;
  if (count === 0) return REFUSALS.wrongAccessSize;
  if (address >= DM_WORDS || bit !== 0) return REFUSALS.startOutsideArea;
  return address + count > DM_WORDS ? REFUSALS.endOutsideArea : null;
}

/** The 92 bytes of part 00, then 16 words of bus units (none), CPU unit information and remote I/O (none). */
function controllerDataWithUnits(): Uint8Array {
  return Buffer.concat([encodeControllerDataReply(TRAINING_CONTROLLER), Buffer.alloc(66)]);
}

function plain(decoded: DecodedRequest<null>, answer: () => Uint8Array): CheckedCommand {
  return decoded.kind === 'refused' ? decoded : ready(answer);
}

function ready(answer: () => Uint8Array): CheckedCommand {
  return { kind: 'ready', address: null, count: 0, words: [], carryOut: answer };
}

function refused(endCode: number): CheckedCommand {
  return { kind: 'refused', endCode };
}
