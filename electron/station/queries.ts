import type { QueryInput, QueryName, QueryOutput } from '../../shared/contract/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { AlarmBook } from '../alarms/alarm-book.ts';
import type { Batch } from '../domain/batch.ts';
import type { Clock } from '../domain/ports.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { FinsClient } from '../plc/fins/fins-client.ts';
import type { PlcGateway } from '../plc/gateway.ts';
import type { MemoryMapProfile } from '../plc/memory-map/profile-schema.ts';
import type { AuditRepository } from '../store/audit-repository.ts';
import type { EquipmentFailureRepository } from '../store/equipment-failure-repository.ts';
import type { HistoryRepository } from '../store/history-repository.ts';
import type { SystemLogRepository } from '../store/system-log-repository.ts';
import type { TableRepository } from '../store/table-repository.ts';
import type { LiveBatches } from '../tasks/live-batches.ts';
import type { LiveBoard } from '../tasks/live-board.ts';
import type { Scheduler } from '../tasks/scheduler.ts';
import type { LiveSettings } from './config/live-settings.ts';
import type { StationConfig } from './config/station-config.ts';
import { type Links, troubleOf, viewDatabaseLink, viewOdooLink, viewPlcLink } from './link-views.ts';
import type { PlantEndpoints } from './plant-endpoints.ts';
import { viewTask } from './task-views.ts';
import {
  iso,
  viewBatchStatus,
  viewFailedToPush,
  viewHistory,
  viewHistoryRow,
  viewPlcSlot,
  viewSetting,
} from './views.ts';

export interface QueryParts extends Links {
  readonly config: StationConfig;
  readonly settings: LiveSettings;
  readonly endpoints: PlantEndpoints;
  readonly profile: MemoryMapProfile;
  readonly startedAt: number;
  readonly clock: Clock;
  readonly client: FinsClient;
  readonly gateway: PlcGateway;
  readonly alarms: AlarmBook;
  readonly scheduler: Scheduler;
  readonly outbox: Outbox;
  readonly history: HistoryRepository;
  readonly systemLog: SystemLogRepository;
  readonly audit: AuditRepository;
  readonly failures: EquipmentFailureRepository;
  readonly tables: TableRepository;
  readonly liveBatches: LiveBatches;
  readonly board: LiveBoard;
}

/** One handler a query: a missing one does not compile. */
export type QueryHandlers = {
  readonly [N in QueryName]: (input: QueryInput<N>) => Promise<QueryOutput<N>> | QueryOutput<N>;
};

/** The station's answers. Only `plcSlots` asks the PLC; none waits for Odoo. */
export function createQueries(parts: QueryParts): QueryHandlers {
  const {
    alarms,
    scheduler,
    outbox,
    history,
    systemLog,
    audit,
    failures,
    liveBatches,
    board,
    settings,
    gateway,
    tables,
    clock,
  } = parts;
  return {
    health: () => viewHealth(parts),
    batchStatus: async () => viewBatchStatus(await liveBatches.list(), outbox.entries(), board),
    async batch({ mo_id }) {
      const list = await liveBatches.list();
      const row = list.batches.find(({ moId }) => moId === mo_id);
      const batch = viewBatchStatus(list, outbox.entries(), board).batches.find(
        (view) => view.mo_id === mo_id,
      );
      if (row === undefined || batch === undefined)
        throw new AppError('NOT_FOUND', `${mo_id} is not in the queue`);
      return { batch, words: [...(board.of(row.slot, mo_id)?.words ?? [])], life: viewLife(row) };
    },
    failedToPush: () => viewFailedToPush(outbox.entries()),
    async history({ limit, offset, status }) {
      return viewHistory(await history.list({ limit, offset, ...(status && { status }) }), limit, offset);
    },
    async historyOf({ mo_id }) {
      const rows = await history.byMo(mo_id);
      if (rows.length === 0) throw new AppError('NOT_FOUND', `${mo_id} is not in the history`);
      return { histories: rows.map(viewHistoryRow) };
    },
    alarms: () => ({ alarms: viewAlarms(alarms) }),
    tasks: () => ({ tasks: scheduler.status().map(viewTask) }),
    async logs({ limit, offset, task, level, mo_id, text }) {
      const { total, lines } = await systemLog.list({
        limit,
        offset,
        ...(task !== undefined && { task }),
        ...(level !== undefined && { level }),
        ...(mo_id !== undefined && { moId: mo_id }),
        ...(text !== undefined && { text }),
      });
      return {
        total,
        lines: lines.map((line) => ({
          at: new Date(line.timestamp).toISOString(),
          level: line.level,
          module: line.module,
          message: line.message,
          batch_no: line.batchNo,
          mo_id: line.moId,
        })),
      };
    },
    equipmentFailures: async ({ limit, offset }) => await failures.list({ limit, offset }),
    async audit({ limit, offset, mo_id }) {
      const { total, entries } = await audit.list({
        limit,
        offset,
        ...(mo_id !== undefined && { moId: mo_id }),
      });
      return {
        total,
        entries: entries.map((entry) => ({
          id: entry.id,
          at: new Date(entry.at).toISOString(),
          actor: entry.actor,
          station: entry.station,
          command: entry.command,
          mo_id: entry.moId,
          input: entry.input,
          before: entry.before,
          after: entry.after,
          reason: entry.reason,
          outcome: entry.outcome,
          code: entry.code,
          message: entry.message,
        })),
      };
    },
    settings: () => ({ settings: settings.rows().map(viewSetting) }),
    async plcSlots({ slot }) {
      const trouble = troubleOf(parts, 'plc');
      if (trouble !== null) throw trouble;
      const slots = await gateway.exclusive(() => gateway.readFeedback());
      const shown = slots.filter((decoded) => slot === undefined || decoded.slot === slot);
      if (shown.length === 0) throw new AppError('NOT_FOUND', `the PLC has no slot ${slot}`);
      return { read_at: new Date(clock.now()).toISOString(), slots: shown.map(viewPlcSlot) };
    },
    async tableRows({ table, limit, offset }) {
      const { total, rows } = await tables.page(table, { limit, offset });
      return { total, rows: [...rows] };
    },
    plcConfig: () => viewPlcConfig(parts),
  };
}

function viewHealth(parts: QueryParts): QueryOutput<'health'> {
  const { config, startedAt, right, link, client, alarms, scheduler, outbox } = parts;
  const states = ['waiting', 'parked', 'held', 'confirmed'] as const;
  const [waiting, parked, held, confirmed] = states.map((state) => outbox.count(state));
  return {
    mode: config.mode.kind,
    started_at: new Date(startedAt).toISOString(),
    leader: right.state === 'leader',
    plc: { ...viewPlcLink(parts), mode: link.status.mode },
    odoo: viewOdooLink(parts),
    database: viewDatabaseLink(parts),
    outbox: { waiting: waiting ?? 0, parked: parked ?? 0, held: held ?? 0, confirmed: confirmed ?? 0 },
    alarms: viewAlarms(alarms),
    tasks: scheduler.status().map(viewTask),
    fins: client.statistics(),
  };
}

function viewAlarms(alarms: AlarmBook): QueryOutput<'alarms'>['alarms'] {
  return alarms.active().map(({ code, subject, message, raisedAt }) => ({
    code,
    subject,
    message,
    raised_at: new Date(raisedAt).toISOString(),
  }));
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

function viewPlcConfig({ endpoints, profile, client }: QueryParts): QueryOutput<'plcConfig'> {
  const area = ({ base, stride, length }: { base: number; stride: number; length: number }) => ({
    base,
    stride,
    length,
  });
  return {
    host: endpoints.plc.host,
    port: endpoints.plc.port,
    client_node: client.nodes?.clientNode ?? endpoints.plc.clientNode,
    plc_node: client.nodes?.plcNode ?? endpoints.plc.plcNode,
    profile: profile.name,
    slots: profile.slotCount,
    gate: profile.gate,
    acknowledge: profile.acknowledge,
    read_area: area(profile.read),
    write_area: area(profile.write),
  };
}
