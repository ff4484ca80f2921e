import { describe, expect, it } from 'vitest';
import { controllerStatusCommand } from './controller-status.ts';
import { plcClockCommand } from './plc-clock.ts';
import { judgeReply, type ReplyContext } from './reply-match.ts';
import { hex } from './testing/golden-frames.ts';

const PLC = { address: '127.0.0.1', port: 9600 };

/** We are node 2 and wait, with SID 9, for two words of node 1; SID 7 timed out, SID 8 was answered. */
const context: ReplyContext = {
  plcAddress: PLC.address,
  plcPort: PLC.port,
  plcNode: 1,
  clientNode: 2,
  question: { sid: 9, command: { code: 0x0101, replyDataBytes: 4 } },
  fateOf: (sid, command) => {
    if (command !== 0x0101) return 'unused';
    return sid === 7 ? 'timed-out' : sid === 8 ? 'answered' : 'unused';
  },
};

const GOOD = 'C0 00 02 00 02 00 00 01 00 09 0101 0000 0001 86A0';

describe('the reply that fits', () => {
  it.each([
    ['as expected', GOOD, 0x0000],
    ['with another gateway count and reserved byte', 'C0 07 07 00 02 00 00 01 00 09 0101 0000 0001 86A0', 0],
    ['with a low battery', 'C0 00 02 00 02 00 00 01 00 09 0101 0040 0001 86A0', 0x0040],
    ['failing, without data', 'C0 00 02 00 02 00 00 01 00 09 0101 1103', 0x1103],
    ['failing in a relay, with its address', 'C0 00 02 00 02 00 00 01 00 09 0101 8205 01 05', 0x8205],
    ['failing in a relay, without its address', 'C0 00 02 00 02 00 00 01 00 09 0101 8205', 0x8205],
  ])('%s', (_name, bytes, raw) => {
    expect(judgeReply(hex(bytes), PLC, context)).toMatchObject({ kind: 'answer', endCode: { raw } });
  });
});

describe('a datagram that does not fit is dropped as', () => {
  it.each([
    ['malformed', 'nothing at all', ''],
    ['malformed', 'a header alone', 'C0 00 02 00 02 00 00 01 00 09'],
    ['malformed', 'no end code', 'C0 00 02 00 02 00 00 01 00 09 0101'],
    ['malformed', 'half an end code', 'C0 00 02 00 02 00 00 01 00 09 0101 00'],
    ['malformed', 'a command', '80 00 02 00 02 00 00 01 00 09 0101 0000 0001 86A0'],
    ['malformed', 'a reply without the gateway bit', '40 00 02 00 02 00 00 01 00 09 0101 0000 0001 86A0'],
    ['malformed', 'a reply that wants no reply', 'C1 00 02 00 02 00 00 01 00 09 0101 0000 0001 86A0'],
    ['malformed', 'one byte short', 'C0 00 02 00 02 00 00 01 00 09 0101 0000 0001 86'],
    ['malformed', 'one word long', 'C0 00 02 00 02 00 00 01 00 09 0101 0000 0001 86A0 0000'],
    ['malformed', 'success without data', 'C0 00 02 00 02 00 00 01 00 09 0101 0000'],
    ['malformed', 'failure with data', 'C0 00 02 00 02 00 00 01 00 09 0101 1103 0001 86A0'],
    ['malformed', 'two more bytes without the relay bit', 'C0 00 02 00 02 00 00 01 00 09 0101 0205 01 05'],
    ['malformed', 'above 2012 bytes', `${GOOD} ${'00'.repeat(2012)}`],
    ['foreign', 'another destination network', 'C0 00 02 01 02 00 00 01 00 09 0101 0000 0001 86A0'],
    ['foreign', 'another destination node', 'C0 00 02 00 03 00 00 01 00 09 0101 0000 0001 86A0'],
    ['foreign', 'another destination unit', 'C0 00 02 00 02 10 00 01 00 09 0101 0000 0001 86A0'],
    ['foreign', 'another source network', 'C0 00 02 00 02 00 01 01 00 09 0101 0000 0001 86A0'],
    ['foreign', 'another source node', 'C0 00 02 00 02 00 00 04 00 09 0101 0000 0001 86A0'],
    ['foreign', 'another source unit', 'C0 00 02 00 02 00 00 01 10 09 0101 0000 0001 86A0'],
    ['foreign', 'a SID that we never used', 'C0 00 02 00 02 00 00 01 00 00 0101 0000 0001 86A0'],
    ['foreign', 'our SID on a 0104 reply', 'C0 00 02 00 02 00 00 01 00 09 0104 0000 82 00 01'],
    ['foreign', 'an old SID of ours on a 0104 reply', 'C0 00 02 00 02 00 00 01 00 07 0104 0000 82 00 01'],
    ['late', 'a SID that timed out', 'C0 00 02 00 02 00 00 01 00 07 0101 0000 0001 86A0'],
    ['duplicate', 'a SID that was answered', 'C0 00 02 00 02 00 00 01 00 08 0101 0000 0001 86A0'],
  ])('%s: %s', (as, _name, bytes) => {
    expect(judgeReply(hex(bytes), PLC, context)).toMatchObject({ kind: 'dropped', as });
  });

  it.each([
    ['another computer', { address: '127.0.0.2', port: 9600 }],
    ['another port', { address: '127.0.0.1', port: 9601 }],
  ])('foreign: from %s', (_name, source) => {
    expect(judgeReply(hex(GOOD), source, context)).toMatchObject({ kind: 'dropped', as: 'foreign' });
  });

  it('foreign: anything while nothing was asked', () => {
    const idle = { ...context, question: null };
    expect(judgeReply(hex(GOOD), PLC, idle)).toMatchObject({ kind: 'dropped', as: 'foreign' });
  });
});

describe('content that makes no sense is told, not guessed', () => {
  it.each([
    ['a digit above 9', '26 1A 05 06 30 59 01', 'not BCD'],
    ['month 0', '26 00 05 06 30 59 01', 'no such date'],
    ['29 February of a common year', '26 02 29 06 30 59 01', 'no such date'],
    ['hour 24', '26 01 05 24 00 00 01', 'no such time'],
    ['weekday 7', '26 01 05 06 30 59 07', 'no such time'],
  ])('a clock with %s', (_name, bytes, reason) => {
    expect(plcClockCommand().decode(hex(bytes))).toEqual({ kind: 'invalid', bytes: [...hex(bytes)], reason });
  });

  it('takes 29 February of a leap year, and 1998', () => {
    expect(plcClockCommand().decode(hex('28 02 29 06 30 59 02'))).toMatchObject({
      kind: 'valid',
      year: 2028,
    });
    expect(plcClockCommand().decode(hex('98 02 28 06 30 59 06'))).toMatchObject({
      kind: 'valid',
      year: 1998,
    });
  });

  it('a mode byte that no manual lists is unknown, and unprintable text is masked', () => {
    const status = controllerStatusCommand().decode(
      hex('00 07 0000 0000 0000 0000 41FF1B42 00414141 41414141 41414141'),
    );
    expect(status).toMatchObject({ mode: 'unknown', executing: false, errorMessage: 'A??B' });
  });
});
