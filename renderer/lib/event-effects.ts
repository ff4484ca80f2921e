import type { QueryName } from '../../shared/contract/contract.ts';
import type { StationEvent } from '../../shared/contract/events.ts';

const QUEUE = ['batchStatus', 'batch', 'overview', 'equipment'] as const;
const RESULTS = ['failedToPush', 'pushDetail', 'overview'] as const;
const HISTORY = ['historySearch', 'historyRecord', 'products', 'equipment', 'equipmentHistory'] as const;
const ALARMS = ['alarms', 'alarmHistory', 'alarmLoad', 'health', 'notifications'] as const;

/** The answers that an event makes out of date. Each event of the contract is here: a new one does not compile. */
export function concernedBy(event: StationEvent): readonly QueryName[] {
  switch (event.kind) {
    case 'load-armed':
    case 'load-accepted':
    case 'batch-changed':
    case 'batch-read':
      return QUEUE;
    case 'batch-ended':
    case 'batch-acknowledged':
      return [...QUEUE, ...RESULTS];
    case 'batch-archived':
      return [...QUEUE, ...RESULTS, ...HISTORY];
    case 'report-changed':
      return [...RESULTS, 'batchStatus', 'batch', 'health'];
    case 'failure-recorded':
      return ['equipmentFailures', 'equipment', 'equipmentHistory'];
    case 'alarm-raised':
    case 'alarm-cleared':
    case 'alarm-changed':
      return [...ALARMS, 'overview', 'equipment'];
    case 'notification':
      return ['notifications'];
    case 'task-ended':
      return ['tasks', 'health'];
    case 'command-done':
      return [...QUEUE, ...RESULTS, 'audit', 'tasks', 'health', 'alarms'];
    case 'settings-changed':
      return ['settings', 'tasks', 'plcConfig', 'batchStatus'];
    case 'link-changed':
      return ['health', 'overview', 'stationInfo'];
  }
}
