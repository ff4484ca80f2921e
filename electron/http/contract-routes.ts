import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { COMMANDS, type CommandName, QUERIES, type QueryName } from '../../shared/contract/contract.ts';
import { ROLES } from '../../shared/contract/declare.ts';
import { AppError } from '../../shared/errors.ts';
import type { Caller } from '../station/commands/command-handler.ts';
import type { StationApi } from '../station/station-api.ts';
import { seatOf } from './doors.ts';
import { callerOf } from './plant-routes.ts';
import { MANUAL_CALLS_PER_MINUTE, parse } from './route.ts';
import type { Screens } from './screens.ts';

/** The body of a query. */
export const queryBody = z.strictObject({ input: z.unknown().optional() });
/** The body of a preview and of a command. */
export const commandBody = z.strictObject({
  input: z.unknown().optional(),
  actor: z.string().trim().min(1).max(128).optional(),
  reason: z.string().trim().max(500).nullable().default(null),
});

const SCREEN = { door: 'screen' } as const;

/**
 * The contract over HTTP: `POST /api/contract/query|preview|command/NAME` with `{input, reason?}`. The
 * answers have the API's envelope; inputs are checked by the contract's own schemas in the station.
 */
export function contractRoutes(app: FastifyInstance, api: StationApi, screens: Screens | null): void {
  const rateLimit = { max: MANUAL_CALLS_PER_MINUTE * 5, timeWindow: 60_000 };
  const limited = { config: { ...SCREEN, rateLimit } };
  app.post<{ Params: { name: string } }>(
    '/api/contract/query/:name',
    { config: SCREEN },
    async ({ params, body }) => {
      const { input } = parse(queryBody, body ?? {});
      return { status: 'success', data: await api.queryUnchecked(queryName(params.name), input ?? {}) };
    },
  );
  app.post<{ Params: { name: string } }>('/api/contract/preview/:name', limited, async (request) => {
    const { input, ...said } = parse(commandBody, request.body ?? {});
    const caller =
      screenCaller(request, screens, said.reason) ??
      callerOf(request, { actor: said.actor, reason: said.reason ?? undefined });
    return {
      status: 'success',
      data: await api.previewUnchecked(commandName(request.params.name), input ?? {}, caller),
    };
  });
  app.post<{ Params: { name: string } }>('/api/contract/command/:name', limited, async (request) => {
    const { input, ...said } = parse(commandBody, request.body ?? {});
    // No default reason here: a screen asks the operator for it.
    const caller = screenCaller(request, screens, said.reason) ?? {
      ...callerOf(request, { actor: said.actor }),
      reason: said.reason,
    };
    return {
      status: 'success',
      data: await api.executeUnchecked(commandName(request.params.name), input ?? {}, caller),
    };
  });
  app.get('/api/contract', async () => ({ status: 'success', data: describeContract() }));
}

/** Who sits at the screen that asks, whatever the body says; null for a program. */
function screenCaller(
  request: FastifyRequest,
  screens: Screens | null,
  reason: string | null,
): Caller | null {
  const seat = seatOf(request);
  return seat.kind === 'program' || screens === null ? null : screens.calls.caller(seat, reason);
}

/** What there is to ask and to do, for a client that wants to know. */
function describeContract(): unknown {
  return {
    roles: ROLES,
    queries: Object.entries(QUERIES).map(([name, { about }]) => ({ name, about })),
    commands: Object.entries(COMMANDS).map(([name, { about, role, reason, needs }]) => ({
      name,
      about,
      role,
      reason,
      needs,
    })),
  };
}

function queryName(text: string): QueryName {
  if (Object.hasOwn(QUERIES, text)) return text as QueryName;
  throw new AppError('NOT_FOUND', `there is no query ${text}`);
}

function commandName(text: string): CommandName {
  if (Object.hasOwn(COMMANDS, text)) return text as CommandName;
  throw new AppError('NOT_FOUND', `there is no command ${text}`);
}
