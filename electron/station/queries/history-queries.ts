import type { HistoryRowView } from '../../../shared/contract/history.ts';
import { perComponent } from '../../../shared/domain/equipment.ts';
import { AppError } from '../../../shared/errors.ts';
import { historyRecord, productsSince } from '../../store/analytics/history-record.ts';
import { searchHistory } from '../../store/analytics/history-search.ts';
import type { HistoryEntry } from '../../store/history-repository.ts';
import { iso, viewHistoryRow } from '../views.ts';
import { decodedFields } from './decoded-fields.ts';
import type { HandlersOf, QueryParts } from './query-parts.ts';
import { viewTimeline } from './timeline.ts';

const PRODUCTS_LIMIT = 500;
const PRODUCTS_OF_LAST_MS = 366 * 86_400_000;

/** The long history: searched, a record, its products. */
export function historyQueries({
  db,
  clock,
  profile,
}: QueryParts): HandlersOf<'historySearch' | 'historyRecord' | 'products'> {
  return {
    async historySearch({ from, to, status, product, mo, equipment, deviation, cursor, limit }) {
      const filter = {
        from: from === undefined ? undefined : Date.parse(from),
        to: to === undefined ? undefined : Date.parse(to),
        status,
        product,
        moPart: mo,
        equipment,
        deviation,
      };
      const found = await searchHistory(db, filter, { limit, cursor });
      return {
        histories: found.rows.map(viewRow),
        next_cursor: found.nextCursor,
        total_estimate: found.total,
        approximate: found.approximate,
      };
    },
    async historyRecord({ id }) {
      const record = await historyRecord(db, id);
      if (record === undefined) throw new AppError('NOT_FOUND', `there is no history record ${id}`);
      const { life, slot, words } = record;
      return {
        ...viewRow(record),
        equipment: record.equipmentCode,
        materials: perComponent(({ key }) => record.materials[key]),
        bom_code: record.bomCode,
        bom_quantity: record.bomQuantity,
        failure_noted: record.failureNoted,
        not_routed: record.unrouted.map(({ productName, quantity }) => ({
          product: productName,
          kg: quantity,
        })),
        timeline: viewTimeline(life, { writtenAt: record.armingAt, archivedAt: record.archivedAt }),
        words: [...words],
        // A slot that the present memory map does not have was read with another one.
        fields: slot === null || slot > profile.slotCount ? [] : decodedFields(profile.read, slot, words),
      };
    },
    async products() {
      return { products: [...(await productsSince(db, clock.now() - PRODUCTS_OF_LAST_MS, PRODUCTS_LIMIT))] };
    },
  };
}

function viewRow(entry: HistoryEntry): HistoryRowView {
  const { life } = entry;
  return {
    ...viewHistoryRow(entry),
    ended_at: iso(life.finishedAt ?? entry.archivedAt),
    quantity: entry.quantity,
    slot: entry.slot,
    load_id: entry.loadId,
    started_at: iso(life.firstDosingAt),
    finished_at: iso(life.finishedAt),
    reported_at: iso(life.confirmedByOdooAt),
  };
}
