import type { CallKind } from '../../shared/contract/bridge.ts';
import type {
  CommandGiven,
  CommandName,
  CommandOutput,
  QueryGiven,
  QueryName,
  QueryOutput,
} from '../../shared/contract/contract.ts';
import type { HostCallGiven, HostCallName, HostCallOutput } from '../../shared/contract/host.ts';
import type { PreviewView } from '../../shared/contract/views.ts';
import { bridge } from './bridge.ts';

/** Why a call was not answered as asked. `code` is one of the project's error codes, with a text for operators. */
export class CallError extends Error {
  override readonly name = 'CallError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Throws CallError with the station's code, or STATION_UNREACHABLE when nobody answered. */
async function call(kind: CallKind, name: string, input: unknown, reason?: string | null): Promise<unknown> {
  const answer = await bridge
    .call(kind, name, { input, ...(reason !== undefined && { reason }) })
    .catch((thrown: unknown) => {
      throw new CallError('STATION_UNREACHABLE', thrown instanceof Error ? thrown.message : String(thrown));
    });
  if (!answer.ok) throw new CallError(answer.code, answer.message);
  return answer.data;
}

/** Asks the station. The answer has the declared shape: both sides are built from one contract. */
export async function askStation<N extends QueryName>(
  name: N,
  input: QueryGiven<N>,
): Promise<QueryOutput<N>> {
  return (await call('query', name, input)) as QueryOutput<N>;
}

/** What a command would change, or why it is refused now. */
export async function previewCommand<N extends CommandName>(
  name: N,
  input: CommandGiven<N>,
): Promise<PreviewView> {
  return (await call('preview', name, input, null)) as PreviewView;
}

export async function sendCommand<N extends CommandName>(
  name: N,
  input: CommandGiven<N>,
  reason: string | null,
): Promise<CommandOutput<N>> {
  return (await call('command', name, input, reason)) as CommandOutput<N>;
}

export async function callHost<N extends HostCallName>(
  name: N,
  input: HostCallGiven<N>,
): Promise<HostCallOutput<N>> {
  return (await call('host', name, input)) as HostCallOutput<N>;
}
