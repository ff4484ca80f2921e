import { z } from 'zod';

/** What the values of an alarm's cause are. */
export interface CauseValueTypes {
  /** The name of a manufacturing order. */
  readonly mo_id: string;
  /** Several of them, with commas. */
  readonly orders: string;
  /** What a slot shows instead: an order's name. */
  readonly found: string;
  readonly slot: number;
  /** A silo or tank, as it is written on it; or a code that no equipment has. */
  readonly equipment: string;
  readonly actual_kg: number;
  readonly target_kg: number;
  readonly tolerance_kg: number;
  /** A moment, in ISO 8601; shown in the mill's time zone. */
  readonly since: string;
  /** A time as the PLC's clock gave it, in the mill's time zone. */
  readonly plant_time: string;
  /** A word's value. */
  readonly value: number;
  /** A count of entries. */
  readonly limit: number;
  /** What the PLC reported, by name. */
  readonly event: string;
  /** A task's number. */
  readonly task: number;
  /** Words of somebody else (a library, the PLC, Odoo), or details of the wire: shown as they are. */
  readonly text: string;
}

/**
 * Why alarms are there, and the values that each cause is told with. Both the code that raises an alarm and the
 * operator's text for it are held to this table. What somebody else said is no cause of this table: it is shown
 * as it is.
 */
export const CAUSES = {
  'plc-silent': [],
  'plc-program-mode': [],
  'plc-stopped': ['text'],
  'plc-fault': ['text'],
  'load-read-back-differs': ['text'],
  'load-unread': ['since'],
  'load-ran-unreleased': [],
  'load-gate-zeroed': [],
  'load-gate-without-orders': [],
  'load-changed': [],
  'gate-closed': ['orders', 'since'],
  'gate-closed-orders-unknown': ['since'],
  'gate-faulty': ['slot', 'value'],
  'slot-rejected': ['text'],
  'slot-shows-other-order': ['found', 'mo_id'],
  'slot-ended-unproven': ['mo_id'],
  'slot-flag-taken-back': ['mo_id'],
  'slot-overwritten': ['slot', 'found', 'mo_id'],
  'slot-emptied': ['slot', 'mo_id'],
  'failure-flag-taken-back': [],
  'weighing-flag-taken-back': [],
  'batch-failed': ['mo_id'],
  'batch-stuck': ['mo_id', 'slot', 'since'],
  'batch-stuck-nowhere': ['mo_id', 'since'],
  'dosed-too-much': ['mo_id', 'equipment', 'actual_kg', 'target_kg', 'tolerance_kg'],
  'dosed-too-little': ['mo_id', 'equipment', 'actual_kg', 'target_kg', 'tolerance_kg'],
  'result-zero-weight': ['mo_id'],
  'result-all-actuals-zero': ['mo_id'],
  'result-actuals-equal-truncated-targets': ['mo_id'],
  'result-not-sent': ['mo_id', 'since'],
  'result-refused': ['mo_id', 'since'],
  'result-held': ['mo_id', 'since'],
  'result-not-stored': ['mo_id', 'since'],
  'row-without-slot': ['mo_id', 'value'],
  'row-outside-slots': ['mo_id', 'slot'],
  'order-unreadable': ['mo_id', 'text'],
  'order-state': ['mo_id', 'text'],
  'order-mo-name': ['mo_id', 'text'],
  'order-quantity': ['mo_id', 'text'],
  'order-unit': ['mo_id', 'text'],
  'order-component-quantity': ['mo_id', 'text'],
  'order-equipment': ['mo_id', 'text'],
  'order-bom-size': ['mo_id', 'text'],
  'order-too-heavy': ['mo_id', 'text'],
  'order-nothing-to-dose': ['mo_id', 'text'],
  'equipment-failed': ['equipment', 'text', 'plant_time'],
  'unknown-equipment-failed': ['equipment', 'text', 'plant_time'],
  'failure-unreadable': ['text'],
  'weighing-unreadable': ['text'],
  'event-refused': ['event', 'text'],
  'failures-not-sent': ['since'],
  'failures-refused': ['since'],
  'weighings-not-sent': ['since'],
  'weighings-refused': ['since'],
  'task-fails': ['task', 'text'],
  'results-nearly-full': ['limit'],
  'events-nearly-full': ['limit'],
} as const satisfies Record<string, readonly (keyof CauseValueTypes)[]>;

export type CauseKey = keyof typeof CAUSES;

/** The keys of {@link CAUSES}. */
export const CAUSE_KEYS = Object.keys(CAUSES) as readonly CauseKey[];

/** The values as arguments: none where a cause has none. */
export type CauseArguments<K extends CauseKey> = (typeof CAUSES)[K] extends readonly []
  ? []
  : [values: Pick<CauseValueTypes, (typeof CAUSES)[K][number]>];

/** Why an alarm is there; the operator's text for it is made from `key` and `values`. */
export const causeView = z.object({
  key: z.enum(CAUSE_KEYS),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
});

export type CauseView = z.output<typeof causeView>;
