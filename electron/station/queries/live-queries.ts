import type { QueryOutput } from '../../../shared/contract/contract.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Batch, EpochMs } from '../../domain/batch.ts';
import { loadArmingAt } from '../../store/analytics/newest-load.ts';
import { viewActiveAlarms } from '../alarm-views.ts';
import { viewBatchStatus } from '../batch-views.ts';
import { viewDatabaseLink, viewOdooLink, viewPlcLink } from '../link-views.ts';
import { viewTask } from '../task-views.ts';
import { iso, viewFailedToPush, viewSetting } from '../views.ts';
import { decodedFields } from './decoded-fields.ts';
import type { HandlersOf, QueryParts } from './query-parts.ts';
import { listQueue } from './queue.ts';
import { viewTimeline } from './timeline.ts';

type LiveQuery = 'health' | 'batchStatus' | 'batch' | 'failedToPush' | 'tasks' | 'settings';

/** What is so at present; also answered, as far as it goes, while the database is away. */
export function liveQueries(parts: QueryParts): HandlersOf<LiveQuery> {
  const { scheduler, outbox, settings, board, alarms } = parts;
  const queueParts = () => ({
    entries: outbox.entries(),
    board,
    tolerance: settings.current.batch.tolerance,
    alarms: alarms.active(),
  });
  return {
    health: () => viewHealth(parts),
    batchStatus: async () => viewBatchStatus(await listQueue(parts), queueParts()),
    async batch({ mo_id }) {
      const list = await listQueue(parts);
      const row = list.batches.find(({ moId }) => moId === mo_id);
      const batch = viewBatchStatus(list, queueParts()).batches.find((view) => view.mo_id === mo_id);
      if (row === undefined || batch === undefined)
        throw new AppError('NOT_FOUND', `${mo_id} is not in the queue`);
      const words = [...(board.of(row.slot, mo_id)?.words ?? [])];
      return {
        batch,
        words,
        fields: row.slot === null ? [] : decodedFields(parts.profile.read, row.slot, words),
        life: viewLife(row),
        timeline: viewTimeline(row.life, { writtenAt: await armingAt(parts, row), archivedAt: null }),
      };
    },
    async failedToPush() {
      return viewFailedToPush(outbox.entries(), await queueIfKnown(parts));
    },
    tasks: () => ({ tasks: scheduler.status().map(viewTask) }),
    settings: () => ({ settings: settings.rows().map(viewSetting) }),
  };
}

/** The results in the outbox are shown also when the database never answered: then without their products. */
export async function queueIfKnown(parts: QueryParts): Promise<readonly Batch[]> {
  try {
    return (await listQueue(parts)).batches;
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'STORE_UNAVAILABLE') return [];
    throw thrown;
  }
}

/** When all words of the batch's load were in the PLC and verified; null when it is not known. */
async function armingAt({ db }: QueryParts, { loadId }: Batch): Promise<EpochMs | null> {
  if (loadId === null) return null;
  try {
    return await loadArmingAt(db, loadId);
  } catch (thrown) {
    // The batch itself is shown from memory while the database is away.
    if (thrown instanceof AppError && thrown.code === 'STORE_UNAVAILABLE') return null;
    throw thrown;
  }
}

function viewHealth(parts: QueryParts): QueryOutput<'health'> {
  const { config, startedAt, right, link, client, alarms, scheduler, outbox } = parts;
  return {
    mode: config.mode.kind,
    started_at: new Date(startedAt).toISOString(),
    leader: right.state === 'leader',
    leader_name: right.holder?.name ?? null,
    plc: { ...viewPlcLink(parts), mode: link.status.mode },
    odoo: viewOdooLink(parts),
    database: viewDatabaseLink(parts),
    outbox: {
      waiting: outbox.count('waiting'),
      parked: outbox.count('parked'),
      held: outbox.count('held'),
      confirmed: outbox.count('confirmed'),
    },
    alarms: viewActiveAlarms(alarms.open()),
    tasks: scheduler.status().map(viewTask),
    fins: client.statistics(),
  };
}

function viewLife({ life }: Batch): Record<string, string | null> {
  return {
    fetched_at: iso(life.fetchedAt),
    written_at: iso(life.writtenAt),
    accepted_at: iso(life.acceptedAt),
    running_seen_at: iso(life.runningSeenAt),
    first_dosing_at: iso(life.firstDosingAt),
    last_read_at: iso(life.lastReadAt),
    last_changed_at: iso(life.lastChangedAt),
    finished_at: iso(life.finishedAt),
    acknowledged_at: iso(life.acknowledgedAt),
    confirmed_by_odoo_at: iso(life.confirmedByOdooAt),
  };
}
