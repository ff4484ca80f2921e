export interface OutboxLimits {
  /** Results in the file, in whatever state. At the limit a new one is refused; none is ever dropped. */
  readonly maxEntries: number;
  /** Orders in slots whose facts are kept; at the limit those archived longest ago go. */
  readonly maxSlotFacts: number;
  /** Equipment failures and weighings; at the limit the oldest that Odoo has make room, others never do. */
  readonly maxEvents: number;
}

export const DEFAULT_OUTBOX_LIMITS: OutboxLimits = {
  maxEntries: 10_000,
  maxSlotFacts: 10_000,
  maxEvents: 10_000,
};
