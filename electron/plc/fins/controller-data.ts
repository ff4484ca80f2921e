import { type DecodedRequest, type FinsCommand, PARAMETER_ERROR, refuseLength } from './command.ts';
import { decodeFixedText, encodeFixedText } from './fixed-text.ts';

/** CONTROLLER DATA READ (W342; "CPU UNIT DATA READ" in its CS/CJ editions). */
export const CONTROLLER_DATA_READ = 0x0501;

/** Parameter 00: model, version, system block and area data; the CPU bus unit table would be 01. */
const MODEL_AND_VERSION = 0x00;
const TEXT_BYTES = 20;
const SYSTEM_BYTES = 40;
const AREA_BYTES = 12;
const REPLY_BYTES = 2 * TEXT_BYTES + SYSTEM_BYTES + AREA_BYTES;
/** Within the area data: program size (2 bytes, K steps) and number of DM words (2 bytes). */
const PROGRAM_SIZE_AT = 2 * TEXT_BYTES + SYSTEM_BYTES;
const DM_WORDS_AT = PROGRAM_SIZE_AT + 3;
const BLANK = 0x20;

/** What the PLC says it is. */
export interface ControllerData {
  /** E.g. "CJ2M-CPU33". */
  readonly model: string;
  readonly version: string;
  readonly programKSteps: number;
  readonly dmWords: number;
}

/** Asks for the PLC's model and version. */
export function controllerDataCommand(): FinsCommand<ControllerData> {
  return {
    code: CONTROLLER_DATA_READ,
    name: 'read controller data',
    data: Uint8Array.of(MODEL_AND_VERSION),
    replyDataBytes: REPLY_BYTES,
    decode: (data) => ({
      model: decodeFixedText(data.subarray(0, TEXT_BYTES)),
      version: decodeFixedText(data.subarray(TEXT_BYTES, 2 * TEXT_BYTES)),
      programKSteps: word(data, PROGRAM_SIZE_AT),
      dmWords: word(data, DM_WORDS_AT),
    }),
  };
}

/** Server side: only parameter 00 is answered. */
export function decodeControllerDataRequest(data: Uint8Array): DecodedRequest<null> {
  const refused = refuseLength(data, 1);
  if (refused !== null) return refused;
  if (data[0] !== MODEL_AND_VERSION) return { kind: 'refused', endCode: PARAMETER_ERROR };
  return { kind: 'request', request: null };
}

/** Server side: the 92 data bytes of a good reply. Throws RangeError on a text above 20 characters. */
export function encodeControllerDataReply(controller: ControllerData): Buffer {
  const area = Buffer.alloc(AREA_BYTES);
  area.writeUInt16BE(controller.programKSteps, 0);
  area.writeUInt16BE(controller.dmWords, DM_WORDS_AT - PROGRAM_SIZE_AT);
  return Buffer.concat([
    encodeFixedText(controller.model, TEXT_BYTES, BLANK),
    encodeFixedText(controller.version, TEXT_BYTES, BLANK),
    Buffer.alloc(SYSTEM_BYTES),
    area,
  ]);
}

function word(data: Uint8Array, offset: number): number {
  return ((data[offset] ?? 0) << 8) | (data[offset + 1] ?? 0);
}
