import type { Database } from 'better-sqlite3';

/** Marks the file as a Batchline outbox ("BLOX"), so that another program's database is never taken for one. */
export const APPLICATION_ID = 0x424c_4f58;

/**
 * The file's versions: entry n brings version n to version n + 1. Append only; `user_version` tells how
 * many of them a file has.
 */
const VERSIONS: readonly string[] = [
  `
  CREATE TABLE entry (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    mo_id TEXT NOT NULL,
    load_id TEXT,
    result_id TEXT NOT NULL UNIQUE,
    result TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'parked', 'held', 'confirmed')),
    hold_reason TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    last_fault TEXT,
    next_attempt_at INTEGER,
    captured_at INTEGER NOT NULL,
    confirmed_at INTEGER,
    confirmed_note TEXT
  ) STRICT;
  -- Null is a value here: a batch without a load has one result as well.
  CREATE UNIQUE INDEX entry_mo_load ON entry (mo_id, coalesce(load_id, ''));
  CREATE INDEX entry_state ON entry (state, seq);

  CREATE TABLE entry_step (
    entry_id TEXT NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
    step TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    PRIMARY KEY (entry_id, step)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE slot_fact (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    load_id TEXT,
    slot INTEGER NOT NULL,
    mo_id TEXT NOT NULL,
    running_seen_at INTEGER,
    ended_at INTEGER,
    acknowledged_at INTEGER,
    acknowledgements INTEGER NOT NULL DEFAULT 0,
    zero_seen_since INTEGER NOT NULL DEFAULT 0,
    archived_at INTEGER
  ) STRICT;
  CREATE UNIQUE INDEX slot_fact_key ON slot_fact (mo_id, slot, coalesce(load_id, ''));
  CREATE INDEX slot_fact_archived ON slot_fact (archived_at);
  CREATE INDEX slot_fact_unacknowledged ON slot_fact (seq) WHERE ended_at IS NOT NULL AND acknowledgements = 0;
  `,
  `
  CREATE TABLE plc_event (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    area TEXT NOT NULL CHECK (area IN ('failure', 'weighing')),
    event_key TEXT NOT NULL,
    content TEXT NOT NULL,
    words TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'parked', 'confirmed', 'quarantined')),
    captured_at INTEGER NOT NULL,
    stored_at INTEGER,
    acknowledged_at INTEGER,
    acknowledgements INTEGER NOT NULL DEFAULT 0,
    sent_at INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    last_fault TEXT,
    next_attempt_at INTEGER,
    confirmed_at INTEGER,
    confirmed_note TEXT,
    noticed_at INTEGER
  ) STRICT;
  CREATE INDEX plc_event_key ON plc_event (area, event_key);
  CREATE INDEX plc_event_state ON plc_event (area, state, seq);
  CREATE INDEX plc_event_unstored ON plc_event (seq) WHERE stored_at IS NULL;
  CREATE INDEX plc_event_unnoticed ON plc_event (area, seq) WHERE noticed_at IS NULL;
  `,
  `
  ALTER TABLE slot_fact ADD COLUMN given_up_at INTEGER;
  DROP INDEX slot_fact_unacknowledged;
  CREATE INDEX slot_fact_unacknowledged ON slot_fact (seq)
    WHERE ended_at IS NOT NULL AND acknowledgements = 0 AND given_up_at IS NULL;
  `,
  `
  -- Null for what came into its state before this version: nobody noted it.
  ALTER TABLE entry ADD COLUMN state_since INTEGER;
  `,
];

export const CURRENT_VERSION = VERSIONS.length;

/** What an existing file says about itself. `tables` is 0 for a file that nothing was ever written to. */
export function describeFile(db: Database): { version: number; applicationId: number; tables: number } {
  return {
    version: Number(db.pragma('user_version', { simple: true })),
    applicationId: Number(db.pragma('application_id', { simple: true })),
    tables: db.prepare<[], { n: number }>('SELECT count(*) AS n FROM sqlite_schema').get()?.n ?? 0,
  };
}

/** Brings the file to the current version. Call inside a write transaction: another process may do the same. */
export function upgradeSchema(db: Database): void {
  const { version } = describeFile(db);
  for (const sql of VERSIONS.slice(version)) db.exec(sql);
  db.pragma(`application_id = ${APPLICATION_ID}`);
  db.pragma(`user_version = ${CURRENT_VERSION}`);
}
