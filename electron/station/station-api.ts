import type {
  CommandGiven,
  CommandName,
  CommandOutput,
  QueryGiven,
  QueryName,
  QueryOutput,
} from '../../shared/contract/contract.ts';
import type { Publish } from '../../shared/contract/events.ts';
import type { PreviewView } from '../../shared/contract/views.ts';
import type { Cancel } from '../domain/ports.ts';
import type { Caller } from './commands/command-handler.ts';

/** The contract, served: what a host can ask of a station and do with it. */
export interface StationApi {
  /** Throws AppError BAD_REQUEST for an input that does not fit, or why it cannot be answered. */
  query<N extends QueryName>(name: N, given: QueryGiven<N>): Promise<QueryOutput<N>>;
  /** What a command would change, or why it is refused at present. */
  preview<N extends CommandName>(name: N, given: CommandGiven<N>, caller: Caller): Promise<PreviewView>;
  /** Carries out a command; leaves an audit row. Throws AppError with why it was not done. */
  execute<N extends CommandName>(name: N, given: CommandGiven<N>, caller: Caller): Promise<CommandOutput<N>>;
  /** The same for inputs that nobody has looked at yet: they are checked by the contract's schemas. */
  queryUnchecked(name: QueryName, given: unknown): Promise<unknown>;
  previewUnchecked(name: CommandName, given: unknown, caller: Caller): Promise<PreviewView>;
  executeUnchecked(name: CommandName, given: unknown, caller: Caller): Promise<unknown>;
  onEvent(listener: Publish): Cancel;
}
