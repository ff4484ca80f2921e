/** Durable memory that something may have been sent to Odoo by an earlier attempt. */
export interface SentProgress {
  wasSent(): boolean;
  /** Returns after the fact is on disk. */
  recordSent(): void;
}
