import { describe, expect, it } from 'vitest';
import { wordAddress } from '../../../shared/units.ts';
import { openBench } from './testing/open-client.ts';
import { RawPlc } from './testing/raw-plc.ts';

const D6000 = wordAddress(6000);

describe('close', () => {
  it('ends the request in flight and those that wait, and leaves no socket and no timer', async () => {
    await using bench = await openBench();
    const { plc, client, clock } = bench;
    const writing = client.writeFlag(D6000, 1);
    const waiting = client.writeFlag(D6000, 0);
    const { from } = await plc.next();
    await expect(RawPlc.open(from.port)).rejects.toThrow('EADDRINUSE');
    await client.close();
    expect(await writing).toMatchObject({ kind: 'fault', fault: { kind: 'closed', mayHaveBeenDone: true } });
    expect(await waiting).toMatchObject({ kind: 'fault', fault: { kind: 'closed', mayHaveBeenDone: false } });
    expect(clock.pending).toBe(0);
    // The client's port can be taken by another only when its socket is gone.
    await using successor = await RawPlc.open(from.port);
    expect(successor.port).toBe(from.port);
  });

  it('ends a request that pauses before its next attempt', async () => {
    await using bench = await openBench();
    const { plc, client, clock } = bench;
    const reading = client.readWords(D6000, 1);
    await plc.next();
    await clock.advance(510);
    expect(clock.pending).toBe(1);
    await client.close();
    expect(await reading).toMatchObject({ kind: 'fault', fault: { kind: 'closed', mayHaveBeenDone: true } });
    expect(clock.pending).toBe(0);
    expect(client.statistics().sent).toBe(1);
  });

  it('can be called twice; a later request is refused', async () => {
    await using bench = await openBench();
    await bench.client.close();
    await bench.client.close();
    expect(await bench.client.probe()).toMatchObject({
      kind: 'fault',
      fault: { kind: 'closed', mayHaveBeenDone: false },
    });
  });
});
