import { describe, expect, it } from 'vitest';
import { slot } from '../../../shared/units.ts';
import {
  fieldAddress,
  flagAddress,
  gateAddress,
  payloadRange,
  slotAddress,
  slotRange,
  slotsOf,
} from './addresses.ts';
import { failureFlagAddress, failureRange } from './failure-codec.ts';
import { slotPlaces } from './field-places.ts';
import { parseProfile, SHIPPED_PROFILES, shippedProfile } from './load-profile.ts';
import { profileVariant } from './testing/profile-variants.ts';
import { weighingFlagAddress, weighingRange } from './weighing-codec.ts';

const ten = shippedProfile('ten-slot');
const single = shippedProfile('single-slot-2025');

it.each(SHIPPED_PROFILES)(
  '%s is named as its file, has 39 fields in 77 words a slot, and is frozen',
  (name) => {
    const profile = shippedProfile(name);
    expect(profile.name).toBe(name);
    for (const area of [profile.read, profile.write]) {
      const places = slotPlaces(area);
      expect(places).toHaveLength(39);
      expect(places.reduce((sum, place) => sum + place.words, 0)).toBe(77);
      expect(Object.isFrozen(area) && Object.isFrozen(area.fields)).toBe(true);
    }
  },
);

describe('ten-slot', () => {
  it('has slot n of READ at D6000+100(n-1) and of WRITE at D7000+100(n-1)', () => {
    expect(slotsOf(ten).map((n) => slotAddress(ten.read, n))).toEqual([
      6000, 6100, 6200, 6300, 6400, 6500, 6600, 6700, 6800, 6900,
    ]);
    expect(slotsOf(ten).map((n) => slotAddress(ten.write, n))).toEqual([
      7000, 7100, 7200, 7300, 7400, 7500, 7600, 7700, 7800, 7900,
    ]);
  });

  it.each([
    ['batch', 0],
    ['moId', 1],
    ['bomId', 9],
    ['finishedGoods', 17],
    ['quantity', 25],
    ['components.silo_a.id', 27],
    ['components.silo_a.consumption', 28],
    ['components.silo_m.id', 63],
    ['components.lq_fml.consumption', 70],
    ['statusManufacturing', 72],
    ['statusOperation', 73],
    ['weight', 74],
    ['statusReadData', 76],
  ] as const)('has %s at +%d in both areas', (field, offset) => {
    expect(fieldAddress(ten.read, slot(3), field)).toBe(6200 + offset);
    expect(fieldAddress(ten.write, slot(10), field)).toBe(7900 + offset);
  });

  it('has one gate, D7076, and a flag for each slot', () => {
    expect(slotsOf(ten).map((n) => gateAddress(ten, n))).toEqual(Array.from({ length: 10 }, () => 7076));
    expect(flagAddress(ten.write, slot(2))).toBe(7176);
    expect(flagAddress(ten.read, slot(10))).toBe(6976);
  });

  it('has a gate for each slot where the profile says so', () => {
    const perSlot = parseProfile(profileVariant('ten-slot', { gate: 'per-slot' }), 'per-slot');
    expect(slotsOf(perSlot).map((n) => gateAddress(perSlot, n))).toEqual([
      7076, 7176, 7276, 7376, 7476, 7576, 7676, 7776, 7876, 7976,
    ]);
  });

  it('writes +0..+75 of a slot, never its flag', () => {
    expect(payloadRange(ten, slot(2))).toEqual({ address: 7100, words: 76 });
    expect(slotRange(ten.read, slot(2))).toEqual({ address: 6100, words: 77 });
  });

  it('has the failure block at D8000-D8022 and the weighing block at D9000-D9012', () => {
    expect(failureRange(ten)).toEqual({ address: 8000, words: 23 });
    expect(failureFlagAddress(ten)).toBe(8022);
    expect(weighingRange(ten)).toEqual({ address: 9000, words: 13 });
    expect(weighingFlagAddress(ten)).toBe(9012);
  });

  it('has no slot 11: in READ it would be slot 1 of WRITE', () => {
    const refused = expect.objectContaining({ code: 'PLC_ADDRESS_REFUSED' });
    expect(() => slotAddress(ten.read, slot(11))).toThrow(refused);
    expect(() => flagAddress(ten.write, slot(11))).toThrow(refused);
    expect(() => gateAddress(ten, slot(11))).toThrow(refused);
  });
});

describe('single-slot-2025', () => {
  it('reads D6001-D6077 with the flag at D6075 and the weight at D6076', () => {
    expect(slotRange(single.read, slot(1))).toEqual({ address: 6001, words: 77 });
    expect(flagAddress(single.read, slot(1))).toBe(6075);
    expect(fieldAddress(single.read, slot(1), 'weight')).toBe(6076);
  });

  it('writes D7000-D7075 and has its gate at D7076', () => {
    expect(payloadRange(single, slot(1))).toEqual({ address: 7000, words: 76 });
    expect(gateAddress(single, slot(1))).toBe(7076);
  });

  it('acknowledges every read, the ten-slot layout finished batches only', () => {
    expect([single.acknowledge, ten.acknowledge]).toEqual(['every-read', 'finished']);
  });
});
