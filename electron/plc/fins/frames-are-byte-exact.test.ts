import { describe, expect, it } from 'vitest';
import { wordAddress } from '../../../shared/units.ts';
import { controllerDataCommand, encodeControllerDataReply } from './controller-data.ts';
import { controllerStatusCommand } from './controller-status.ts';
import { cycleTimeCommand, encodeCycleTimeReply } from './cycle-time.ts';
import {
  commandHeader,
  decodeCommand,
  decodeReply,
  encodeCommand,
  encodeReply,
  MAX_FRAME_BYTES,
  MAX_READ_WORDS,
  MAX_WRITE_WORDS,
  replyHeader,
} from './frame.ts';
import { decodeReadRequest, readWordsCommand } from './memory-area-read.ts';
import { decodeWriteRequest, writeWordsCommand } from './memory-area-write.ts';
import { plcClockCommand } from './plc-clock.ts';
import { clockReply, goldenSlotWords, hex, readReply, statusReply } from './testing/golden-frames.ts';

// Written by hand from the layouts in W342; the read of 150 words from D100 is the one of the UDP sample
// program in Omron's Ethernet Unit manuals.
const COMMANDS = [
  {
    name: 'read of 150 words from D100',
    command: readWordsCommand(wordAddress(100), 150),
    bytes: '8000020001000002000001018200640000 96',
  },
  {
    name: 'write of [1, 34464] to D7025',
    command: writeWordsCommand(wordAddress(7025), [1, 34464]),
    bytes: '80000200010000020000 0102 82 1B71 00 0002 0001 86A0',
  },
  {
    name: 'controller data read',
    command: controllerDataCommand(),
    bytes: '80000200010000020000 0501 00',
  },
  {
    name: 'controller status read',
    command: controllerStatusCommand(),
    bytes: '80000200010000020000 0601',
  },
  { name: 'cycle time read', command: cycleTimeCommand(), bytes: '80000200010000020000 0620 01' },
  { name: 'clock read', command: plcClockCommand(), bytes: '80000200010000020000 0701' },
];

describe('commands', () => {
  it.each(COMMANDS)('$name', ({ command, bytes }) => {
    const header = commandHeader({ plcNode: 1, clientNode: 2, sid: 0 });
    expect(encodeCommand(header, command.code, command.data)).toEqual(hex(bytes));
    const decoded = decodeCommand(hex(bytes));
    if (decoded.kind === 'malformed') throw new Error(decoded.reason);
    expect(decoded.header).toEqual(header);
    expect(decoded.command).toBe(command.code);
    expect(Buffer.from(decoded.data)).toEqual(Buffer.from(command.data));
  });

  it('keeps both limits within one unfragmented Ethernet frame', () => {
    expect([MAX_READ_WORDS, MAX_WRITE_WORDS, MAX_FRAME_BYTES]).toEqual([729, 727, 2012]);
    const write = writeWordsCommand(wordAddress(0), new Array<number>(727).fill(0xffff));
    expect(
      encodeCommand(commandHeader({ plcNode: 1, clientNode: 2, sid: 1 }), 0x0102, write.data),
    ).toHaveLength(1472);
  });

  it('refuses to build a frame above 2012 bytes', () => {
    const header = commandHeader({ plcNode: 1, clientNode: 2, sid: 1 });
    expect(encodeCommand(header, 0x0102, new Uint8Array(2000))).toHaveLength(2012);
    expect(() => encodeCommand(header, 0x0102, new Uint8Array(2001))).toThrow(RangeError);
  });
});

describe('replies', () => {
  it('reads a captured slot: D6300, 77 words', () => {
    const frame = decodeReply(readReply);
    if (frame.kind === 'malformed') throw new Error(frame.reason);
    expect(frame.header).toMatchObject({ icf: 0xc0, da1: 2, sa1: 1, sid: 9 });
    expect(frame.endCode).toBe(0x0040);
    const words = readWordsCommand(wordAddress(6300), 77).decode(frame.data);
    expect(words).toEqual(goldenSlotWords);
    expect(words.slice(25, 27)).toEqual([1, 34464]);
  });

  it('reads the controller status: MONITOR, battery error, FAL text', () => {
    expect(controllerStatusCommand().decode(statusReply.subarray(14))).toEqual({
      executing: true,
      standby: false,
      mode: 'monitor',
      fatalErrors: 0,
      nonFatalErrors: 0x8010,
      messages: 1,
      errorCode: 0x4101,
      errorMessage: 'LOW LEVEL SILO A',
    });
  });

  it('reads the clock: 2026-01-05 06:30:59, a Monday', () => {
    expect(plcClockCommand().decode(clockReply.subarray(14))).toEqual({
      kind: 'valid',
      year: 2026,
      month: 1,
      day: 5,
      hour: 6,
      minute: 30,
      second: 59,
      weekday: 1,
    });
  });

  it('reads model, version and cycle times back from what the server side sends', () => {
    const controller = { model: 'CJ2M-CPU33', version: '02.01', programKSteps: 20, dmWords: 32768 };
    const bytes = encodeControllerDataReply(controller);
    expect(bytes).toHaveLength(92);
    expect(bytes.subarray(0, 20).toString('latin1')).toBe('CJ2M-CPU33          ');
    expect(controllerDataCommand().decode(bytes)).toEqual(controller);
    const time = { averageMs: 2.5, maxMs: 7.3, minMs: 2.4 };
    expect(encodeCycleTimeReply(time)).toEqual(hex('00000019 00000049 00000018'));
    expect(cycleTimeCommand().decode(encodeCycleTimeReply(time))).toEqual(time);
  });

  it('sends a reply with the addresses swapped and the same SID', () => {
    const command = decodeCommand(hex('80 00 02 05 06 07 08 09 0A 0B 0601'));
    if (command.kind === 'malformed') throw new Error(command.reason);
    expect(encodeReply(replyHeader(command.header), command.command, 0x0401)).toEqual(
      hex('C0 00 02 08 09 0A 05 06 07 0B 0601 0401'),
    );
  });
});

describe('requests on the server side', () => {
  it('takes the range of a read apart', () => {
    expect(decodeReadRequest(hex('82 1B71 00 0002'))).toEqual({
      kind: 'request',
      request: { area: 0x82, address: 7025, bit: 0, count: 2 },
    });
  });

  it('takes the words of a write apart', () => {
    expect(decodeWriteRequest(hex('82 1B71 00 0002 0001 86A0'))).toEqual({
      kind: 'request',
      request: { area: 0x82, address: 7025, bit: 0, count: 2, words: [1, 34464] },
    });
  });

  it.each([
    ['a read that is too short', decodeReadRequest(hex('82 1B71 00 00')), 0x1002],
    ['a read that is too long', decodeReadRequest(hex('82 1B71 00 0001 00')), 0x1001],
    ['a write without a range', decodeWriteRequest(hex('82 1B71')), 0x1002],
    ['a write with a word missing', decodeWriteRequest(hex('82 1B71 00 0002 0001')), 0x1003],
    ['a write with half a word', decodeWriteRequest(hex('82 1B71 00 0001 00')), 0x1003],
  ])('refuses %s', (_name, decoded, endCode) => {
    expect(decoded).toEqual({ kind: 'refused', endCode });
  });
});
