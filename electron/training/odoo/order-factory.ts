import { EQUIPMENT, type Equipment } from '../../../shared/domain/equipment.ts';
import type { Random } from '../../domain/ports.ts';
import { pick, pickSome, seededRandom, wholeBetween } from '../seeded-random.ts';
import type { DraftLine, DraftOrder } from './draft-order.ts';
import { MAIN_PLC } from './order.ts';

/** Products have a bill of materials each, some have two: orders share them, as in the mill. */
export const RECIPES = 24;

const PRODUCTS = [
  'JF PLUS KUR',
  'JF PLUS',
  'JF SUPER',
  'JF SAPI PERAH',
  'JF PENGGEMUKAN',
  'JF KAMBING ETAWA',
  'JF BREEDER',
  'JF STARTER PEDET',
] as const;

/** Every bill of materials is made for one mixer: 1000 kg, here in hundredths. */
const BOM_HUNDREDTHS = 100_000;
const PREMIX_HUNDREDTHS = 2_250;
/** Recipes are written in steps of 5 kg, 0.5 kg, 0.25 kg or 0.01 kg. */
const STEPS_HUNDREDTHS = [500, 50, 25, 1] as const;

const SILOS = EQUIPMENT.filter((equipment) => equipment.key.startsWith('silo_'));
const LIQUIDS = EQUIPMENT.filter((equipment) => equipment.key.startsWith('lq_'));

/** A draft whose name is decided. */
export type NamedDraft = DraftOrder & { readonly name: string };

interface RecipeLine {
  readonly productName: string;
  readonly hundredths: number;
  readonly equipment: Equipment | null;
}

/**
 * The order number `number` (from 1) of the stream that belongs to `seed`: mostly 1000 kg, sometimes 500
 * or 750 kg of a 1000 kg recipe, which a reader must scale. Depends on nothing else, so a restarted
 * training Odoo goes on where it was.
 */
export function orderDraft(seed: number, number: number): NamedDraft {
  const random = seededRandom(`${seed}/order/${number}`);
  const recipe = wholeBetween(random, 1, RECIPES);
  const quantity = pick(random, [1000, 1000, 1000, 1000, 1000, 1000, 500, 750]);
  const productName = PRODUCTS[recipe % PRODUCTS.length] ?? PRODUCTS[0];
  const lines = recipeLines(seed, recipe).map((line) => draftLine(line, random));
  return {
    name: `WH/MO/${String(number).padStart(5, '0')}`,
    productName,
    quantity,
    bomQuantity: BOM_HUNDREDTHS / 100,
    bomId: recipe,
    ...(recipe % 5 === 0 ? {} : { bomCode: `BOM/${String(recipe).padStart(4, '0')}` }),
    lines,
  };
}

/** The lines of recipe `recipe`: 6 to 12 silos, usually liquids, sometimes a premix; together exactly 1000 kg. */
function recipeLines(seed: number, recipe: number): RecipeLine[] {
  const random = seededRandom(`${seed}/recipe/${recipe}`);
  const silos = pickSome(random, SILOS, wholeBetween(random, 6, 12));
  const liquids = LIQUIDS.filter(() => random() < 0.8);
  const premix = random() < 0.3;
  const routed = [...silos, ...liquids];
  const shares = split(random, BOM_HUNDREDTHS - (premix ? PREMIX_HUNDREDTHS : 0), routed);
  const lines: RecipeLine[] = routed.map((equipment, place) => ({
    productName: equipment.material,
    hundredths: shares[place] ?? 0,
    equipment,
  }));
  if (random() < 0.3) splitLine(random, lines);
  if (premix) lines.push({ productName: 'Premix mineral', hundredths: PREMIX_HUNDREDTHS, equipment: null });
  return lines;
}

/** Divides `total` hundredths among the equipment: liquids get little, the first silo what is left over. */
function split(random: Random, total: number, among: readonly Equipment[]): number[] {
  const weights = among.map((equipment) => (LIQUIDS.includes(equipment) ? 0.2 : 0.3 + random()));
  const sum = weights.reduce((left, right) => left + right, 0);
  const shares = weights.map((weight) => {
    const step = pick(random, STEPS_HUNDREDTHS);
    // Rounded down, so that what is left over for the first silo is never negative.
    return Math.max(1, Math.floor((total * weight) / sum / step) * step);
  });
  const given = shares.slice(1).reduce((left, right) => left + right, 0);
  return [total - given, ...shares.slice(1)];
}

/** One silo in two lines: the mill books two qualities of one material that lie in the same silo. */
function splitLine(random: Random, lines: RecipeLine[]): void {
  const place = wholeBetween(random, 0, lines.length - 1);
  const line = lines[place];
  if (line === undefined || line.hundredths < 200) return;
  const first = Math.floor(line.hundredths * (0.3 + 0.4 * random()));
  const second = line.hundredths - first;
  lines.splice(
    place,
    1,
    { ...line, hundredths: first },
    { ...line, productName: `${line.productName} B`, hundredths: second },
  );
}

function draftLine(line: RecipeLine, random: Random): DraftLine {
  const amount = { productName: line.productName, toConsume: line.hundredths / 100 };
  if (line.equipment === null) {
    // Odoo shows the order's own equipment, the main PLC, for a line without one, but only in some versions.
    return { ...amount, equipmentCode: random() < 0.5 ? null : MAIN_PLC.code };
  }
  const spelling = random() < 0.1 ? pick(random, otherSpellings(line.equipment)) : line.equipment.odooCode;
  return { ...amount, equipmentCode: line.equipment.odooCode, spelling };
}

/** Spellings that have been seen in the mill's Odoo for one equipment. */
function otherSpellings(equipment: Equipment): readonly string[] {
  const words = equipment.key.replace('_', ' ').toUpperCase();
  return LIQUIDS.includes(equipment)
    ? [`silo${equipment.id}`, `LQ ${equipment.id}`, words]
    : [`SILO ${equipment.id}`, `Silo${equipment.id}`, words];
}
