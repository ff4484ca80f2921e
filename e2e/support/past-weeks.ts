import type { Kysely } from 'kysely';
import { timestampOf } from '../../electron/store/column-values.ts';
import type { Schema } from '../../electron/store/schema.ts';
import { insertHistory } from '../../electron/store/testing/history-rows.ts';
import { type NamedDraft, orderDraft } from '../../electron/training/odoo/order-factory.ts';
import { pick, seededRandom } from '../../electron/training/seeded-random.ts';
import { type ComponentKey, EQUIPMENT } from '../../shared/domain/equipment.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const DAYS = 30;
const SEED = 7;
/** Far from the orders that the training Odoo makes now. */
const FIRST_ORDER = 60_000;
/** A failure of each, the most frequent first. */
const FAILING = ['silo103', 'silo103', 'silo103', 'silo108', 'silo108', 'silo101', 'lq114', 'silo111'];

/** Four weeks of a mill as they stand in its tables: batches of real recipes, and some failures. */
export async function writePastWeeks(db: Kysely<Schema>, now: number): Promise<void> {
  const random = seededRandom('past weeks');
  let order = FIRST_ORDER;
  for (let day = DAYS; day >= 1; day -= 1) {
    const sunday = day % 7 === 3;
    const batches = sunday ? 5 : 17 + Math.floor(random() * 6);
    let at = now - day * DAY_MS - 8 * 60 * MINUTE_MS;
    for (let batch = 0; batch < batches; batch += 1) {
      order += 1;
      const dosedMs = (9 + 5 * random()) * MINUTE_MS;
      await writeBatch(db, orderDraft(SEED, order), at, at + dosedMs, random);
      at += dosedMs + (2 + 6 * random()) * MINUTE_MS;
    }
    if (random() < 0.4) await writeFailure(db, pick(random, FAILING), at);
  }
}

async function writeBatch(
  db: Kysely<Schema>,
  { name, productName, quantity, bomQuantity, lines }: NamedDraft,
  startedAt: number,
  finishedAt: number,
  random: () => number,
): Promise<void> {
  const share = quantity / (bomQuantity ?? quantity);
  const targets: Partial<Record<ComponentKey, number>> = {};
  for (const { equipmentCode, toConsume } of lines) {
    const key = EQUIPMENT.find(({ odooCode }) => odooCode === equipmentCode)?.key;
    if (key !== undefined) targets[key] = (targets[key] ?? 0) + toConsume * share;
  }
  const actuals = Object.fromEntries(
    // The sum of three dice is nearly a normal distribution: most weights miss by little.
    Object.entries(targets).map(([key, kg]) => {
      const miss = (random() + random() + random() - 1.5) * 0.02 + 0.001;
      return [key, Math.round(kg * (1 + miss) * 100) / 100];
    }),
  );
  const weight = Object.values(actuals).reduce((sum, kg) => sum + kg, 0);
  const fate = random();
  const status = fate < 0.02 ? 'failed' : fate < 0.03 ? 'cancelled' : 'completed';
  await insertHistory(db, {
    moId: name,
    product: productName ?? null,
    status,
    targets,
    actuals,
    weight: status === 'completed' ? Math.round(weight * 100) / 100 : null,
    startedAt,
    finishedAt,
    archivedAt: finishedAt + MINUTE_MS,
  });
}

async function writeFailure(db: Kysely<Schema>, code: string, at: number): Promise<void> {
  await db
    .insertInto('equipment_failure')
    .values({
      equipment_code: code,
      equipment_name: EQUIPMENT.find(({ odooCode }) => odooCode === code)?.name ?? null,
      description: 'START_FAILURE',
      failure_date: timestampOf(at),
      is_resolved: true,
    })
    .execute();
}
