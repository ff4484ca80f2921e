import { z } from 'zod';
import { ERROR_CODES, type ErrorCode } from '../../../shared/errors.ts';

/** One thing that may be asked of a training peer. */
export interface ControlAction<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly input: I;
  readonly output: O;
}

/** Everything that may be asked of one peer, by action. */
export type ControlContract = Readonly<Record<string, ControlAction>>;

export type ActionOf<C extends ControlContract> = keyof C & string;
export type InputOf<C extends ControlContract, A extends ActionOf<C>> = z.input<C[A]['input']>;
export type OutputOf<C extends ControlContract, A extends ActionOf<C>> = z.output<C[A]['output']>;

/** The most rows that one answer lists. */
export const MAX_LISTED_ROWS = 1_000;

const nothing = z.strictObject({});
const text = z.object({ id: z.string(), en: z.string() });
const count = z.int().min(0);
const kilograms = z.number().min(0);
/** UTC, milliseconds since 1970. */
const moment = z.number();
const listLimit = z.strictObject({ limit: z.int().min(1).max(MAX_LISTED_ROWS).default(100) });

const behaviourState = z.object({
  name: z.string(),
  title: text,
  description: text,
  /** JSON Schema of the parameters. */
  parameterSchema: z.record(z.string(), z.unknown()).readonly(),
  parameterTexts: z.record(z.string(), text).readonly(),
  on: z.boolean(),
  /** As they are in force; null while off. */
  parameters: z.record(z.string(), z.unknown()).readonly().nullable(),
  /** When it was switched on; null while off. */
  since: moment.nullable(),
  /** How often it has happened since it was last switched on. */
  happened: count,
});
export type BehaviourState = z.infer<typeof behaviourState>;

const behaviourName = z.string().min(1).max(64);

function action<I extends z.ZodType, O extends z.ZodType>(input: I, output: O): ControlAction<I, O> {
  return { input, output };
}

const behaviourActions = {
  'list-behaviours': action(nothing, z.array(behaviourState)),
  'switch-on': action(
    z.strictObject({ name: behaviourName, parameters: z.record(z.string(), z.unknown()).default({}) }),
    behaviourState,
  ),
  'switch-off': action(z.strictObject({ name: behaviourName }), behaviourState),
  /** Everything back to normal; answers with all behaviours. */
  'all-off': action(nothing, z.array(behaviourState)),
};

/** How fast the training plant doses: kilograms in a second, or a whole order in one scan. */
export const speedSchema = z.union([
  z.literal('instant'),
  z.strictObject({ kgPerSecond: z.number().positive().max(1_000_000) }),
]);

/** What may be asked of the training PLC. */
export const PLC_CONTROL = {
  ...behaviourActions,
  'set-speed': action(z.strictObject({ speed: speedSchema }), z.object({ speed: speedSchema })),
  /** Since the process started. */
  counters: action(
    nothing,
    z.object({
      datagrams: count,
      accepted: count,
      refused: count,
      malformed: count,
      dropped: count,
      scans: count,
      taken: count,
      ended: count,
      reopened: count,
      acknowledged: count,
      /** The slot that is being dosed; null when the plant stands. */
      running: z.int().min(1).nullable(),
    }),
  ),
  /** What the last `limit` orders to end finally showed, oldest first, and how many are on record. */
  finals: action(
    listLimit,
    z.object({
      orders: count,
      failed: count,
      last: z.array(
        z.object({
          moId: z.string(),
          slot: z.int().min(1),
          run: count,
          kind: z.enum(['completed', 'failed']),
          components: z.record(z.string(), kilograms),
          weight: kilograms,
          finishedAt: moment,
        }),
      ),
    }),
  ),
} as const satisfies ControlContract;
export type PlcControl = typeof PLC_CONTROL;

/** What may be asked of the training Odoo. */
export const ODOO_CONTROL = {
  ...behaviourActions,
  /** Calls, failure reports and logins over the life of the books; the orders that are in them now. */
  counters: action(nothing, z.object({ calls: count, orders: count, failures: count, sessions: count })),
  /** How many orders stand in each state, and the last `limit` of them, oldest first. */
  books: action(
    listLimit,
    z.object({
      states: z.record(z.string(), count),
      failures: count,
      last: z.array(
        z.object({
          name: z.string(),
          state: z.string(),
          quantity: z.number(),
          producedQuantity: z.number(),
          /** Quantity done per equipment code. */
          consumed: z.record(z.string(), z.number()),
        }),
      ),
    }),
  ),
} as const satisfies ControlContract;
export type OdooControl = typeof ODOO_CONTROL;

const errorCode = z.custom<ErrorCode>((code) =>
  Object.values(ERROR_CODES)
    .flat()
    .includes(code as ErrorCode),
);

/** What comes back for a request, whatever carried it: what was asked for, or why not. */
export const controlReplySchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), data: z.unknown() }),
  z.object({ ok: z.literal(false), code: errorCode, message: z.string() }),
]);
export type ControlReply = z.infer<typeof controlReplySchema>;

/** A request from the parent process over the IPC channel; `id` is told back with the reply. */
export const controlRequestMessage = z.strictObject({
  kind: z.literal('control'),
  id: z.int().min(1),
  action: z.string().max(64),
  input: z.unknown(),
});
export type ControlRequestMessage = z.infer<typeof controlRequestMessage>;

export const controlReplyMessage = z.object({
  kind: z.literal('control-reply'),
  id: z.int().min(1),
  reply: controlReplySchema,
});
export type ControlReplyMessage = z.infer<typeof controlReplyMessage>;

/** Where other programs on this computer reach a peer's control, as its process tells in its ready message. */
export const controlDoorSchema = z.object({
  port: z.int().min(1).max(65_535),
  /** Wanted as `Authorization: Bearer <token>` with every request. */
  token: z.string().min(32),
});
export type ControlDoor = z.infer<typeof controlDoorSchema>;
