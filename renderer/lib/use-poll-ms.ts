import { useQuery } from '@tanstack/react-query';
import type { QueryOutput } from '../../shared/contract/contract.ts';
import { stationQuery } from './queries.ts';

/** The task that reads the PLC. */
const READ_TASK = 2;
/** Until the station has told how often it reads. */
const USUAL_POLL_MS = 2_000;

function readEveryMs({ tasks }: QueryOutput<'tasks'>): number {
  const seconds = tasks.find(({ task }) => task === READ_TASK)?.interval_seconds;
  return seconds === undefined ? USUAL_POLL_MS : seconds * 1_000;
}

/** How often the PLC's READ area is read, in milliseconds: what is older than some of these is stale. */
export function usePollMs(): number {
  const { data } = useQuery({ ...stationQuery('tasks', {}), select: readEveryMs });
  return data ?? USUAL_POLL_MS;
}
