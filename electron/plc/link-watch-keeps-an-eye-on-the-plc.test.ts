import { describe, expect, it } from 'vitest';
import { wordAddress } from '../../shared/units.ts';
import { hex } from './fins/testing/golden-frames.ts';
import { type Bench, openBench } from './fins/testing/open-client.ts';
import { LinkWatch, type PlcLinkStatus } from './link-watch.ts';

const RUN = [...hex('01 04 0000 0000 0000 0000'), ...new Array<number>(16).fill(0)];
const PROGRAM = [...hex('00 00 0040 0010 0000 C101'), ...Buffer.from('FALS 1          ')];

/** Starts a watch; `next` resolves with the next status that its listeners hear. */
function watch(bench: Bench): {
  watch: LinkWatch;
  heard: PlcLinkStatus[];
  next: () => Promise<PlcLinkStatus>;
} {
  const started = new LinkWatch(bench.client, bench);
  const heard: PlcLinkStatus[] = [];
  started.onChange((status) => heard.push(status));
  const next = (): Promise<PlcLinkStatus> =>
    new Promise((resolve) => {
      const cancel = started.onChange((status) => {
        cancel();
        resolve(status);
      });
    });
  started.start();
  return { watch: started, heard, next };
}

describe('a PLC that answers', () => {
  it('is asked at once, tells its mode, and is asked again every 10 s', async () => {
    await using bench = await openBench();
    const { plc, clock } = bench;
    const { watch: watching, heard, next } = watch(bench);
    expect(watching.status).toMatchObject({ link: 'unknown', mode: 'unknown', lastGoodAt: null });
    const linkUp = next();
    await plc.answer(0, RUN);
    await linkUp;
    const known = heard.length === 2 ? watching.status : await next();
    expect(known).toMatchObject({
      link: 'up',
      mode: 'run',
      executing: true,
      fatal: { word: 0, texts: [] },
      lastGoodAt: clock.now(),
      statusReadAt: clock.now(),
      lostSince: null,
      refusal: null,
    });

    await clock.advance(9999);
    expect(plc.count).toBe(1);
    const changed = next();
    await clock.advance(1);
    await plc.answer(0, PROGRAM);
    expect(await changed).toMatchObject({
      mode: 'program',
      executing: false,
      fatal: { texts: ['FALS: the program stopped the CPU'] },
      nonFatal: { texts: ['battery low or missing'] },
      errorCode: 0xc101,
      errorMessage: 'FALS 1',
    });
    expect(heard).toHaveLength(3);
    watching.stop();
    expect(clock.pending).toBe(0);
  });

  it('is alive with an unknown mode when it does not support the question', async () => {
    await using bench = await openBench();
    const { plc, client } = bench;
    const { watch: watching, next } = watch(bench);
    const linkUp = next();
    await plc.answer(0x0401);
    await linkUp;
    const status = watching.status.refusal === null ? await next() : watching.status;
    expect(status).toMatchObject({ link: 'up', mode: 'unknown', executing: null, statusReadAt: null });
    expect(status.refusal).toContain('not known to the PLC');
    expect(client.linkState).toBe('up');
    watching.stop();
  });
});

describe('a PLC that does not answer', () => {
  it('is probed every 1.5 s, shown as lost since then, and recovers by itself', async () => {
    await using bench = await openBench();
    const { plc, clock } = bench;
    const { watch: watching, next } = watch(bench);
    const lost = next();
    // Three probes: at 0, 2000 and 4000 ms; each is given up 500 ms later.
    await clock.advance(4499);
    expect(watching.status.link).toBe('unknown');
    await clock.advance(1);
    expect(await lost).toMatchObject({ link: 'lost', mode: 'unknown', lostSince: clock.now() });
    for (let probe = 1; probe <= 3; probe += 1) {
      expect([...(await plc.next()).bytes.subarray(10)]).toEqual([0x06, 0x01]);
    }
    const up = next();
    await clock.advance(1500);
    await plc.answer(0, RUN);
    expect(await up).toMatchObject({ link: 'up', lostSince: null });
    const known = watching.status.mode === 'unknown' ? await next() : watching.status;
    expect(known.mode).toBe('run');
    watching.stop();
    expect(clock.pending).toBe(0);
  });

  it('is noticed by the work of others, and what was known of it is forgotten', async () => {
    await using bench = await openBench();
    const { plc, client, clock } = bench;
    const { watch: watching, heard, next } = watch(bench);
    const linkUp = next();
    await plc.answer(0, RUN);
    await linkUp;
    if (heard.length < 2) await next();

    const reading = client.readWords(wordAddress(6000), 1);
    await clock.advance(1700);
    expect(await reading).toMatchObject({ kind: 'fault', fault: { kind: 'timeout' } });
    for (let attempt = 1; attempt <= 3; attempt += 1) await plc.next();
    expect(watching.status).toMatchObject({ link: 'lost', mode: 'unknown', fatal: null });
    expect(watching.status.lostSince).toBe(clock.now() - 87.5);

    // The probe follows 1.5 s after the loss, not at the next refresh.
    await clock.advance(1500);
    const probe = await plc.next();
    expect([...probe.bytes.subarray(10)]).toEqual([0x06, 0x01]);
    watching.stop();
  });

  it('leaves no timer when the watch is stopped while it waits for an answer', async () => {
    await using bench = await openBench();
    const { plc, clock } = bench;
    const { watch: watching, heard } = watch(bench);
    await plc.next();
    watching.stop();
    await clock.advance(60_000);
    expect(plc.count).toBe(1);
    expect(heard).toEqual([]);
    expect(clock.pending).toBe(0);
  });
});
