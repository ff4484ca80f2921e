/** What the values of a consequence are. */
export interface ConsequenceValueTypes {
  /** The name of a manufacturing order. */
  readonly mo_id: string;
  readonly slot: number;
  /** A word of the PLC's DM area. */
  readonly address: number;
  /** What a flag word becomes. */
  readonly value: 0 | 1;
  /** A count of batches. */
  readonly batches: number;
  /** A count of alarms. */
  readonly alarms: number;
  /** For how long. */
  readonly minutes: number;
}

/**
 * Everything that a command can change, and the values that each needs to be told. Both the code that makes
 * a consequence and the operator's text for it are held to this table.
 */
export const CONSEQUENCES = {
  'plc-nothing': [],
  'plc-keeps-order': ['mo_id', 'slot'],
  'plc-may-keep-order': ['mo_id'],
  'plc-gate-opens': [],
  'plc-order-overwritten': ['mo_id', 'slot'],
  'plc-unreadable-overwritten': ['slot'],
  'plc-order-written': ['mo_id', 'slot'],
  'plc-flag-set': ['address', 'value'],
  'plc-status-forced': ['address', 'value'],
  'plc-slot-acknowledged': ['slot'],
  'plc-orders-written-if-room': [],
  'plc-read-and-acknowledged': [],
  'plc-events-acknowledged': [],
  'database-nothing': [],
  'database-load-given-up': [],
  'database-row-cancelled': ['mo_id'],
  'database-queue-cancelled': ['batches'],
  'database-result-forgotten': ['mo_id'],
  'database-actuals-cleared': ['mo_id'],
  'database-result-taken': ['mo_id'],
  'database-row-archived': ['mo_id'],
  'database-result-held': ['mo_id'],
  'database-alarms-acknowledged': ['alarms'],
  'database-alarm-shelved': ['minutes'],
  'database-alarm-unshelved': [],
  'database-alarm-commented': [],
  'database-orders-queued': [],
  'database-batches-updated': [],
  'database-confirmed-archived': [],
  'database-events-noted': [],
  'database-old-rows-removed': [],
  'odoo-nothing': [],
  'odoo-order-cancelled': ['mo_id'],
  'odoo-order-stays-open': ['mo_id'],
  'odoo-result-sent': ['mo_id'],
  'odoo-result-not-sent': ['mo_id'],
  'odoo-waiting-results-sent': [],
  'odoo-events-reported': [],
} as const satisfies Record<string, readonly (keyof ConsequenceValueTypes)[]>;

export type ConsequenceKey = keyof typeof CONSEQUENCES;

/** The keys of {@link CONSEQUENCES}. */
export const CONSEQUENCE_KEYS = Object.keys(CONSEQUENCES) as readonly ConsequenceKey[];

/** The values that a consequence needs, by name. */
export type ConsequenceValues<K extends ConsequenceKey> = Pick<
  ConsequenceValueTypes,
  (typeof CONSEQUENCES)[K][number]
>;

/** The values as arguments: none where a consequence has none. */
export type ConsequenceArguments<K extends ConsequenceKey> = (typeof CONSEQUENCES)[K] extends readonly []
  ? []
  : [values: ConsequenceValues<K>];
