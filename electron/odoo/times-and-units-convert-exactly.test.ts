import { describe, expect, it } from 'vitest';
import { isMainPlc } from './main-plc.ts';
import { fromOdooTime, toOdooTime } from './odoo-time.ts';
import { isTemporaryRejection } from './temporary-rejection.ts';
import { weightInKg } from './weight-unit.ts';

describe('Odoo’s date-time text', () => {
  it('is UTC: 06:30 in the plant (UTC+7) is 23:30 of the day before', () => {
    expect(toOdooTime(Date.parse('2026-01-05T06:30:00+07:00'))).toBe('2026-01-04 23:30:00');
  });

  it.each([
    '2026-01-04 23:30:00',
    '2026-01-04T23:30:00',
    '2026-01-04T23:30:00Z',
    '2026-01-04 23:30:00.123',
    '2026-01-04T23:30:00+00:00',
  ])('is read from %s', (text) => expect(fromOdooTime(text)).toBe(Date.UTC(2026, 0, 4, 23, 30, 0)));

  it.each(['', '2026-01-04', '2026-13-04 23:30:00', '2026-01-04 23:30:00+07:00', 'yesterday'])(
    'is not read from %j',
    (text) => expect(fromOdooTime(text)).toBeNull(),
  );
});

describe('a weight', () => {
  it.each([
    [1000, 'kg', 1000],
    [22_500, 'g', 22.5],
    [0.1, ' Ton ', 100],
    [0.3, 't', 300],
    [1.005, 'KGs', 1.005],
  ])('of %d %s is %d kg', (value, uom, expected) => expect(weightInKg(value, uom)).toBe(expected));

  it.each(['L', 'Units', 'lb', '', 'kgm'])('in %j is not known', (uom) =>
    expect(weightInKg(1, uom)).toBeNull(),
  );
});

describe('the main PLC', () => {
  it.each(['plc', 'PLC01', 'Main', 'MAIN PLC', 'main_plc_1'])('is %s', (code) =>
    expect(isMainPlc(code)).toBe(true),
  );
  it.each(['silo101', 'mainsail', 'mixer', '', 'old plc'])('is not %j', (code) =>
    expect(isMainPlc(code)).toBe(false),
  );
});

describe('a refusal', () => {
  it.each(['deadlock detected', 'cursor already closed', 'Too many requests', 'Please try again later'])(
    'may pass: %s',
    (text) => expect(isTemporaryRejection(text)).toBe(true),
  );
  it.each(['Cannot update MO "X" in state "done"', 'stock is locked for the period', 'blocked user', ''])(
    'stays: %j',
    (text) => expect(isTemporaryRejection(text)).toBe(false),
  );
});
