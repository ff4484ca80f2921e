import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../../shared/errors.ts';
import { type AlarmInput, type AlarmLife, nextLife } from './alarm-life.ts';
import { alarmCodeOf, isAlarmCode, placeOf } from './alarm-rules.ts';

const SHELVING = { until: 9000, by: 'Sari', reason: 'sensor is being changed' };
const LATER = { until: 12_000, by: 'Budi', reason: 'not ready yet' };

const STATES = {
  active: { state: 'active-unacknowledged' },
  seen: { state: 'active-acknowledged', at: 1, by: 'Sari' },
  over: { state: 'cleared-unacknowledged', clearedAt: 2 },
  shelved: { state: 'shelved', shelving: SHELVING, clearedAt: null },
  'shelved and over': { state: 'shelved', shelving: SHELVING, clearedAt: 3 },
  gone: { state: 'gone', at: 4 },
} as const satisfies Record<string, AlarmLife>;

const INPUTS = {
  raised: { kind: 'raised' },
  cleared: { kind: 'cleared', at: 10 },
  acknowledged: { kind: 'acknowledged', at: 10, by: 'Budi' },
  shelved: { kind: 'shelved', shelving: LATER },
  unshelved: { kind: 'unshelved', at: 10 },
} as const satisfies Record<string, AlarmInput>;

const GONE = { state: 'gone', at: 10 } as const;
type Expected = AlarmLife | 'same' | 'refused';

/** Every state with every input, of an alarm that has a cause. */
const LIFE: Record<keyof typeof STATES, Record<keyof typeof INPUTS, Expected>> = {
  active: {
    raised: 'same',
    cleared: { state: 'cleared-unacknowledged', clearedAt: 10 },
    acknowledged: { state: 'active-acknowledged', at: 10, by: 'Budi' },
    shelved: { state: 'shelved', shelving: LATER, clearedAt: null },
    unshelved: 'refused',
  },
  seen: {
    raised: 'same',
    cleared: GONE,
    acknowledged: 'same',
    shelved: { state: 'shelved', shelving: LATER, clearedAt: null },
    unshelved: 'refused',
  },
  over: {
    raised: STATES.active,
    cleared: 'same',
    acknowledged: GONE,
    shelved: 'refused',
    unshelved: 'refused',
  },
  shelved: {
    raised: 'same',
    cleared: { state: 'shelved', shelving: SHELVING, clearedAt: 10 },
    acknowledged: 'refused',
    shelved: { state: 'shelved', shelving: LATER, clearedAt: null },
    unshelved: STATES.active,
  },
  'shelved and over': {
    raised: STATES.shelved,
    cleared: 'same',
    acknowledged: 'refused',
    shelved: { state: 'shelved', shelving: LATER, clearedAt: 3 },
    unshelved: GONE,
  },
  gone: {
    raised: STATES.active,
    cleared: 'same',
    acknowledged: 'refused',
    shelved: 'refused',
    unshelved: 'refused',
  },
};

const stateNames = Object.keys(STATES) as (keyof typeof STATES)[];
const inputNames = Object.keys(INPUTS) as (keyof typeof INPUTS)[];

describe.each(stateNames)('%s', (state) => {
  it.each(inputNames)('and then %s', (input) => {
    const next = nextLife(STATES[state], INPUTS[input], 'with-its-cause');
    expect(next.kind === 'moved' ? next.life : next.kind).toEqual(LIFE[state][input]);
  });

  it('what only happened differs in one thing: acknowledged, it is gone', () => {
    for (const input of inputNames) {
      const next = nextLife(STATES[state], INPUTS[input], 'when-acknowledged');
      const isSeen = state === 'active' && input === 'acknowledged';
      expect(next.kind === 'moved' ? next.life : next.kind).toEqual(isSeen ? GONE : LIFE[state][input]);
    }
  });
});

it('a code is an alarm or is none; what is none shows as a fault of the program', () => {
  const codes = Object.values(ERROR_CODES).flat();
  expect(codes.filter((code) => alarmCodeOf(code) !== code)).toEqual(
    codes.filter((code) => !isAlarmCode(code)),
  );
  expect([isAlarmCode('BATCH_FAILED'), isAlarmCode('BAD_REQUEST'), isAlarmCode('constructor')]).toEqual([
    true,
    false,
    false,
  ]);
  expect(alarmCodeOf('BAD_REQUEST')).toBe('INTERNAL');
});

it('every alarm has a place; the name of an order is one part of its path', () => {
  const about = { moId: 'WH/MO/00001', equipment: 'silo_c' } as const;
  expect(placeOf('BATCH_FAILED', about)).toBe('/batch/WH%2FMO%2F00001');
  expect(placeOf('BATCH_FAILED', { moId: null, equipment: null })).toBe('/');
  expect(placeOf('EQUIPMENT_FAILURE', about)).toBe('/equipment/silo_c');
  expect(placeOf('EQUIPMENT_FAILURE', { moId: null, equipment: null })).toBe('/equipment');
  expect(placeOf('ODOO_REJECTED', about)).toBe('/failed-to-push');
});
