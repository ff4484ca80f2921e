import { join } from 'node:path';
import { wordAddress } from '../../../shared/units.ts';
import type { EventEntry } from '../../outbox/event-entry.ts';
import { Outbox } from '../../outbox/outbox.ts';
import { encodeFailure, type FailureEvent, failureFlagAddress } from '../../plc/memory-map/failure-codec.ts';
import { encodeWeighing, type Weighing, weighingFlagAddress } from '../../plc/memory-map/weighing-codec.ts';
import { systemIds } from '../../station/system-ports.ts';
import type { PlantFixture, RunningStation } from '../../testing/plant-fixture.ts';
import { runSql } from '../../testing/postgres.ts';
import { systemClock } from '../../testing/system-clock.ts';

/** 06:30 by the mill's clock is 23:30 UTC of the day before. */
export const FAILURE: FailureEvent = {
  code: 'silo101',
  info: 'START_FAILURE',
  plantLocal: { year: 2026, month: 1, day: 5, hour: 6, minute: 30, second: 0 },
};
export const FAILURE_UTC = '2026-01-04 23:30:00';
export const FAILURE_PATH = '/api/scada/equipment-failure';

/** Quick cycles of the tasks under test, and none of TASK 1 to 3, whose runs would only be noise. */
export const EVENTS_ONLY = {
  ENABLE_TASK_1_AUTO_SYNC: 'false',
  ENABLE_TASK_2_PLC_READ: 'false',
  ENABLE_TASK_3_PROCESS_COMPLETED: 'false',
  ENABLE_TASK_4_HEALTH_MONITOR: 'false',
  EQUIPMENT_FAILURE_INTERVAL_SECONDS: '0.2',
  MANUAL_WEIGHING_INTERVAL_SECONDS: '0.2',
};

/** Shows a failure as the PLC does: its words, the flag 0. */
export function showFailure(plant: PlantFixture, event: FailureEvent = FAILURE): void {
  plant.plc.memory.write(plant.profile.failure.base, encodeFailure(plant.profile, event, 0));
}

export function showWeighing(plant: PlantFixture, weighing: Weighing): void {
  plant.plc.memory.write(plant.profile.weighing.base, encodeWeighing(plant.profile, weighing, 0));
}

export function failureFlag(plant: PlantFixture): number {
  return plant.plc.memory.word(failureFlagAddress(plant.profile));
}

export function weighingFlag(plant: PlantFixture): number {
  return plant.plc.memory.word(weighingFlagAddress(plant.profile));
}

/** Puts a flag back to 0, as a PLC does that lost our answer. */
export function takeBackFailureFlag(plant: PlantFixture): void {
  plant.plc.memory.write(wordAddress(failureFlagAddress(plant.profile)), [0]);
}

/** Rows of equipment_failure: code, name, description and the time as its column without a zone holds it. */
export function failureRows(plant: PlantFixture) {
  return runSql<{ code: string; name: string | null; description: string; at: string }>(
    plant.database.url,
    `select equipment_code as code, equipment_name as name, description, failure_date::text as at
      from equipment_failure order by failure_date, equipment_code`,
  );
}

/** Records of equipment failures in Odoo: "code description time". */
export function failureRecords(plant: PlantFixture): string[] {
  return plant.odoo.books
    .failures()
    .map(
      ({ equipmentCode, description, date }) => `${equipmentCode} ${description} ${date.replace('T', ' ')}`,
    );
}

/** The journal of this plant's station while no station runs. Dispose it before one starts. */
export function openOutbox(plant: PlantFixture): Outbox {
  return Outbox.open(join(plant.dataDir, 'outbox', 'outbox.sqlite'), {
    clock: systemClock,
    newId: systemIds,
  });
}

/** Resolves when the area's last event is in a state, seen after one of the station's events. */
export async function untilLatest(
  running: RunningStation,
  area: EventEntry['area'],
  is: (entry: EventEntry) => boolean,
): Promise<EventEntry> {
  let found: EventEntry | undefined;
  await running.until(() => {
    found = running.station.outbox.events.latest(area);
    return found !== undefined && is(found);
  });
  if (found === undefined) throw new Error('unreachable: it was just found');
  return found;
}

/** Resolves when `more` further runs of a task have ended. */
export async function untilRuns(running: RunningStation, task: number, more: number): Promise<void> {
  const runs = (): number =>
    running.events.filter((event) => event.kind === 'task-ended' && event.task === task).length;
  const until = runs() + more;
  await running.until(() => runs() >= until);
}
