import { type Kysely, sql, type Transaction } from 'kysely';
import { AppError } from '../../shared/errors.ts';
import type { Slot } from '../../shared/units.ts';
import type { BatchPlan, EpochMs } from '../domain/batch.ts';
import { rowOfPlan } from './batch-rows.ts';
import { timestampOf } from './column-values.ts';
import type { Schema } from './schema.ts';

/** What a load means to put into one slot, and what the slot's READ area showed before. */
export interface LoadSlotIntent {
  readonly slot: Slot;
  /** Null for a slot that the load empties. */
  readonly plan: BatchPlan | null;
  /** The words that will be written, the flag not included. */
  readonly words: readonly number[];
  /** Null when the READ slot showed no order. */
  readonly readBeforeMo: string | null;
  readonly readBeforeWords: readonly number[];
}

export interface LoadIntent {
  readonly loadId: string;
  /** Name of the memory profile that the words were made for. */
  readonly profile: string;
  /** The leadership epoch of the station that loads. */
  readonly epoch?: number;
  readonly createdAt: EpochMs;
  readonly slots: readonly LoadSlotIntent[];
  /** `empty-queue` (default): only into an empty mo_batch; `free-slots`: into slots that no row claims. */
  readonly intakeGate?: 'empty-queue' | 'free-slots';
}

/**
 * How far an open load has come: `intended` (words may be partly written), `arming` (all verified, the
 * gate is being written, its reply unknown), `armed` (the PLC may read it).
 */
export type LoadStage = 'intended' | 'arming' | 'armed';

export interface OpenLoad {
  readonly loadId: string;
  readonly stage: LoadStage;
  readonly profile: string;
  readonly epoch: number | null;
  readonly createdAt: EpochMs;
  readonly armingAt: EpochMs | null;
  readonly armedAt: EpochMs | null;
  /** In slot order. */
  readonly slots: readonly OpenLoadSlot[];
}

export interface OpenLoadSlot {
  readonly slot: Slot;
  readonly moId: string | null;
  readonly words: readonly number[];
  readonly readBeforeMo: string | null;
  /** Empty when not known. */
  readonly readBeforeWords: readonly number[];
}

/** One number for all stations of a database: who holds it is the only one that begins a load. */
const LOAD_LOCK = 7_301_001;

/** The body of `BatchRepository.beginLoad`, inside its transaction. */
export async function insertLoad(trx: Transaction<Schema>, intent: LoadIntent): Promise<void> {
  await takeLoadTurn(trx);
  await refuseConflict(trx, intent);
  const slots = intent.slots.map(({ plan, ...rest }) => ({ ...rest, moId: plan?.moId ?? null }));
  await insertLoadRows(trx, { ...intent, slots });
  const rows = intent.slots.flatMap(({ slot, plan }) =>
    plan === null ? [] : [rowOfPlan(plan, { slot, loadId: intent.loadId, fetchedAt: intent.createdAt })],
  );
  if (rows.length > 0) await trx.insertInto('mo_batch').values(rows).execute();
}

/** A load that writes a batch of the queue again. */
export interface ReloadIntent {
  readonly loadId: string;
  readonly profile: string;
  readonly epoch?: number;
  readonly createdAt: EpochMs;
  readonly slots: readonly OpenLoadSlot[];
}

/** The body of `BatchRepository.beginReload`, inside its transaction. */
export async function insertReload(
  trx: Transaction<Schema>,
  moId: string,
  intent: ReloadIntent,
): Promise<void> {
  await takeLoadTurn(trx);
  await refuseOpenLoad(trx);
  await insertLoadRows(trx, intent);
  const moved = await trx
    .updateTable('mo_batch')
    .set({
      load_id: intent.loadId,
      written_at: null,
      accepted_at: null,
      running_seen_at: null,
      first_dosing_at: null,
      acknowledged_at: null,
    })
    .where('mo_id', '=', moId)
    .where('finished_at', 'is', null)
    .executeTakeFirst();
  if (moved.numUpdatedRows !== 1n) throw new AppError('STORE_CONFLICT', `${moId} is not open in the queue`);
}

/** Two loads at once: the second one waits here and then finds what the first one did. */
async function takeLoadTurn(trx: Transaction<Schema>): Promise<void> {
  await sql`select pg_advisory_xact_lock(${sql.lit(LOAD_LOCK)})`.execute(trx);
}

async function insertLoadRows(trx: Transaction<Schema>, intent: ReloadIntent): Promise<void> {
  await trx
    .insertInto('load')
    .values({
      id: intent.loadId,
      created_at: timestampOf(intent.createdAt),
      state: 'intended',
      profile: intent.profile,
      epoch: intent.epoch ?? null,
    })
    .execute();
  if (intent.slots.length === 0) return;
  await trx
    .insertInto('load_slot')
    .values(
      intent.slots.map(({ slot, moId, words, readBeforeMo, readBeforeWords }) => ({
        load_id: intent.loadId,
        slot,
        mo_id: moId,
        words: [...words],
        read_before_mo: readBeforeMo,
        read_before_words: [...readBeforeWords],
      })),
    )
    .execute();
}

async function refuseOpenLoad(trx: Transaction<Schema>): Promise<void> {
  const open = await trx
    .selectFrom('load')
    .select('id')
    .where('state', 'in', ['intended', 'arming', 'armed'])
    .executeTakeFirst();
  if (open !== undefined) throw new AppError('STORE_CONFLICT', `load ${open.id} is still open`);
}

/** The unique indexes would refuse most of it as well; this says in words what is in the way. */
async function refuseConflict(trx: Transaction<Schema>, intent: LoadIntent): Promise<void> {
  await refuseOpenLoad(trx);
  const rows = await trx.selectFrom('mo_batch').select(['mo_id', 'slot']).execute();
  if ((intent.intakeGate ?? 'empty-queue') === 'empty-queue' && rows.length > 0) {
    throw new AppError(
      'STORE_CONFLICT',
      `the queue is not empty: ${rows.map((row) => row.mo_id).join(', ')}`,
    );
  }
  for (const { slot, plan } of intent.slots) {
    const taken = rows.find((row) => row.slot === slot || row.mo_id === plan?.moId);
    if (plan === null || taken === undefined) continue;
    throw new AppError(
      'STORE_CONFLICT',
      `${plan.moId} cannot go into slot ${slot}: ${taken.mo_id} is in slot ${taken.slot}`,
    );
  }
}

/** The load that is neither accepted nor abandoned; there is at most one. */
export async function selectOpenLoad(db: Kysely<Schema>): Promise<OpenLoad | null> {
  const load = await db
    .selectFrom('load')
    .selectAll()
    .where('state', 'in', ['intended', 'arming', 'armed'])
    .orderBy('sequence', 'desc')
    .executeTakeFirst();
  if (load === undefined) return null;
  const slots = await db
    .selectFrom('load_slot')
    .selectAll()
    .where('load_id', '=', load.id)
    .orderBy('slot')
    .execute();
  return {
    loadId: load.id,
    stage: stageOf(load.state),
    profile: load.profile,
    epoch: load.epoch,
    createdAt: load.created_at,
    armingAt: load.arming_at,
    armedAt: load.armed_at,
    slots: slots.map((row) => ({
      slot: row.slot as Slot,
      moId: row.mo_id,
      words: row.words,
      readBeforeMo: row.read_before_mo,
      readBeforeWords: row.read_before_words,
    })),
  };
}

/**
 * Notes a step of an open load. A repeated load goes back from `armed` to `arming`.
 * Throws STORE_CONFLICT when the load is not open: then some other station ended it.
 */
export async function moveLoad(
  trx: Transaction<Schema>,
  loadId: string,
  to: LoadStage,
  at: EpochMs,
): Promise<void> {
  const time = timestampOf(at);
  const changed = await trx
    .updateTable('load')
    .set(to === 'arming' ? { state: to, arming_at: time } : { state: to, armed_at: time })
    .where('id', '=', loadId)
    .where('state', 'in', ['intended', 'arming', 'armed'])
    .executeTakeFirst();
  if (changed.numUpdatedRows === 0n)
    throw new AppError('STORE_CONFLICT', `load ${loadId} is not open any more`);
  if (to === 'armed') {
    await trx.updateTable('mo_batch').set({ written_at: time }).where('load_id', '=', loadId).execute();
  }
}

/** Ends an open load. Returns false when it had ended before (then nothing changes). */
export async function endLoad(
  trx: Transaction<Schema>,
  loadId: string,
  how: { state: 'accepted'; at: EpochMs } | { state: 'abandoned' },
): Promise<boolean> {
  const accepted = how.state === 'accepted' ? { accepted_at: timestampOf(how.at) } : {};
  const changed = await trx
    .updateTable('load')
    .set({ state: how.state, ...accepted })
    .where('id', '=', loadId)
    // Nothing can accept what was never armed.
    .where('state', 'in', how.state === 'accepted' ? ['armed'] : ['intended', 'arming', 'armed'])
    .executeTakeFirst();
  if (changed.numUpdatedRows > 0n) {
    if (how.state === 'accepted') {
      await trx.updateTable('mo_batch').set(accepted).where('load_id', '=', loadId).execute();
    }
    return true;
  }
  const load = await trx.selectFrom('load').select('state').where('id', '=', loadId).executeTakeFirst();
  if (load?.state === how.state) return false;
  throw new AppError(
    'STORE_CONFLICT',
    `load ${loadId} is ${load?.state ?? 'unknown'}, cannot be ${how.state}`,
  );
}

function stageOf(state: string): LoadStage {
  if (state === 'intended' || state === 'arming' || state === 'armed') return state;
  throw new AppError('INTERNAL', `a load with state ${state} is not open`);
}
