import { DM_WORDS } from '../../../shared/units.ts';
import { blockPlaces, type FieldPlace, slotPlaces } from './field-places.ts';
import type { AreaLayout, MemoryMapProfile } from './profile-schema.ts';

/** A stretch of memory with one purpose: one slot of an area, or a whole block. */
interface Region {
  /** What two regions that may not overlap differ in: slots of one area are kept apart by their stride. */
  readonly area: string;
  readonly label: string;
  readonly base: number;
  readonly length: number;
  readonly places: readonly FieldPlace[];
}

/**
 * What is wrong with a profile of the right shape, one line per problem, each with the address and the
 * field. An empty list: the profile may be used.
 */
export function profileProblems(profile: MemoryMapProfile): string[] {
  const areas = [profile.read, profile.write].map((area) => slotRegions(area));
  const blocks: Region[] = [
    region('failure area', profile.failure, blockPlaces(profile.failure.fields)),
    region('weighing area', profile.weighing, blockPlaces(profile.weighing.fields)),
  ];
  const all = [...areas.flat(), ...blocks];
  // The slots of an area are alike: what is wrong inside one is told once, with slot 1's addresses.
  const samples = [...areas.flatMap((slots) => slots.slice(0, 1)), ...blocks];
  return [
    ...samples.flatMap(fieldsOutside),
    ...samples.flatMap(fieldsOverlapping),
    ...[profile.read, profile.write].flatMap(strideProblems),
    ...writeFlagProblems(profile.write),
    ...moIdProblems(profile),
    ...all.flatMap(beyondMemory).slice(0, 1),
    ...regionsOverlapping(all),
  ];
}

function slotRegions(area: AreaLayout): Region[] {
  const places = slotPlaces(area);
  return Array.from({ length: area.slotCount }, (_, index) => ({
    area: area.name,
    label: `${area.name} slot ${index + 1}`,
    base: area.base + index * area.stride,
    length: area.length,
    places,
  }));
}

function region(label: string, block: { base: number; length: number }, places: FieldPlace[]): Region {
  return { area: label, label, base: block.base, length: block.length, places };
}

function fieldsOutside({ label, base, length, places }: Region): string[] {
  return places
    .filter((place) => place.offset + place.words > length)
    .map((place) => `${label}: ${place.name} (D${base + place.offset}) lies outside the ${length} words`);
}

function fieldsOverlapping({ label, base, places }: Region): string[] {
  return places.flatMap((place, index) =>
    places.slice(index + 1).flatMap((other) => {
      const first = Math.max(place.offset, other.offset);
      const end = Math.min(place.offset + place.words, other.offset + other.words);
      return first < end ? [`${label}: ${place.name} and ${other.name} overlap at D${base + first}`] : [];
    }),
  );
}

function strideProblems(area: AreaLayout): string[] {
  if (area.stride >= area.length) return [];
  return [
    `${area.name} slot 2: batch (D${area.base + area.stride}): stride ${area.stride} is less than length ${area.length}`,
  ];
}

/**
 * A WRITE slot is written as one run of words and its flag afterwards, in its own command (S2). So the
 * flag must be the last word, and no foreign word may lie between the fields before it.
 */
function writeFlagProblems(area: AreaLayout): string[] {
  const problems: string[] = [];
  const { statusReadData } = area.fields;
  if (statusReadData.offset !== area.length - 1) {
    problems.push(
      `write slot 1: statusReadData (D${area.base + statusReadData.offset}) is not the last word, D${area.base + area.length - 1}`,
    );
  }
  let next = 0;
  for (const place of slotPlaces(area)) {
    if (place.offset > next) {
      problems.push(`write slot 1: no field at D${area.base + next}, before ${place.name}`);
    }
    next = Math.max(next, place.offset + place.words);
  }
  return problems;
}

/** The order's name is compared between the areas, so it must have the same room in both. */
function moIdProblems({ read, write }: MemoryMapProfile): string[] {
  if (read.fields.moId.words === write.fields.moId.words) return [];
  const readAt = read.base + read.fields.moId.offset;
  const writeAt = write.base + write.fields.moId.offset;
  return [
    `moId has ${read.fields.moId.words} words in the read area (D${readAt}) and ${write.fields.moId.words} in the write area (D${writeAt})`,
  ];
}

function beyondMemory({ label, base, length, places }: Region): string[] {
  if (base + length <= DM_WORDS) return [];
  const field = places.find((place) => base + place.offset + place.words > DM_WORDS);
  return [
    `${label}: ${field?.name ?? 'last word'} (up to D${base + length - 1}) lies beyond D${DM_WORDS - 1}`,
  ];
}

/** The first collision of each pair of areas. */
function regionsOverlapping(regions: readonly Region[]): string[] {
  const problems = new Map<string, string>();
  for (const [index, one] of regions.entries()) {
    for (const other of regions.slice(index + 1)) {
      const pair = `${one.area} / ${other.area}`;
      const first = Math.max(one.base, other.base);
      const end = Math.min(one.base + one.length, other.base + other.length);
      if (one.area === other.area || first >= end || problems.has(pair)) continue;
      problems.set(
        pair,
        `${one.label}: ${fieldAt(one, first)} collides with ${other.label}: ${fieldAt(other, first)} at D${first}`,
      );
    }
  }
  return [...problems.values()];
}

function fieldAt({ base, places }: Region, address: number): string {
  const offset = address - base;
  const place = places.find(
    (candidate) => candidate.offset <= offset && offset < candidate.offset + candidate.words,
  );
  return place?.name ?? 'unused word';
}
