import { keepPreviousData, QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import type { QueryGiven, QueryName, QueryOutput } from '../../shared/contract/contract.ts';
import type { HostCallGiven, HostCallName, HostCallOutput } from '../../shared/contract/host.ts';
import { clockNow } from './clock.ts';
import { askStation, type CallError, callHost } from './station-client.ts';

/** The cache of everything that the station has answered. The live bridge marks what is out of date. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // Events tell when something changed; nothing is asked again merely because a window is looked at.
      staleTime: Number.POSITIVE_INFINITY,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      networkMode: 'always',
      // A refusal is an answer; only an unreachable station is worth another try, and then by the live bridge.
      retry: false,
    },
    mutations: { networkMode: 'always', retry: false },
  },
});

/** A query of the contract for TanStack Query. */
export function stationQuery<N extends QueryName>(name: N, input: QueryGiven<N>) {
  return queryOptions<QueryOutput<N>, CallError>({
    queryKey: ['station', name, input],
    queryFn: () => askStation(name, input),
  });
}

/** A question to the host for TanStack Query. */
export function hostQuery<N extends HostCallName>(name: N, input: HostCallGiven<N>) {
  return queryOptions<HostCallOutput<N>, CallError>({
    queryKey: ['host', name, input],
    queryFn: () => callHost(name, input),
  });
}

export interface AnswerOptions {
  /** False: do not ask yet. */
  readonly enabled?: boolean;
  /** Ask again after so many milliseconds: for what the PLC shows and no event tells. */
  readonly everyMs?: number;
  /** While a changed input is being asked for: keep the previous answer on the screen (paging, filters). */
  readonly keepPrevious?: boolean;
}

/** What the station answers, kept up to date by its events. */
export function useAnswer<N extends QueryName>(
  name: N,
  input: QueryGiven<N>,
  { enabled = true, everyMs, keepPrevious = false }: AnswerOptions = {},
) {
  return useQuery({
    ...stationQuery(name, input),
    enabled,
    ...(everyMs !== undefined && { refetchInterval: everyMs }),
    ...(keepPrevious && { placeholderData: keepPreviousData }),
  });
}

export function useHostAnswer<N extends HostCallName>(name: N, input: HostCallGiven<N>, enabled = true) {
  return useQuery({ ...hostQuery(name, input), enabled });
}

/** Nothing tells when control locks by itself, or is put off by what was done in another window. */
const LOOK_AT_SESSION_MS = 30_000;
/** The host's clock and this screen's may differ a little. */
const AFTER_LOCK_MS = 500;

/** Who sits here: asked again now and then, and just after control should have locked. */
export function useSessionAnswer() {
  return useQuery({
    ...hostQuery('session', {}),
    refetchInterval: ({ state: { data } }) => {
      if (typeof data?.locks_at !== 'string') return LOOK_AT_SESSION_MS;
      const left = Math.max(0, Date.parse(data.locks_at) - clockNow());
      return Math.min(LOOK_AT_SESSION_MS, left + AFTER_LOCK_MS);
    },
  });
}

/** Everything that was asked of the station under these names is asked again as soon as it is on a screen. */
export function outdate(names: Iterable<QueryName>): void {
  for (const name of names) void queryClient.invalidateQueries({ queryKey: ['station', name] });
}
