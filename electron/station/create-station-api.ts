import {
  QUERIES,
  type QueryInput,
  type QueryName,
  type QueryOutput,
} from '../../shared/contract/contract.ts';
import type { Publish } from '../../shared/contract/events.ts';
import { AppError } from '../../shared/errors.ts';
import type { Cancel } from '../domain/ports.ts';
import type { CommandDesk } from './commands/run-command.ts';
import type { QueryHandlers } from './queries/query-parts.ts';
import type { StationApi } from './station-api.ts';

/** One door to a station: what can be asked, what can be done, what it tells. */
export function createStationApi(
  queries: QueryHandlers,
  desk: CommandDesk,
  onEvent: (listener: Publish) => Cancel,
): StationApi {
  return {
    query: (name, given) => answer(queries, name, given),
    queryUnchecked: (name, given) => answer(queries, name, given),
    preview: (name, given, caller) => desk.preview(name, given, caller),
    previewUnchecked: (name, given, caller) => desk.preview(name, given, caller),
    execute: (name, given, caller) => desk.execute(name, given, caller),
    executeUnchecked: (name, given, caller) => desk.execute(name, given, caller),
    onEvent,
  };
}

/** Throws AppError BAD_REQUEST naming the first field of the input that does not fit. */
async function answer<N extends QueryName>(
  queries: QueryHandlers,
  name: N,
  given: unknown,
): Promise<QueryOutput<N>> {
  const parsed = QUERIES[name].input.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new AppError(
      'BAD_REQUEST',
      `${issue?.path.join('.') ?? 'input'}: ${issue?.message ?? 'does not fit'}`,
    );
  }
  const handler: QueryHandlers[N] = queries[name];
  return await handler(parsed.data as QueryInput<N>);
}
