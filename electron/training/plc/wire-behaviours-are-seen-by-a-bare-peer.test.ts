import { describe, expect, it } from 'vitest';
import { ControlledPlc, endCodeOf, sidOf, wordsOf } from './testing/controlled-plc.ts';

/** What comes back for a read of two words, and the frame that was sent. */
async function askOnce(plant: ControlledPlc): Promise<{ sent: Buffer; reply: Buffer }> {
  const sent = plant.readFrame(100, 2);
  return { sent, reply: await plant.peer.ask(sent) };
}

/** The frames that come back before the reply to a status request that nothing is done to. */
async function framesUntilProbe(plant: ControlledPlc): Promise<Buffer[]> {
  const probe = plant.statusFrame();
  await plant.peer.send(probe);
  const frames: Buffer[] = [];
  for (;;) {
    const frame = await plant.peer.receive();
    if (sidOf(frame) === sidOf(probe) && frame.readUInt16BE(10) === 0x0601) return frames;
    frames.push(frame);
  }
}

/** The rest of every test: off is normal again. */
async function expectNormalAfterwards(plant: ControlledPlc, name: string): Promise<void> {
  expect(await plant.off(name)).toMatchObject({ on: false, parameters: null, since: null });
  const { sent, reply } = await askOnce(plant);
  expect([sidOf(reply), endCodeOf(reply), wordsOf(reply)]).toEqual([sidOf(sent), 0, [7, 8]]);
  expect(await framesUntilProbe(plant)).toEqual([]);
}

async function startWithWords(): Promise<ControlledPlc> {
  const plant = await ControlledPlc.start();
  plant.plc.memory.write(100, [7, 8]);
  return plant;
}

describe('requests and replies that get lost or come late', () => {
  it('drop: a lost request is neither carried out nor answered', async () => {
    await using plant = await startWithWords();
    await plant.on('drop', { requests: 'writes' });
    await plant.peer.send(plant.writeFrame(100, [9]));
    expect(await framesUntilProbe(plant)).toEqual([]);
    expect(plant.plc.memory.word(100)).toBe(7);
    await expectNormalAfterwards(plant, 'drop');
  });

  it('drop: a lost reply belongs to a request that was carried out', async () => {
    await using plant = await startWithWords();
    await plant.on('drop', { what: 'reply', requests: 'writes' });
    await plant.peer.send(plant.writeFrame(101, [9]));
    expect(await framesUntilProbe(plant)).toEqual([]);
    expect(plant.plc.memory.word(101)).toBe(9);
    plant.plc.memory.write(101, [8]);
    await expectNormalAfterwards(plant, 'drop');
  });

  it('drop: only flag writes, when told so', async () => {
    await using plant = await startWithWords();
    await plant.on('drop', { requests: 'flag-writes' });
    await plant.write(100, [1, 2]);
    await plant.peer.send(plant.writeFrame(100, [9]));
    expect(await framesUntilProbe(plant)).toEqual([]);
    expect(plant.plc.memory.read(100, 2)).toEqual([1, 2]);
    plant.plc.memory.write(100, [7, 8]);
    await expectNormalAfterwards(plant, 'drop');
  });

  it('delay: the reply comes after its time and not before', async () => {
    await using plant = await startWithWords();
    await plant.on('delay', { ms: 700, requests: 'reads' });
    const sent = plant.readFrame(100, 2);
    await plant.peer.send(sent);
    expect(await framesUntilProbe(plant)).toEqual([]);
    await plant.clock.advance(699);
    expect(await framesUntilProbe(plant)).toEqual([]);
    await plant.clock.advance(1);
    const late = await plant.peer.receive();
    expect([sidOf(late), wordsOf(late)]).toEqual([sidOf(sent), [7, 8]]);
    await expectNormalAfterwards(plant, 'delay');
  });

  it('duplicate: the same reply comes again', async () => {
    await using plant = await startWithWords();
    await plant.on('duplicate', { copies: 2, requests: 'reads' });
    const { reply } = await askOnce(plant);
    expect(await framesUntilProbe(plant)).toEqual([reply, reply]);
    await expectNormalAfterwards(plant, 'duplicate');
  });

  it('reorder: a reply comes after the next one, and ends by itself after its count', async () => {
    await using plant = await startWithWords();
    await plant.on('reorder', { times: 1 });
    const first = plant.readFrame(100, 1);
    const second = plant.readFrame(101, 1);
    await plant.peer.send(first);
    await plant.peer.send(second);
    const frames = [await plant.peer.receive(), await plant.peer.receive()];
    expect(frames.map((frame) => [sidOf(frame), wordsOf(frame)])).toEqual([
      [sidOf(second), [8]],
      [sidOf(first), [7]],
    ]);
    expect(await plant.state('reorder')).toMatchObject({ on: false, happened: 1 });
    await expectNormalAfterwards(plant, 'reorder');
  });
});

describe('replies that are not what was asked for', () => {
  it('truncate: bytes are missing at the end', async () => {
    await using plant = await startWithWords();
    await plant.on('truncate', { bytes: 3 });
    expect((await askOnce(plant)).reply).toHaveLength(18 - 3);
    await plant.on('truncate', { bytes: 2_000 });
    expect((await askOnce(plant)).reply).toHaveLength(1);
    await expectNormalAfterwards(plant, 'truncate');
  });

  it.each([
    ['header', (place: number) => place === 0 || (place >= 3 && place <= 9)],
    ['command', (place: number) => place === 10 || place === 11],
    ['data', (place: number) => place >= 14],
  ])('corrupt: exactly one bit of the %s is flipped', async (part, isInPart) => {
    await using plant = await startWithWords();
    const { sent, reply: right } = await askOnce(plant);
    await plant.on('corrupt', { part });
    const places = new Set<number>();
    for (let round = 0; round < 40; round += 1) {
      const wrong = await plant.peer.ask(sent);
      const flipped = [...wrong].flatMap((byte, place) => {
        const difference = byte ^ right.readUInt8(place);
        return difference === 0 ? [] : [{ place, bits: difference.toString(2).replaceAll('0', '').length }];
      });
      expect(flipped).toEqual([{ place: expect.any(Number), bits: 1 }]);
      expect(isInPart(flipped[0]?.place ?? -1)).toBe(true);
      places.add(flipped[0]?.place ?? -1);
    }
    expect(places.size).toBeGreaterThan(1);
    await expectNormalAfterwards(plant, 'corrupt');
  });

  it('wrong-sid: the SID of another request', async () => {
    await using plant = await startWithWords();
    await plant.on('wrong-sid', { offset: 255 });
    const { sent, reply } = await askOnce(plant);
    expect(sidOf(reply)).toBe((sidOf(sent) + 255) % 256);
    await expectNormalAfterwards(plant, 'wrong-sid');
  });

  it("foreign-reply: another node's address, before the right reply", async () => {
    await using plant = await startWithWords();
    await plant.on('foreign-reply', { requests: 'reads' });
    const { sent, reply } = await askOnce(plant);
    expect([reply.readUInt8(4), sidOf(reply)]).toEqual([100, sidOf(sent)]);
    const [right] = await framesUntilProbe(plant);
    expect([right?.readUInt8(4), right && wordsOf(right)]).toEqual([99, [7, 8]]);
    await expectNormalAfterwards(plant, 'foreign-reply');
  });

  it("foreign-reply: another client's 0104 data, in the place of the right reply", async () => {
    await using plant = await startWithWords();
    await plant.on('foreign-reply', { kind: 'other-client-data', when: 'instead', requests: 'reads' });
    const { sent, reply } = await askOnce(plant);
    expect([sidOf(reply), reply.readUInt16BE(10), reply.length]).toEqual([sidOf(sent), 0x0104, 18]);
    expect(await framesUntilProbe(plant)).toEqual([]);
    await expectNormalAfterwards(plant, 'foreign-reply');
  });

  it('end-code: the request is refused and not carried out', async () => {
    await using plant = await startWithWords();
    await plant.on('end-code', { endCode: '2503', requests: 'writes' });
    expect(endCodeOf(await plant.peer.ask(plant.writeFrame(100, [9])))).toBe(0x2503);
    expect(plant.plc.memory.word(100)).toBe(7);
    await expectNormalAfterwards(plant, 'end-code');
  });

  it.each(['0000', '0040', '8000', '00C0', '25', '25G3'])(
    'end-code: %s is refused, as it does not say that a command failed',
    async (endCode) => {
      await using plant = await startWithWords();
      await expect(plant.on('end-code', { endCode })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    },
  );
});

describe('chance, count and company', () => {
  /** Which of 200 reads were answered while every other one or so is lost. */
  async function pattern(seed: number): Promise<string> {
    await using plant = await ControlledPlc.start({ seed });
    await plant.on('end-code', { probability: 0.5 });
    let answered = '';
    for (let round = 0; round < 200; round += 1) {
      answered += endCodeOf((await askOnce(plant)).reply) === 0 ? '.' : 'x';
    }
    return answered;
  }

  it('the same seed picks the same requests, another seed others', async () => {
    const first = await pattern(3);
    expect(await pattern(3)).toBe(first);
    expect(await pattern(4)).not.toBe(first);
    const hits = first.replaceAll('.', '').length;
    expect(hits).toBeGreaterThan(60);
    expect(hits).toBeLessThan(140);
  });

  it('switching on anew throws the same dice anew', async () => {
    await using plant = await startWithWords();
    const rounds = async (): Promise<number[]> => {
      await plant.on('end-code', { probability: 0.5 });
      const codes: number[] = [];
      for (let round = 0; round < 50; round += 1) codes.push(endCodeOf((await askOnce(plant)).reply));
      return codes;
    };
    expect(await rounds()).toEqual(await rounds());
  });

  it('after its count a behaviour is off by itself, and tells how often it happened', async () => {
    await using plant = await startWithWords();
    await plant.on('end-code', { times: 2 });
    const codes: number[] = [];
    for (let round = 0; round < 4; round += 1) codes.push(endCodeOf((await askOnce(plant)).reply));
    expect(codes).toEqual([0x0205, 0x0205, 0, 0]);
    expect(await plant.state('end-code')).toMatchObject({ on: false, happened: 2 });
  });

  it('several at once are done one after the other', async () => {
    await using plant = await startWithWords();
    await plant.on('wrong-sid', { offset: 1, requests: 'reads' });
    await plant.on('duplicate', { copies: 1, requests: 'reads' });
    await plant.on('delay', { ms: 30, requests: 'reads' });
    await plant.on('end-code', { requests: 'writes' });
    const sent = plant.readFrame(100, 2);
    await plant.peer.send(sent);
    expect(endCodeOf(await plant.peer.ask(plant.writeFrame(100, [1])))).toBe(0x0205);
    await plant.clock.advance(30);
    const frames = [await plant.peer.receive(), await plant.peer.receive()];
    expect(frames.map(sidOf)).toEqual([sidOf(sent) + 1, sidOf(sent) + 1]);
    const states = await plant.control.request('all-off', {});
    expect(states.filter(({ on }) => on)).toEqual([]);
    await expectNormalAfterwards(plant, 'delay');
  });
});
