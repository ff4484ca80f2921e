import {
  COMMANDS,
  type CommandInput,
  type CommandName,
  type CommandOutput,
} from '../../../shared/contract/contract.ts';
import { type CommandDeclaration, type Link, roleSuffices } from '../../../shared/contract/declare.ts';
import type { Publish } from '../../../shared/contract/events.ts';
import type { PreviewView } from '../../../shared/contract/views.ts';
import { AppError, codeOf, messageOf } from '../../../shared/errors.ts';
import type { Leadership } from '../../domain/leadership.ts';
import type { Logger } from '../../domain/ports.ts';
import type { AuditBegin } from '../../store/audit-repository.ts';
import { acknowledgeAlarm, commentAlarm, shelveAlarm, unshelveAlarm } from './alarm-commands.ts';
import type { AuditTrail, OpenRecord } from './audit-trail.ts';
import { cancelBatch, releaseUnproven, resetBatch, writeBatch } from './batch-commands.ts';
import type { Caller, CommandHandler, CommandServices } from './command-handler.ts';
import { forceStatus, setFlag, testRead } from './plc-commands.ts';
import { clearQueue, overrideGate, startOver } from './queue-commands.ts';
import { acceptLeftOpen, holdPush, releasePush, retryPush } from './result-commands.ts';
import { applyPreset, setSetting, withoutSecret } from './setting-commands.ts';
import { runTask, setScheduler, setTask } from './task-commands.ts';

/** One handler a command: a missing one does not compile. */
const HANDLERS: { readonly [N in CommandName]: CommandHandler<N> } = {
  runTask,
  setTask,
  setScheduler,
  setSetting,
  applyPreset,
  retryPush,
  holdPush,
  releasePush,
  acceptLeftOpen,
  resetBatch,
  forceStatus,
  cancelBatch,
  releaseUnproven,
  startOver,
  clearQueue,
  overrideGate,
  acknowledgeAlarm,
  shelveAlarm,
  unshelveAlarm,
  commentAlarm,
  setFlag,
  writeBatch,
  testRead,
};

export interface CommandDeskParts {
  readonly services: CommandServices;
  readonly audit: AuditTrail;
  readonly leadership: Leadership;
  /** Why a link cannot be used now; null when it can. */
  readonly trouble: (link: Link) => AppError | null;
  readonly logger: Logger;
  readonly publish: Publish;
}

/** How many commands may wait for the one before them, in commands; one more is refused. */
const MAX_WAITING_COMMANDS = 16;

/**
 * Carries out what people do by hand (S9): role, reason and links are checked here and not in a screen; a
 * command is refused at once when a link that it needs is away; each leaves one audit row, written before
 * it begins. Commands run one after the other.
 */
export class CommandDesk {
  readonly #parts: CommandDeskParts;
  #turn: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(parts: CommandDeskParts) {
    this.#parts = parts;
  }

  /** What a command would change; never throws for a command that is refused: the refusal is in the answer. */
  async preview<N extends CommandName>(name: N, given: unknown, caller: Caller): Promise<PreviewView> {
    const input = parseInput(name, given);
    try {
      this.#requireRights(COMMANDS[name], caller);
      this.#requireLinks(linksOf(COMMANDS[name], input));
      if (!OF_THIS_STATION.has(name)) await this.#parts.leadership.assertLeader();
      return { refusal: null, ...(await this.#handler(name).preview(this.#parts.services, input)) };
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
      return { refusal: { code: thrown.code, message: thrown.message }, plc: [], database: [], odoo: [] };
    }
  }

  /**
   * Carries out a command. Throws AppError: BAD_REQUEST, FORBIDDEN, COMMAND_NEEDS_REASON, the code of the
   * link that is away, or why it cannot be done now; everything but the first is in the audit.
   */
  async execute<N extends CommandName>(name: N, given: unknown, caller: Caller): Promise<CommandOutput<N>> {
    const input = parseInput(name, given);
    if (UNORDERED.has(name)) return await this.#carryOut(name, input, caller);
    if (this.#waiting >= MAX_WAITING_COMMANDS)
      throw new AppError('RATE_LIMITED', 'too many commands at once');
    this.#waiting += 1;
    const done = this.#turn
      .then(() => this.#carryOut(name, input, caller))
      .finally(() => {
        this.#waiting -= 1;
      });
    this.#turn = done.catch(() => undefined);
    return await done;
  }

  async #carryOut<N extends CommandName>(
    name: N,
    input: CommandInput<N>,
    caller: Caller,
  ): Promise<CommandOutput<N>> {
    const { services, logger, publish } = this.#parts;
    const moId = moIdOf(input);
    const record = await this.#beginRecord(name, {
      id: services.newId(),
      at: services.clock.now(),
      ...caller,
      command: name,
      moId,
      input: withoutSecret(input),
    });
    const say = (what: string): void => {
      logger.info(`${caller.actor} (${caller.station}): ${name} ${what}`, {
        module: 'commands',
        ...(moId !== null && { moId }),
      });
    };
    try {
      await this.#requireAllowed(name, input, caller);
      const { output, before, after } = await this.#handler(name).execute(services, input, caller);
      await record.end({ outcome: 'done', before, after, code: null, message: null });
      say('done');
      publish({ kind: 'command-done', command: name, actor: caller.actor });
      return output;
    } catch (thrown) {
      const outcome = REFUSALS.has(codeOf(thrown)) ? 'refused' : 'failed';
      await record.end({
        outcome,
        before: null,
        after: null,
        code: codeOf(thrown),
        message: messageOf(thrown),
      });
      say(`${outcome}: ${messageOf(thrown)}`);
      throw thrown;
    }
  }

  async #beginRecord(name: CommandName, entry: AuditBegin): Promise<OpenRecord> {
    const { audit } = this.#parts;
    if (OF_THIS_STATION.has(name)) return audit.beginLate(entry);
    // Nothing is done that cannot be recorded, and nobody waits for a connection that is known to be gone.
    this.#requireLinks(['database']);
    return await audit.begin(entry);
  }

  #handler<N extends CommandName>(name: N): CommandHandler<N> {
    return HANDLERS[name];
  }

  async #requireAllowed(name: CommandName, input: unknown, caller: Caller): Promise<void> {
    const declared: CommandDeclaration = COMMANDS[name];
    this.#requireRights(declared, caller);
    if (declared.reason === 'required' && (caller.reason ?? '').trim().length < 3) {
      throw new AppError('COMMAND_NEEDS_REASON', 'this needs a reason of at least three characters');
    }
    const links = linksOf(declared, input);
    this.#requireLinks(links.filter((link) => link !== 'odoo'));
    if (!OF_THIS_STATION.has(name)) await this.#parts.leadership.assertLeader();
    if (links.includes('odoo')) await this.#requireOdoo();
  }

  /** Nothing calls Odoo while there is nothing to do: only a call tells whether it is there now. */
  async #requireOdoo(): Promise<void> {
    await this.#parts.services.odoo.confirmedOrders({ limit: 1, offset: 0 });
    this.#requireLinks(['odoo']);
  }

  #requireRights(declared: CommandDeclaration, caller: Caller): void {
    if (roleSuffices(caller.role, declared.role)) return;
    throw new AppError('FORBIDDEN', `this needs the role ${declared.role}`);
  }

  #requireLinks(links: readonly Link[]): void {
    for (const link of links) {
      const trouble = this.#parts.trouble(link);
      if (trouble !== null) throw trouble;
    }
  }
}

/** The links that a command needs with this input. */
function linksOf(declared: CommandDeclaration, input: unknown): readonly Link[] {
  const asksOdoo =
    typeof input === 'object' && input !== null && 'cancel_in_odoo' in input && input.cancel_in_odoo === true;
  return asksOdoo ? [...declared.needs, 'odoo'] : declared.needs;
}

/** These change no batch and may take long: they wait for nobody, and nobody waits for them. */
const UNORDERED: ReadonlySet<CommandName> = new Set<CommandName>([
  'runTask',
  'testRead',
  'acknowledgeAlarm',
  'shelveAlarm',
  'unshelveAlarm',
  'commentAlarm',
]);

/**
 * Alarms are each station's own, and matter most while the database is away: these need neither the right to
 * command the PLC nor a record that is written first. Their record follows when it can.
 */
const OF_THIS_STATION: ReadonlySet<CommandName> = new Set<CommandName>([
  'acknowledgeAlarm',
  'shelveAlarm',
  'unshelveAlarm',
  'commentAlarm',
]);

/** Codes that say "not done, and nothing was changed". */
const REFUSALS: ReadonlySet<string> = new Set([
  'FORBIDDEN',
  'COMMAND_NEEDS_REASON',
  'COMMAND_NOT_NOW',
  'NOT_FOUND',
  'NOT_LEADER',
  'BAD_REQUEST',
  'PLC_LINK_LOST',
  'ODOO_UNREACHABLE',
  'PLC_GATE_CLOSED',
  'CONFIG_INVALID',
  'CONFIG_HALF_PRODUCTION',
  'SETTINGS_FILE_BAD',
  'PLC_NOT_IN_RUN_MODE',
]);

/** Throws AppError BAD_REQUEST naming the first field that does not fit. */
function parseInput<N extends CommandName>(name: N, given: unknown): CommandInput<N> {
  const parsed = COMMANDS[name].input.safeParse(given);
  if (parsed.success) return parsed.data as CommandInput<N>;
  const issue = parsed.error.issues[0];
  throw new AppError(
    'BAD_REQUEST',
    `${issue?.path.join('.') ?? 'input'}: ${issue?.message ?? 'does not fit'}`,
  );
}

function moIdOf(input: unknown): string | null {
  return typeof input === 'object' && input !== null && 'mo_id' in input && typeof input.mo_id === 'string'
    ? input.mo_id
    : null;
}
