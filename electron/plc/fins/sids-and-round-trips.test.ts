import { describe, expect, it } from 'vitest';
import { LinkStatistics } from './link-statistics.ts';
import { SidLedger } from './sid-ledger.ts';
import { needsNewSocket } from './udp-link.ts';

describe('SIDs', () => {
  it('start anywhere, run 1..255 and never are 0', () => {
    for (const random of [0, 0.5, 0.999_999]) {
      const ledger = new SidLedger(() => random);
      const taken = Array.from({ length: 255 }, () => ledger.take(0x0101));
      expect(new Set(taken).size).toBe(255);
      expect(Math.min(...taken)).toBe(1);
      expect(Math.max(...taken)).toBe(255);
    }
    expect(new SidLedger(() => 0).take(1)).not.toBe(new SidLedger(() => 0.5).take(1));
  });

  it('remember what became of them, for their own command only', () => {
    const ledger = new SidLedger(() => 0);
    const sid = ledger.take(0x0101);
    expect(ledger.fateOf(sid, 0x0101)).toBe('waiting');
    ledger.settle(sid, 'timed-out');
    expect(ledger.fateOf(sid, 0x0101)).toBe('timed-out');
    expect(ledger.fateOf(sid, 0x0104)).toBe('unused');
    expect(ledger.fateOf(0, 0x0101)).toBe('unused');
  });
});

describe('round trips', () => {
  it('are none before the first', () => {
    expect(new LinkStatistics().snapshot().roundTripMs).toBeNull();
  });

  it('are nearest-rank percentiles', () => {
    const statistics = new LinkStatistics();
    for (let ms = 100; ms >= 1; ms -= 1) statistics.addRoundTrip(ms);
    expect(statistics.snapshot().roundTripMs).toEqual({ p50: 50, p90: 90, p99: 99, max: 100 });
  });

  it('forget what is older than the last 1024', () => {
    const statistics = new LinkStatistics();
    statistics.addRoundTrip(9999);
    for (let count = 0; count < 1024; count += 1) statistics.addRoundTrip(1);
    expect(statistics.snapshot().roundTripMs).toEqual({ p50: 1, p90: 1, p99: 1, max: 1 });
  });
});

describe('after a failed send a new socket is needed', () => {
  it.each([
    ['ECONNREFUSED', false],
    ['EHOSTUNREACH', false],
    ['ENOBUFS', false],
    ['EINVAL', true],
    ['ENETUNREACH', true],
    ['EADDRNOTAVAIL', true],
    ['ERR_SOCKET_DGRAM_NOT_CONNECTED', true],
  ])('%s: %s', (code, expected) => {
    expect(needsNewSocket(Object.assign(new Error('send'), { code }))).toBe(expected);
  });
});
