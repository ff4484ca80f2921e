import { z } from 'zod';
import { CALL_KINDS } from '../../shared/contract/bridge.ts';
import { COMMANDS, QUERIES } from '../../shared/contract/contract.ts';
import type { Envelope } from '../../shared/contract/declare.ts';
import { HOST_CALLS } from '../../shared/contract/host.ts';
import { AppError, codeOf, messageOf } from '../../shared/errors.ts';
import type { Logger } from '../domain/ports.ts';
import type { HostCalls } from './host-calls/host-calls.ts';
import type { Seat } from './host-calls/seat.ts';
import type { StationApi } from './station-api.ts';

/** A call as it came from a screen: kind, name and body, none of which anybody has looked at. */
const callSchema = z.strictObject({
  kind: z.enum(CALL_KINDS),
  name: z.string().max(64),
  body: z.strictObject({
    input: z.unknown().default({}),
    reason: z.string().trim().max(500).nullable().default(null),
  }),
});

export interface Answering {
  readonly api: Pick<StationApi, 'queryUnchecked' | 'previewUnchecked' | 'executeUnchecked'>;
  readonly calls: HostCalls;
  readonly logger: Logger;
}

/** Answers a screen's call; never rejects. Input and role are checked by the station and by the host's calls. */
export async function answerCall(host: Answering, given: unknown, seat: Seat): Promise<Envelope<unknown>> {
  try {
    const call = callSchema.safeParse(given);
    if (!call.success) throw new AppError('BAD_REQUEST', `no call of the bridge: ${call.error.message}`);
    return { ok: true, data: await carryOut(host, call.data, seat) };
  } catch (thrown) {
    const code = codeOf(thrown);
    if (!(thrown instanceof AppError)) {
      host.logger.error(`a call failed: ${thrown instanceof Error ? thrown.stack : String(thrown)}`);
    }
    return { ok: false, code, message: messageOf(thrown) };
  }
}

async function carryOut(
  { api, calls }: Answering,
  { kind, name, body: { input, reason } }: z.output<typeof callSchema>,
  seat: Seat,
): Promise<unknown> {
  if (kind === 'host') return await calls.call(nameIn(HOST_CALLS, name), input, seat);
  if (kind === 'query') return await api.queryUnchecked(nameIn(QUERIES, name), input);
  const command = nameIn(COMMANDS, name);
  const caller = calls.caller(seat, reason);
  if (kind === 'preview') return await api.previewUnchecked(command, input, caller);
  return await api.executeUnchecked(command, input, caller);
}

/** Throws AppError NOT_FOUND for a name that the contract does not have. */
function nameIn<T extends object>(table: T, name: string): keyof T {
  if (Object.hasOwn(table, name)) return name as keyof T;
  throw new AppError('NOT_FOUND', `the contract has no ${name}`);
}
