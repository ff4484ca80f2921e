import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { shippedProfile } from '../../plc/memory-map/load-profile.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { MemoryLogger } from '../../testing/memory-logger.ts';
import { OmronPeer } from './testing/omron-peer.ts';
import { TrainingPlc } from './training-plc.ts';

const NODE = 7;

let plc: TrainingPlc;
let peer: OmronPeer;

beforeEach(async () => {
  const ports = { clock: new FakeClock(Date.UTC(2026, 1, 28, 18, 5, 9)), logger: new MemoryLogger() };
  plc = await TrainingPlc.start(
    { node: NODE, profile: shippedProfile('ten-slot'), speed: 'instant', seed: 1 },
    ports,
  );
  peer = await OmronPeer.connect(plc.port, NODE);
});

afterEach(async () => {
  peer[Symbol.dispose]();
  await plc.stop();
});

describe('the training PLC, asked by npm omron-fins', () => {
  it('returns the words that were written, over the full 16 bits', async () => {
    const words = [0, 1, 0x7fff, 0x8000, 0xffff, 34_464];
    await peer.write(100, words);
    expect(await peer.read(99, 8)).toEqual([0, ...words, 0]);
    expect(plc.memory.read(100, 6)).toEqual(words);
  });

  it('serves its longest read and write, and the last DM word', async () => {
    const longest = Array.from({ length: 727 }, (_, index) => index * 90);
    await peer.write(20_000, longest);
    expect(await peer.read(20_000, 729)).toEqual([...longest, 0, 0]);
    await peer.write(32_767, [42]);
    expect(await peer.read(32_767, 1)).toEqual([42]);
  });

  it('tells its mode and its errors', async () => {
    expect((await peer.status()).result).toMatchObject({
      status: 'RUN',
      mode: 'RUN',
      fatalErrors: null,
      nonFatalErrors: null,
      plcErrCode: 0,
    });

    plc.setCpu({ mode: 'program', nonFatalErrors: 0x0010, errorCode: 0x00f7 });
    const alarmed = await peer.status();
    expect(alarmed.result).toMatchObject({ status: 'STOP', mode: 'PROGRAM', plcErrCode: 0x00f7 });
    expect(alarmed.endCode).toBe('0000');
    expect(alarmed.NonFatalCPUUnitErr).toBe(true);
    expect(alarmed.FatalCPUUnitErr).toBe(false);
  });

  it('shows plant local time: 18:05 UTC is 01:05 of the next day, a Sunday', async () => {
    expect((await peer.clock()).result).toEqual({
      year: 26,
      month: 3,
      day: 1,
      hour: 1,
      minute: 5,
      second: 9,
      day_of_week: 0,
    });
  });

  it('says what it is, so that nobody takes it for a plant', async () => {
    expect((await peer.controllerData()).result).toMatchObject({
      CPUUnitModel: 'CJ2M-TRAINING',
      AreaData: { NoOfDMWords: 32_768 },
    });
  });
});
