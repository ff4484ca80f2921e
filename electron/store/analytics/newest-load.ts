import type { Kysely } from 'kysely';
import type { EpochMs } from '../../domain/batch.ts';
import type { Schema } from '../schema.ts';
import { storeCall } from '../store-call.ts';

/** The load that was begun last, with as many orders as it held. */
export interface NewestLoad {
  readonly loadId: string;
  readonly state: 'intended' | 'arming' | 'armed' | 'accepted' | 'abandoned';
  /** When it came into this state; null for one that was given up: that moment is not kept. */
  readonly since: EpochMs | null;
  readonly orders: number;
}

/** Null when nothing was ever loaded. Throws STORE_UNAVAILABLE. */
export function newestLoad(db: Kysely<Schema>): Promise<NewestLoad | null> {
  return storeCall(async () => {
    const row = await db
      .selectFrom('load')
      .select(['id', 'state', 'created_at', 'arming_at', 'armed_at', 'accepted_at'])
      .select((select) =>
        select
          .selectFrom('load_slot')
          .whereRef('load_slot.load_id', '=', 'load.id')
          .where('load_slot.mo_id', 'is not', null)
          .select((count) => count.fn.countAll<number>().as('orders'))
          .as('orders'),
      )
      .orderBy('sequence', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (row === undefined) return null;
    const since = {
      intended: row.created_at,
      arming: row.arming_at,
      armed: row.armed_at,
      accepted: row.accepted_at,
      abandoned: null,
    };
    const state = stateOf(row.state);
    return { loadId: row.id, state, since: since[state], orders: row.orders ?? 0 };
  });
}

/** When all words of a load were in the PLC and verified; null when they were not, or nothing is known of it. */
export function loadArmingAt(db: Kysely<Schema>, loadId: string): Promise<EpochMs | null> {
  return storeCall(async () => {
    const row = await db.selectFrom('load').select('arming_at').where('id', '=', loadId).executeTakeFirst();
    return row?.arming_at ?? null;
  });
}

/** The table's own check allows no other word. */
function stateOf(text: string): NewestLoad['state'] {
  return text === 'intended' || text === 'arming' || text === 'armed' || text === 'accepted'
    ? text
    : 'abandoned';
}
