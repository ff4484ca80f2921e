import { describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import { DM_WORDS, kg, slot } from '../../../shared/units.ts';
import { claim, FUZZ_SEED, FUZZ_TIMEOUT_MS, Mutator, RejectionGuard, Tally } from '../../testing/fuzz.ts';
import { bytesToWords, wordsToBytes } from '../fins/word-bytes.ts';
import { slotRange, slotsOf } from './addresses.ts';
import { decodeFailure, encodeFailure, failureRange } from './failure-codec.ts';
import { parseProfile, shippedProfile } from './load-profile.ts';
import type { MemoryMapProfile } from './profile-schema.ts';
import type { WordRange } from './read-plan.ts';
import {
  type DecodedSlot,
  decodeReadSlot,
  decodeWriteSlot,
  encodeEmptySlot,
  encodeReadSlot,
  encodeWriteSlot,
} from './slot-codec.ts';
import { GOLDEN_CONTENT, GOLDEN_WORDS } from './testing/golden-slot.ts';
import { profileVariant } from './testing/profile-variants.ts';
import { decodeWeighing, encodeWeighing, weighingRange } from './weighing-codec.ts';
import type { WordFault } from './word-fault.ts';

const SLOT_INPUTS = 35_000;
const EVENT_INPUTS = 13_000;
const PROFILE_INPUTS = 4_000;
const TOTAL = 2 * SLOT_INPUTS + 2 * EVENT_INPUTS + PROFILE_INPUTS;

const profile = shippedProfile('ten-slot');
const SLOT = slot(4);
const LIMITS = { maxKg: kg(1050) };
/** Values that a broken caller could pass for a word. */
const NO_WORDS = [-1, 0x1_0000, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53];
const EDGE_WORDS = [0, 1, 2, 3, 0x7fff, 0x8000, 0xffff, 0x2020, 0x4100, 0x0041, 0x0100, 0x1a00];

const RUNNING = encodeReadSlot(profile, SLOT, { ...GOLDEN_CONTENT, statusManufacturing: 0 }, 0);
const WEIGHED = encodeReadSlot(profile, SLOT, { ...GOLDEN_CONTENT, weight: kg(998.25) }, 1);
const WRITTEN = [...encodeWriteSlot(profile, SLOT, GOLDEN_CONTENT), 0];
const EMPTY = [...encodeEmptySlot(profile, SLOT), 1];
const FAILURE = encodeFailure(
  profile,
  {
    code: 'silo101',
    info: 'START_FAILURE',
    plantLocal: { year: 2028, month: 2, day: 29, hour: 6, minute: 30, second: 59 },
  },
  0,
);
const WEIGHING = encodeWeighing(
  profile,
  { batch: 3, moId: 'WH/MO/00014', productTemplateId: 412, consumption: kg(825.25) },
  0,
);

/** Words as they come from a PLC, mostly: one or a few changed, slipped, cut, noise. */
function damaged(mutator: Mutator, seed: readonly number[]): number[] {
  switch (mutator.whole(0, 9)) {
    case 0:
      return bytesToWords(mutator.noise(2 * seed.length, 2 * seed.length));
    case 1: {
      // Slipped by one from some word on, as a PLC program's wrong block move does.
      const at = mutator.whole(0, seed.length - 1);
      return [...seed.slice(0, at), ...seed.slice(Math.max(0, at - 1), -1)];
    }
    case 2:
      return seed.slice(0, mutator.whole(0, seed.length));
    case 3:
      return [...seed.with(mutator.whole(0, seed.length - 1), mutator.pick(NO_WORDS))];
    case 4: {
      const bytes = mutator.bytes(wordsToBytes(seed));
      return bytesToWords(bytes.subarray(0, bytes.length - (bytes.length % 2)));
    }
    default: {
      let words: readonly number[] = seed;
      for (let edits = mutator.whole(1, 3); edits > 0; edits -= 1) {
        const word = mutator.chance(0.5) ? mutator.pick(EDGE_WORDS) : mutator.whole(0, 0xffff);
        words = words.with(mutator.whole(0, words.length - 1), word);
      }
      return [...words];
    }
  }
}

function checkFaults(faults: readonly WordFault[], { address, words }: WordRange, shown: () => string): void {
  claim(faults.length > 0, shown);
  for (const fault of faults) {
    claim(fault.address >= address && fault.address < address + words, shown);
    claim(fault.field !== '' && fault.expected !== '', shown);
  }
}

/** The words' text fields may end in blanks, which a text does not keep: everything else must come back. */
function checkSlot(decoded: DecodedSlot, words: readonly number[], area: 'read' | 'write'): void {
  const shown = (): string => `${JSON.stringify(words)} is ${JSON.stringify(decoded)}`;
  claim(decoded.words === words, shown);
  if (decoded.kind === 'faulty') checkFaults(decoded.faults, slotRange(profile[area], SLOT), shown);
  if (decoded.kind === 'blank')
    claim(
      words.slice(1, 9).every((word) => word === 0 || word === 0x2020 || word === 0x2000),
      shown,
    );
  if (decoded.kind !== 'valid') return;
  const { content, flag } = decoded;
  const weights = [content.quantity, content.weight, ...Object.values(content.components)];
  claim(
    weights.every((weight) => weight >= 0 && weight <= LIMITS.maxKg),
    shown,
  );
  claim(content.moId !== '' && content.slot === SLOT, shown);
  const again = encodeReadSlot(profile, SLOT, { ...content, moId: content.moId.trimStart() }, flag);
  claim(String(again.slice(25)) === String(words.slice(25)), shown);
}

describe(`${TOTAL} blocks and memory maps (FUZZ_SEED=${FUZZ_SEED})`, { timeout: FUZZ_TIMEOUT_MS }, () => {
  it.each([
    ['READ', 'read', decodeReadSlot],
    ['WRITE', 'write', decodeWriteSlot],
  ] as const)(
    `${SLOT_INPUTS} %s slots: checked as a whole, valid only where the words are the values`,
    (_name, area, decode) => {
      const mutator = new Mutator(`codec ${area}`);
      using guard = new RejectionGuard();
      const kinds = new Tally();
      for (let input = 0; input < SLOT_INPUTS; input += 1) {
        const words = damaged(mutator, mutator.pick([GOLDEN_WORDS, RUNNING, WEIGHED, WRITTEN, EMPTY]));
        const decoded = decode(profile, SLOT, words, LIMITS);
        checkSlot(decoded, words, area);
        kinds.add(decoded.kind);
      }
      expect(kinds.total).toBe(SLOT_INPUTS);
      for (const kind of ['valid', 'blank', 'faulty']) expect(kinds.of(kind), kind).toBeGreaterThan(1000);
      expect(guard.seen).toEqual([]);
    },
  );

  it(`${EVENT_INPUTS} equipment failures: an event only with a code and a time that exists`, () => {
    const mutator = new Mutator('codec failure');
    const kinds = new Tally();
    for (let input = 0; input < EVENT_INPUTS; input += 1) {
      const words = damaged(mutator, mutator.chance(0.9) ? FAILURE : FAILURE.map(() => 0));
      const reading = decodeFailure(profile, words);
      const shown = (): string => `${JSON.stringify(words)} is ${JSON.stringify(reading)}`;
      kinds.add(reading.kind);
      if (reading.kind === 'invalid') checkFaults(reading.reasons, failureRange(profile), shown);
      if (reading.kind !== 'event') continue;
      const { year, month, day, hour, minute, second } = reading.plantLocal;
      const time = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
      claim(time.getUTCDate() === day && time.getUTCHours() === hour && reading.code !== '', shown);
      claim(String(encodeFailure(profile, reading, 0).slice(16)) === String(words.slice(16)), shown);
    }
    expect(kinds.total).toBe(EVENT_INPUTS);
    for (const kind of ['event', 'none', 'invalid']) expect(kinds.of(kind), kind).toBeGreaterThan(100);
  });

  it(`${EVENT_INPUTS} manual weighings: an event only with an order, a product and a weight`, () => {
    const mutator = new Mutator('codec weighing');
    const kinds = new Tally();
    for (let input = 0; input < EVENT_INPUTS; input += 1) {
      const words = damaged(mutator, mutator.chance(0.9) ? WEIGHING : WEIGHING.map(() => 0));
      const reading = decodeWeighing(profile, words, LIMITS);
      const shown = (): string => `${JSON.stringify(words)} is ${JSON.stringify(reading)}`;
      kinds.add(reading.kind);
      if (reading.kind === 'invalid') checkFaults(reading.reasons, weighingRange(profile), shown);
      if (reading.kind !== 'event') continue;
      claim(reading.batch >= 1 && reading.productTemplateId >= 1 && reading.moId !== '', shown);
      claim(reading.consumption >= 0 && reading.consumption <= LIMITS.maxKg, shown);
      const again = encodeWeighing(profile, { ...reading, moId: 'X' }, 0);
      claim(String(again.slice(9)) === String(words.slice(9)), shown);
    }
    expect(kinds.total).toBe(EVENT_INPUTS);
    for (const kind of ['event', 'none', 'invalid']) expect(kinds.of(kind), kind).toBeGreaterThan(100);
  });

  it(`${PROFILE_INPUTS} memory maps: usable without an address outside the memory, or refused by name`, () => {
    const mutator = new Mutator('codec profile');
    const outcomes = new Tally();
    const seeds = [profileVariant('ten-slot', {}), profileVariant('single-slot-2025', {})];
    for (let input = 0; input < PROFILE_INPUTS; input += 1) {
      const json = mutator.chance(0.7)
        ? mutator.json(mutator.pick(seeds))
        : shifted(mutator, mutator.pick(seeds));
      outcomes.add(tryProfile(json));
    }
    expect(outcomes.total).toBe(PROFILE_INPUTS);
    for (const outcome of ['usable', 'refused']) expect(outcomes.of(outcome), outcome).toBeGreaterThan(100);
  });
});

/** A memory map with the right shape and other numbers, which only the validator can judge. */
function shifted(mutator: Mutator, seed: ReturnType<typeof profileVariant>): unknown {
  const text = JSON.stringify(seed);
  const numbers = [...text.matchAll(/\d+/g)];
  const { index, 0: found } = mutator.pick(numbers);
  if (mutator.chance(0.01)) return JSON.parse(text.replace(/"(int16|x100|flag|ascii)"/, mutator.deepJson()));
  const other = mutator.pick([
    0,
    1,
    30,
    Number(found) + mutator.whole(-2, 2),
    mutator.whole(0, DM_WORDS + 100),
  ]);
  return JSON.parse(text.slice(0, index) + String(other) + text.slice(index + found.length));
}

function profileText(json: unknown): string {
  try {
    return JSON.stringify(json);
  } catch {
    return 'a memory map that is nested too deep to be shown';
  }
}

function tryProfile(json: unknown): 'usable' | 'refused' {
  const shown = (): string => profileText(json);
  let parsed: MemoryMapProfile;
  try {
    parsed = parseProfile(json, 'fuzzed.json');
  } catch (thrown) {
    claim(
      thrown instanceof AppError && thrown.code === 'PLC_PROFILE_INVALID',
      () => `${thrown} for ${shown()}`,
    );
    return 'refused';
  }
  const taken = new Set<number>();
  for (const number of slotsOf(parsed)) {
    for (const area of [parsed.read, parsed.write]) {
      const { address, words } = slotRange(area, number);
      claim(address + words <= DM_WORDS, shown);
      for (let word = Number(address); word < address + words; word += 1) {
        claim(!taken.has(word), () => `D${word} has two meanings in ${shown()}`);
        taken.add(word);
      }
    }
    const empty = [...encodeEmptySlot(parsed, number), 0];
    claim(decodeWriteSlot(parsed, number, empty, LIMITS).kind === 'blank', shown);
  }
  for (const { address, words } of [failureRange(parsed), weighingRange(parsed)]) {
    claim(address + words <= DM_WORDS && !taken.has(Number(address)), shown);
  }
  return 'usable';
}
