import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeOf, messageOf } from '../../../shared/errors.ts';
import { slotRange, slotsOf } from './addresses.ts';
import { parseProfile, readProfileFile } from './load-profile.ts';
import { planReads } from './read-plan.ts';
import { profileVariant } from './testing/profile-variants.ts';

function refusalOf(json: unknown): string {
  try {
    parseProfile(json, 'test.json');
  } catch (thrown) {
    return `${codeOf(thrown)} ${messageOf(thrown)}`;
  }
  return 'accepted';
}

type Changes = Parameters<typeof profileVariant>[1];

const CASES: readonly (readonly [string, Changes, string])[] = [
  [
    '30 slots at stride 100: READ into the failure area',
    { slotCount: 30 },
    'read slot 21: batch collides with failure area: equipmentCode at D8000',
  ],
  [
    '30 slots at stride 100: WRITE into the failure area',
    { slotCount: 30 },
    'write slot 11: batch collides with failure area: equipmentCode at D8000',
  ],
  [
    '30 slots at stride 100: READ into WRITE',
    { slotCount: 30 },
    'read slot 11: batch collides with write slot 1: batch at D7000',
  ],
  [
    '30 slots at stride 100: WRITE into the weighing area',
    { slotCount: 30 },
    'write slot 21: batch collides with weighing area: batch at D9000',
  ],
  [
    'flag in the low word of the weight',
    { 'read.fields.statusReadData.offset': 75 },
    'read slot 1: weight and statusReadData overlap at D6075',
  ],
  [
    'flag in the payload of WRITE',
    { 'write.fields.statusReadData.offset': 75 },
    'write slot 1: statusReadData (D7075) is not the last word, D7076',
  ],
  [
    'flag before the weight of WRITE',
    { 'write.fields.statusReadData.offset': 74, 'write.fields.weight.offset': 75 },
    'write slot 1: statusReadData (D7074) is not the last word, D7076',
  ],
  [
    'words of no field in WRITE',
    { 'write.length': 78, 'write.fields.weight.offset': 75, 'write.fields.statusReadData.offset': 77 },
    'write slot 1: no field at D7074, before weight',
  ],
  [
    'two fields in one word',
    { 'read.fields.quantity.offset': 24 },
    'read slot 1: finishedGoods and quantity overlap at D6024',
  ],
  [
    'a component in a status word',
    { 'read.fields.components.offset': 28 },
    'read slot 1: components.lq_fml.consumption and statusManufacturing overlap at D6072',
  ],
  [
    'field outside the slot',
    { 'read.length': 76 },
    'read slot 1: statusReadData (D6076) lies outside the 76 words',
  ],
  [
    'stride below length',
    { 'read.stride': 76 },
    'read slot 2: batch (D6076): stride 76 is less than length 77',
  ],
  [
    'beyond the DM area',
    { 'read.base': 32000 },
    'read slot 8: components.lq_tetes.consumption (up to D32776) lies beyond D32767',
  ],
  [
    'failure block beyond the DM area',
    { 'failure.base': 32746 },
    'failure area: statusReadData (up to D32768) lies beyond D32767',
  ],
  [
    'failure block on the READ area',
    { 'failure.base': 6060 },
    'read slot 1: components.silo_l.id collides with failure area: equipmentCode at D6060',
  ],
  [
    'weighing block in the gap is allowed, in a slot is not',
    { 'weighing.base': 7065 },
    'write slot 1: components.silo_m.consumption collides with weighing area: batch at D7065',
  ],
  [
    'failure and weighing blocks',
    { 'weighing.base': 8022 },
    'failure area: statusReadData collides with weighing area: batch at D8022',
  ],
  [
    'flag in the failure payload',
    { 'failure.fields.statusReadData.offset': 16 },
    'failure area: year and statusReadData overlap at D8016',
  ],
  [
    'flag outside the weighing block',
    { 'weighing.fields.statusReadData.offset': 13 },
    'weighing area: statusReadData (D9013) lies outside the 13 words',
  ],
  [
    'names of different length',
    { 'read.fields.moId.words': 7 },
    'moId has 7 words in the read area (D6001) and 8 in the write area (D7001)',
  ],
  [
    'unknown type',
    { 'read.fields.quantity.type': 'real' },
    'read.fields.quantity.type (D6025): unknown type "real", needs x100',
  ],
  [
    'another scale',
    { 'write.fields.weight.type': 'x10' },
    'write.fields.weight.type (D7074): unknown type "x10", needs x100',
  ],
  [
    'a weight of one word',
    { 'write.fields.quantity.type': 'int16' },
    'write.fields.quantity.type (D7025): wrong type "int16", needs x100',
  ],
  [
    'missing type',
    { 'failure.fields.year.type': undefined },
    'failure.fields.year.type (D8016): missing, needs bcd4',
  ],
  ['missing field', { 'write.fields.statusOperation': undefined }, 'write.fields.statusOperation: missing'],
  [
    'misspelt field',
    { 'write.fields.status_manufaktur': 72 },
    'write.fields: Unrecognized key: "status_manufaktur"',
  ],
  [
    '14 components',
    { 'read.fields.components.count': 14 },
    'read.fields.components.count (D6027): Invalid input: expected 15',
  ],
  ['no slots', { slotCount: 0 }, 'slotCount: Too small'],
  ['31 slots', { slotCount: 31 }, 'slotCount: Too big'],
  ['negative address', { 'read.base': -1 }, 'read.base: Too small'],
  ['half an address', { 'read.base': 6000.5 }, 'read.base: Invalid input: expected int'],
  ['unknown gate', { gate: 'last-slot' }, 'gate: Invalid option'],
];

describe('a bad profile', () => {
  it.each(CASES)('%s', (_, changes, problem) => {
    const refusal = refusalOf(profileVariant('ten-slot', changes));
    expect(refusal).toMatch(/^PLC_PROFILE_INVALID memory map test\.json is invalid: /);
    expect(refusal).toContain(problem);
  });

  it.each([[null], [7], ['ten-slot'], [[]]])('%j is no profile', (json) => {
    expect(refusalOf(json)).toMatch(/^PLC_PROFILE_INVALID/);
  });

  it('may have its areas touch, without a word between', () => {
    expect(refusalOf(profileVariant('ten-slot', { 'weighing.base': 8023 }))).toBe('accepted');
    expect(refusalOf(profileVariant('ten-slot', { 'failure.base': 7977 }))).toBe('accepted');
  });

  it('tells all its problems at once', () => {
    const refusal = refusalOf(profileVariant('ten-slot', { 'read.stride': 76, 'weighing.base': 8022 }));
    expect(refusal).toContain('stride 76');
    expect(refusal).toContain('at D8022');
  });
});

describe('a file', () => {
  it('that is missing or no JSON is refused by its path', () => {
    const folder = mkdtempSync(join(tmpdir(), 'memory-map-'));
    try {
      const path = join(folder, 'broken.json');
      writeFileSync(path, '{"name": ');
      const refused = expect.objectContaining({
        code: 'PLC_PROFILE_INVALID',
        message: expect.stringContaining(path),
      });
      expect(() => readProfileFile(path)).toThrow(refused);
      rmSync(path);
      expect(() => readProfileFile(path)).toThrow(refused);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('other slot counts', () => {
  it.each(Array.from({ length: 30 }, (_, index) => index + 1))(
    '%d slots where there is room',
    (slotCount) => {
      const json = profileVariant('ten-slot', {
        slotCount,
        'read.base': 10_000,
        'write.base': 20_000,
        'read.stride': 77,
      });
      const profile = parseProfile(json, 'test.json');
      const slots = slotsOf(profile);
      expect(slots).toHaveLength(slotCount);
      const blocks = planReads(slots.map((slot) => slotRange(profile.read, slot)));
      expect(blocks).toHaveLength(Math.ceil((slotCount * 77) / (9 * 77)));
    },
  );

  it('up to ten fit between D6000 and D8000 at stride 100', () => {
    const accepted = Array.from({ length: 30 }, (_, index) => index + 1).filter(
      (slotCount) => refusalOf(profileVariant('ten-slot', { slotCount })) === 'accepted',
    );
    expect(accepted).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });
});
