import type { AlarmGroup, AlarmPriority, NotificationKind } from '../../shared/contract/alarms.ts';
import type { ComponentKey } from '../../shared/domain/equipment.ts';
import type { ERROR_CODES, ErrorCode } from '../../shared/errors.ts';

type AlarmArea = 'PLC' | 'SLOT' | 'HEALTH' | 'EVENT' | 'ODOO' | 'INTAKE' | 'STORE' | 'OUTBOX';

/** Codes of those areas that end a call or the start of the program: nobody can act on them later. */
type NeverAlarm =
  | 'PLC_ADDRESS_REFUSED'
  | 'PLC_BUSY'
  | 'PLC_CLOSED'
  | 'PLC_END_CODE'
  | 'PLC_PROFILE_INVALID'
  | 'PLC_TIMEOUT'
  | 'PLC_VALUE_REFUSED'
  | 'PLC_GATE_CLOSED'
  | 'STORE_MIGRATION_FAILED'
  | 'STORE_EMBEDDED_FAILED'
  | 'STORE_CONFLICT';

/** The codes that can be an alarm; a new code of these areas needs a rule below, or does not compile. */
export type AlarmCode =
  | Exclude<(typeof ERROR_CODES)[AlarmArea][number], NeverAlarm>
  | 'SETTINGS_FILE_BAD'
  | 'INTERNAL';

/** The kind of screen that an alarm belongs to. */
type AlarmScreen = 'batch' | 'failed-to-push' | 'plc' | 'equipment' | 'tasks' | 'settings';

export interface AlarmRule {
  readonly priority: AlarmPriority;
  readonly group: AlarmGroup;
  readonly screen: AlarmScreen;
  /** People are told outside the screens, too. */
  readonly notify?: NotificationKind;
}

/** What an order that Odoo did not take comes to: results at risk until a person has decided. */
const REFUSED: AlarmRule = {
  priority: 1,
  group: 'ODOO',
  screen: 'failed-to-push',
  notify: 'result-refused',
};
/** Odoo itself is in the way: results wait safely, and go by themselves when it is put right. */
const ODOO_IN_THE_WAY: AlarmRule = { priority: 2, group: 'ODOO', screen: 'failed-to-push' };

/**
 * How much each alarm matters and where it is dealt with. Priority 1 is kept for what costs a batch, the
 * link to the PLC or a result when nobody acts: a list in which everything is urgent is not read.
 */
export const ALARM_RULES: Readonly<Record<AlarmCode, AlarmRule>> = {
  PLC_LINK_LOST: { priority: 1, group: 'PLC', screen: 'plc', notify: 'plc-link-lost' },
  PLC_NOT_IN_RUN_MODE: { priority: 1, group: 'PLC', screen: 'plc' },
  PLC_FATAL_ERROR: { priority: 1, group: 'PLC', screen: 'plc' },
  PLC_NON_FATAL_ERROR: { priority: 3, group: 'PLC', screen: 'plc' },
  PLC_VERIFY_FAILED: { priority: 2, group: 'PLC', screen: 'plc', notify: 'intake-blocked' },

  SLOT_FAULTY: { priority: 2, group: 'SLOT', screen: 'plc' },
  SLOT_FOREIGN_MO: { priority: 2, group: 'SLOT', screen: 'plc' },
  SLOT_NO_EVIDENCE: { priority: 2, group: 'SLOT', screen: 'batch' },
  SLOT_ACKNOWLEDGE_LOST: { priority: 3, group: 'SLOT', screen: 'plc' },
  SLOT_OVERWRITTEN: { priority: 3, group: 'SLOT', screen: 'plc' },
  GATE_STUCK: { priority: 2, group: 'PLC', screen: 'plc', notify: 'intake-blocked' },
  RESULT_QUESTION: { priority: 1, group: 'BATCH', screen: 'failed-to-push' },
  BATCH_FAILED: { priority: 1, group: 'BATCH', screen: 'batch', notify: 'batch-failed' },

  BATCH_STUCK: { priority: 2, group: 'BATCH', screen: 'batch' },
  CONSUMPTION_DEVIATION: { priority: 3, group: 'BATCH', screen: 'batch' },
  RESULT_WAITING: { priority: 2, group: 'ODOO', screen: 'failed-to-push' },
  TASK_FAILING: { priority: 2, group: 'STATION', screen: 'tasks' },
  OUTBOX_NEARLY_FULL: { priority: 1, group: 'STORE', screen: 'failed-to-push' },

  EQUIPMENT_FAILURE: { priority: 2, group: 'EQUIPMENT', screen: 'equipment', notify: 'equipment-failure' },
  EVENT_QUARANTINED: { priority: 3, group: 'EQUIPMENT', screen: 'plc' },
  EVENT_NOT_REPORTED: { priority: 3, group: 'ODOO', screen: 'equipment' },
  EVENT_ACKNOWLEDGE_LOST: { priority: 3, group: 'EQUIPMENT', screen: 'plc' },

  ODOO_UNREACHABLE: ODOO_IN_THE_WAY,
  ODOO_TIMEOUT: ODOO_IN_THE_WAY,
  ODOO_HTTP: ODOO_IN_THE_WAY,
  ODOO_WRONG_PATH: ODOO_IN_THE_WAY,
  ODOO_THROTTLED: ODOO_IN_THE_WAY,
  ODOO_LOGIN_REFUSED: ODOO_IN_THE_WAY,
  ODOO_SESSION_EXPIRED: ODOO_IN_THE_WAY,
  ODOO_MALFORMED_REPLY: ODOO_IN_THE_WAY,
  ODOO_SERVER_ERROR: ODOO_IN_THE_WAY,
  ODOO_REJECTED: REFUSED,
  ODOO_LINES_REFUSED: REFUSED,
  ODOO_MO_UNKNOWN: REFUSED,
  ODOO_MO_CANCELLED: REFUSED,
  ODOO_MO_DONE_ELSEWHERE: REFUSED,
  ODOO_LEFT_OPEN: REFUSED,

  INTAKE_MO_HELD_BACK: { priority: 3, group: 'ODOO', screen: 'tasks' },
  INTAKE_ROW_WITHOUT_SLOT: { priority: 2, group: 'BATCH', screen: 'batch', notify: 'intake-blocked' },

  STORE_UNAVAILABLE: { priority: 2, group: 'STORE', screen: 'settings' },
  OUTBOX_FULL: { priority: 1, group: 'STORE', screen: 'failed-to-push' },
  OUTBOX_CORRUPT: { priority: 1, group: 'STORE', screen: 'failed-to-push' },
  OUTBOX_UNAVAILABLE: { priority: 1, group: 'STORE', screen: 'failed-to-push' },

  SETTINGS_FILE_BAD: { priority: 3, group: 'STATION', screen: 'settings' },
  INTERNAL: { priority: 1, group: 'STATION', screen: 'tasks' },
};

/** An error's code as an alarm; one that is no alarm of its own is INTERNAL. */
export function alarmCodeOf(code: ErrorCode): AlarmCode {
  return isAlarmCode(code) ? code : 'INTERNAL';
}

/** True for a code that can be an alarm, also for text from a file or a request. */
export function isAlarmCode(code: string): code is AlarmCode {
  return Object.hasOwn(ALARM_RULES, code);
}

/** What an alarm is about, as far as it is known. */
export interface AlarmAbout {
  readonly moId: string | null;
  readonly equipment: ComponentKey | null;
}

/** Path of the screen on which an alarm is dealt with. The name of an order is one part of the path, slashes and all. */
export function placeOf(code: AlarmCode, { moId, equipment }: AlarmAbout): string {
  switch (ALARM_RULES[code].screen) {
    case 'batch':
      return moId === null ? '/' : `/batch/${encodeURIComponent(moId)}`;
    case 'equipment':
      return equipment === null ? '/equipment' : `/equipment/${equipment}`;
    case 'failed-to-push':
      return '/failed-to-push';
    case 'plc':
      return '/plc';
    case 'tasks':
      return '/tasks';
    case 'settings':
      return '/settings';
  }
}
