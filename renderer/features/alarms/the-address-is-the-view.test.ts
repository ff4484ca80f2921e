import { describe, expect, it } from 'vitest';
import { readActiveFilter, readTab, writeActiveFilter } from './active-filter.ts';
import { historyAddress, historyInput, readHistoryFilter, writeHistoryFilter } from './history-filter.ts';

const params = (text: string): URLSearchParams => new URLSearchParams(text);
const NOW = Date.parse('2026-03-02T07:00:00Z');

describe('active alarms', () => {
  it('what was chosen is read back as it was', () => {
    const filter = { sought: 'silo 3', priority: 2, group: 'EQUIPMENT', open: 'a1' } as const;
    expect(readActiveFilter(new URLSearchParams(writeActiveFilter(filter)))).toEqual(filter);
  });

  it('what makes no sense counts as not given', () => {
    expect(readTab(params('tab=nothing'))).toBe('active');
    expect(readActiveFilter(params('priority=4&group=plc'))).toMatchObject({ priority: null, group: null });
  });
});

describe('history', () => {
  it('what was chosen is read back as it was', () => {
    const filter = {
      span: null,
      from: '2026-03-01T00:00:00.000Z',
      to: '2026-03-01T01:00:00.000Z',
      code: 'BATCH_FAILED',
      subject: 'WH/MO/00014 & more',
      change: 'raised',
    } as const;
    expect(readHistoryFilter(writeHistoryFilter(filter))).toEqual(filter);
    expect(historyAddress(filter)).toMatch(/^\/alarms\?tab=history&/);
  });

  it('a span ends now and begins so much earlier; all has no beginning', () => {
    expect(historyInput(readHistoryFilter(params('range=24h')), null, NOW)).toEqual({
      from: '2026-03-01T07:00:00.000Z',
    });
    expect(historyInput(readHistoryFilter(params('range=all')), null, NOW)).toEqual({});
    expect(historyInput(readHistoryFilter(params('range=all&change=raised')), null, NOW)).toEqual({
      change: 'raised',
    });
    expect(historyInput(readHistoryFilter(params('range=all&change=exploded')), null, NOW)).toEqual({});
    expect(historyInput(readHistoryFilter(params('')), null, NOW)).toEqual({
      from: '2026-02-23T07:00:00.000Z',
    });
  });

  it('chosen moments take the place of a span', () => {
    const filter = readHistoryFilter(params('range=24h&to=2026-03-01T01:00:00Z'));
    expect(filter.span).toBeNull();
    expect(historyInput(filter, null, NOW)).toEqual({ to: '2026-03-01T01:00:00.000Z' });
  });

  it('only a cursor that the station can have given is sent', () => {
    const filter = readHistoryFilter(params('range=all'));
    expect(historyInput(filter, '12.34', NOW)).toEqual({ cursor: '12.34' });
    expect(historyInput(filter, '12;drop', NOW)).toEqual({});
  });
});
