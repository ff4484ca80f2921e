/**
 * Who commands the PLC. Two stations may share a database; one of them commands, the other only shows.
 */
export interface Leadership {
  /**
   * Returns when this station may write to the PLC and to Odoo, checked with the database now.
   * Throws AppError NOT_LEADER otherwise, STORE_UNAVAILABLE when the database cannot be asked.
   */
  assertLeader(): Promise<void>;
  /**
   * Whether this station may tell the PLC that it has read a result which is on its own disk: as the
   * leader, and as the last known leader while the database is away.
   */
  mayAcknowledge(): boolean;
}
