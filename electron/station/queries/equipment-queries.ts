import type { EquipmentView } from '../../../shared/contract/equipment.ts';
import {
  type ComponentKey,
  EQUIPMENT,
  type Equipment,
  recogniseEquipment,
} from '../../../shared/domain/equipment.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Batch } from '../../domain/batch.ts';
import { plantDayOf, plantDays } from '../../domain/plant-time.ts';
import {
  type EquipmentTotal,
  equipmentDays,
  equipmentTotalsSince,
} from '../../store/analytics/day-totals.ts';
import {
  type EquipmentFailureEntry,
  failureCountsSince,
  failuresOf,
  lastFailures,
} from '../../store/analytics/failure-figures.ts';
import { iso } from '../views.ts';
import type { HandlersOf, QueryParts } from './query-parts.ts';
import { dosedBatch, listQueue } from './queue.ts';

const DAY_MS = 86_400_000;
const FAILURES_COUNTED_MS = 30 * DAY_MS;
const FAILURES_LIMIT = 200;
/** As many unacknowledged failures are looked at; no equipment needs more than one to be shown as failed. */
const UNNOTICED_LIMIT = 500;

/** What is known of the equipment at one moment. */
interface Known {
  readonly batch: Batch | null;
  /** Component that is being dosed, as far as it was seen. */
  readonly dosing: ComponentKey | null;
  readonly failed: ReadonlySet<ComponentKey>;
  readonly plcAnswers: boolean;
  readonly last: ReadonlyMap<string, EquipmentFailureEntry>;
  readonly counts: ReadonlyMap<string, number>;
  readonly totals: ReadonlyMap<ComponentKey, EquipmentTotal>;
}

/** The silos and tanks. */
export function equipmentQueries(parts: QueryParts): HandlersOf<'equipment' | 'equipmentHistory'> {
  const { db, clock, config } = parts;
  return {
    async equipment() {
      const known = await lookAround(parts);
      return { equipment: EQUIPMENT.map((equipment) => viewEquipment(equipment, known)) };
    },
    async equipmentHistory({ key, days: count }) {
      const equipment = EQUIPMENT.find((one) => one.key === key);
      if (equipment === undefined) throw new AppError('NOT_FOUND', `there is no equipment ${key}`);
      const now = clock.now();
      // Today is one of them. A day by the plant's clock may last an hour less than 24.
      const days = plantDays(now - count * DAY_MS, now + 1, config.timezone).slice(-count);
      const failures = await failuresOf(db, equipment, {
        from: days[0]?.startsAt ?? now,
        limit: FAILURES_LIMIT,
      });
      return {
        key,
        days: [...(await equipmentDays(db, key, days))],
        failures: failures.map(viewFailure),
      };
    },
  };
}

async function lookAround(parts: QueryParts): Promise<Known> {
  const { db, clock, config, outbox, board, link } = parts;
  const now = clock.now();
  const batch = dosedBatch((await listQueue(parts)).batches, parts);
  const counts = await failureCountsSince(db, now - FAILURES_COUNTED_MS);
  const totals = await equipmentTotalsSince(db, plantDayOf(now, config.timezone).startsAt);
  const failed = outbox.events
    .unnoticed('failure', UNNOTICED_LIMIT)
    .flatMap(({ content }) => (content.kind === 'failure' ? [recogniseEquipment(content.code)?.key] : []))
    .filter((key) => key !== undefined);
  return {
    batch,
    dosing: batch === null ? null : board.lastDosed(batch.slot, batch.moId),
    failed: new Set(failed),
    plcAnswers: link.status.link === 'up',
    last: await lastFailures(db),
    counts: new Map(counts.map(({ equipmentCode, count }) => [equipmentCode, count])),
    totals: new Map(totals.map((total) => [total.key, total])),
  };
}

function viewEquipment(equipment: Equipment, known: Known): EquipmentView {
  const { key, id, name, odooCode, material } = equipment;
  const last = known.last.get(odooCode);
  const total = known.totals.get(key);
  return {
    key,
    id,
    code: odooCode,
    name,
    material: known.batch?.materials[key] ?? material,
    state: stateOf(key, known),
    last_failure: last === undefined ? null : viewFailure(last),
    failures_30d: known.counts.get(odooCode) ?? 0,
    today: {
      kg: total?.kg ?? 0,
      batches: total?.batches ?? 0,
      deviation_percent: total?.deviationPercent ?? null,
    },
    running: viewRunning(key, known.batch),
  };
}

function stateOf(key: ComponentKey, { plcAnswers, failed, dosing }: Known): EquipmentView['state'] {
  if (!plcAnswers) return 'unknown';
  if (failed.has(key)) return 'fault';
  return dosing === key ? 'dosing' : 'idle';
}

function viewRunning(key: ComponentKey, batch: Batch | null): EquipmentView['running'] {
  if (batch === null) return null;
  const { [key]: target } = batch.targets;
  const { [key]: actual } = batch.actuals;
  return (target ?? 0) > 0 || (actual ?? 0) > 0 ? { mo_id: batch.moId, target, actual } : null;
}

function viewFailure({ at, description, resolved }: EquipmentFailureEntry) {
  return { at: iso(at) ?? '', description, resolved };
}
