import pg from 'pg';
import { runSql } from '../../testing/postgres.ts';

/**
 * Makes calls meet at one row: locks the order's row in mo_batch, starts the calls, waits until
 * all of them wait for the lock, then lets go. Each call sees the row as it was before any of them.
 */
export async function meetAtRow<T>(
  url: string,
  moId: string,
  calls: readonly (() => Promise<T>)[],
): Promise<T[]> {
  const holder = new pg.Client({ connectionString: url });
  await holder.connect();
  try {
    await holder.query('begin');
    await holder.query('select 1 from mo_batch where mo_id = $1 for update', [moId]);
    const outcomes = Promise.all(calls.map((call) => call()));
    while ((await waiting(url)) < calls.length);
    await holder.query('commit');
    return await outcomes;
  } finally {
    await holder.end();
  }
}

async function waiting(url: string): Promise<number> {
  const [row] = await runSql<{ waiting: number }>(
    url,
    `select count(*)::int as waiting from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return row?.waiting ?? 0;
}
