import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wordAddress } from '../../../shared/units.ts';
import type { FinsCommand } from './command.ts';
import { controllerDataCommand, encodeControllerDataReply } from './controller-data.ts';
import { controllerStatusCommand, encodeControllerStatusReply } from './controller-status.ts';
import { cycleTimeCommand, encodeCycleTimeReply } from './cycle-time.ts';
import { END_CODES } from './end-code-table.ts';
import { commandHeader, encodeCommand, encodeReply, replyHeader } from './frame.ts';
import { readWordsCommand } from './memory-area-read.ts';
import { writeWordsCommand } from './memory-area-write.ts';
import { encodeClockReply, plcClockCommand } from './plc-clock.ts';

const TOOLS = ['tshark', 'text2pcap'];
const installed = TOOLS.every((tool) => spawnSync(tool, ['--version']).status === 0);

const header = commandHeader({ plcNode: 12, clientNode: 77, sid: 0x5a });

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fins-frames-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** What Wireshark's own FINS dissector makes of a frame: the named fields, as it prints them. */
function dissect(frame: Uint8Array, fields: readonly string[]): string[] {
  const dump = join(folder, 'frame.txt');
  const capture = join(folder, 'frame.pcap');
  const bytes = [...frame].map((byte) => byte.toString(16).padStart(2, '0'));
  writeFileSync(dump, `000000 ${bytes.join(' ')}\n`);
  execFileSync('text2pcap', ['-q', '-u', '9600,9600', dump, capture], { stdio: 'pipe' });
  const fieldArguments = fields.flatMap((field) => ['-e', field]);
  const decodeAs = ['-d', 'udp.port==9600,omron', '-T', 'fields', '-E', 'separator=|'];
  const out = execFileSync('tshark', ['-r', capture, ...decodeAs, ...fieldArguments], { stdio: 'pipe' });
  return out.toString().trim().split('|');
}

function frameOf(command: FinsCommand<unknown>): Buffer {
  return encodeCommand(header, command.code, command.data);
}

describe.runIf(installed)('Wireshark reads', () => {
  it('a read', () => {
    const fields = [
      'omron.icf',
      'omron.gct',
      'omron.da1',
      'omron.sa1',
      'omron.sid',
      'omron.command',
      'omron.memory.area.read',
      'omron.memory.address',
      'omron.memory.address.bits',
      'omron.memory.numitems',
    ];
    expect(dissect(frameOf(readWordsCommand(wordAddress(6500), 477)), fields)).toEqual([
      '0x80',
      '0x02',
      '0x0c',
      '0x4d',
      '0x5a',
      '0x0101',
      '0x82',
      '0x1964',
      '0x00',
      '477',
    ]);
  });

  it('a write', () => {
    const fields = ['omron.command', 'omron.memory.address', 'omron.memory.numitems', 'omron.command.data'];
    expect(dissect(frameOf(writeWordsCommand(wordAddress(7076), [0])), fields)).toEqual([
      '0x0102',
      '0x1ba4',
      '1',
      '0000',
    ]);
  });

  it.each([
    ['controller data read', controllerDataCommand(), '0x0501'],
    ['controller status read', controllerStatusCommand(), '0x0601'],
    ['cycle time read', cycleTimeCommand(), '0x0620'],
    ['clock read', plcClockCommand(), '0x0701'],
  ])('the command code of a %s', (_name, command, code) => {
    expect(dissect(frameOf(command), ['omron.command', 'omron.sid'])).toEqual([code, '0x5a']);
  });

  it('the same end codes as we do', () => {
    const values = execFileSync('tshark', ['-G', 'values'], { stdio: 'pipe', maxBuffer: 2 ** 28 }).toString();
    const listed = [...values.matchAll(/^V\tomron\.response\.code\t0x([0-9a-f]+)\t/gm)];
    const codes = listed.map(([, digits = '']) => Number.parseInt(digits, 16));
    expect(codes.length).toBeGreaterThan(80);
    expect([...END_CODES.keys()]).toEqual(codes);
  });

  it('the replies of our server side', () => {
    const reply = (code: number, data: Uint8Array) => encodeReply(replyHeader(header), code, 0, data);
    // The bits of the error words are not compared: Wireshark counts them from the other end than W342 does.
    const status = encodeControllerStatusReply({
      executing: true,
      standby: false,
      mode: 'run',
      fatalErrors: 0,
      nonFatalErrors: 0x0010,
      messages: 0,
      errorCode: 0x00f7,
      errorMessage: 'BATTERY',
    });
    expect(
      dissect(reply(0x0601, status), [
        'omron.icf',
        'omron.da1',
        'omron.mode_code',
        'omron.fals',
        'omron.error_message',
      ]),
    ).toEqual(['0xc0', '0x4d', '0x04', '0x00f7', 'BATTERY']);
    const clock = encodeClockReply({
      year: 2026,
      month: 12,
      day: 31,
      hour: 23,
      minute: 59,
      second: 58,
      weekday: 4,
    });
    expect(
      dissect(reply(0x0701, clock), ['omron.year', 'omron.month', 'omron.date', 'omron.second']),
    ).toEqual(['0x26', '0x12', '0x31', '0x58'].map((bcd) => String(Number(bcd))));
    const controller = encodeControllerDataReply({
      model: 'CJ2M-CPU33',
      version: '02.01',
      programKSteps: 20,
      dmWords: 32768,
    });
    expect(
      dissect(reply(0x0501, controller), ['omron.controller.model', 'omron.area_data.dm_words']),
    ).toEqual(['CJ2M-CPU33'.padEnd(20), '32768']);
    const cycle = encodeCycleTimeReply({ averageMs: 2.5, maxMs: 7.3, minMs: 2.4 });
    expect(dissect(reply(0x0620, cycle), ['omron.avg_cycle_time', 'omron.min_cycle_time'])).toEqual([
      '0x00000019',
      '0x00000018',
    ]);
  });
});
