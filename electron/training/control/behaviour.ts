import { z } from 'zod';
import type { Clock, Logger, Random } from '../../domain/ports.ts';

/** The same words for an instructor who reads Indonesian and for one who reads English. */
export interface BilingualText {
  readonly id: string;
  readonly en: string;
}

/** What a running behaviour is given besides its parameters. */
export interface BehaviourRun {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Starts anew at each switch-on, from the plant's seed and the behaviour's name. */
  readonly random: Random;
  /** Counts one occurrence, for the instructor to see. */
  happened(): void;
  /** Asks to be switched off, as a behaviour whose time or count is up. May be called at any moment. */
  finish(): void;
}

/** Puts things back as they were before the behaviour. Called once. */
export type Undo = () => void | Promise<void>;

/** A behaviour as its author writes it; `Host` is the peer that misbehaves. */
export interface BehaviourDefinition<Host, Parameters extends z.ZodObject> {
  /** Kebab-case, unique within its peer. */
  readonly name: string;
  readonly title: BilingualText;
  /** What happens, what is seen of it, and how it ends. */
  readonly description: BilingualText;
  /** Flat, every parameter with a default: a behaviour can be switched on with `{}`. */
  readonly parameters: Parameters;
  /** What each parameter is, with its unit. */
  readonly parameterTexts: { readonly [name in keyof z.output<Parameters>]: BilingualText };
  /** Makes it happen from now on. Throws AppError BAD_REQUEST when this host cannot do it. */
  start(parameters: z.output<Parameters>, host: Host, run: BehaviourRun): Undo | Promise<Undo>;
}

/** Parameters that have been checked, with what they start. */
export type PreparedBehaviour<Host> =
  | {
      readonly kind: 'ready';
      /** All of them, defaults filled in. */
      readonly parameters: Readonly<Record<string, unknown>>;
      start(host: Host, run: BehaviourRun): Undo | Promise<Undo>;
    }
  | { readonly kind: 'refused'; readonly message: string };

/** A behaviour as the board and an instructor see it: the types of its parameters are its own affair. */
export interface SwitchableBehaviour<Host> {
  readonly name: string;
  readonly title: BilingualText;
  readonly description: BilingualText;
  /** JSON Schema of the parameters, for a form to be made from. */
  readonly parameterSchema: Readonly<Record<string, unknown>>;
  readonly parameterTexts: Readonly<Record<string, BilingualText>>;
  prepare(parameters: unknown): PreparedBehaviour<Host>;
}

/** Hides the types of a definition's parameters, so that behaviours of one host can stand in one list. */
export function switchable<Host, Parameters extends z.ZodObject>(
  definition: BehaviourDefinition<Host, Parameters>,
): SwitchableBehaviour<Host> {
  const { name, title, description, parameters, parameterTexts } = definition;
  return {
    name,
    title,
    description,
    parameterSchema: z.toJSONSchema(parameters, { io: 'input' }),
    parameterTexts,
    prepare(input) {
      const parsed = parameters.safeParse(input);
      if (!parsed.success) {
        return { kind: 'refused', message: `${name}: ${z.prettifyError(parsed.error)}` };
      }
      const checked = parsed.data;
      return {
        kind: 'ready',
        parameters: checked,
        start: (host, run) => definition.start(checked, host, run),
      };
    },
  };
}
