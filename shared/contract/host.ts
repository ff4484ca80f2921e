import { z } from 'zod';
import { ROLES, type Role } from './declare.ts';
import { nothing, time } from './values.ts';

/** Something that is the host's own business and not the station's: who sits here, the training plant's switches. */
export interface HostCallDeclaration<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly kind: 'host';
  readonly about: string;
  /** Null: also before anybody has logged in. */
  readonly role: Role | null;
  readonly input: I;
  readonly output: O;
}

function hostCall<I extends z.ZodType, O extends z.ZodType>(
  about: string,
  role: Role | null,
  input: I,
  output: O,
): HostCallDeclaration<I, O> {
  return { kind: 'host', about, role, input, output };
}

export const roleName = z.enum(ROLES);
/** A person's name as it stands in the audit. */
export const personName = z.string().trim().min(2).max(64);
/** A PIN or a password, in characters. */
export const secret = z.string().min(4).max(128);

export const sessionView = z.object({
  /** `none`: only a login is possible; `view`: sees all; `control`: may act as `user`. */
  access: z.enum(['none', 'view', 'control']),
  user: z.object({ name: z.string(), role: roleName }).nullable(),
  /** When control locks if nothing is done until then; the view stays. Null without control. */
  locks_at: time.nullable(),
  /** Nobody can log in yet: the first supervisor is to be named. */
  first_start: z.boolean(),
  /** In training mode the ready-made people, with their PINs, to be shown on the screen; otherwise empty. */
  training_accounts: z.array(z.object({ name: z.string(), role: roleName, secret: z.string() })),
  mode: z.enum(['production', 'training']),
  host: z.enum(['electron', 'headless']),
  /** This station's name, as the audit has it. */
  station: z.string(),
  /** The mill's offset from UTC as Intl takes it for a time zone: `+07:00`. */
  time_zone: z.string(),
  version: z.string(),
});

export const userView = z.object({
  name: z.string(),
  role: roleName,
  disabled: z.boolean(),
  last_login_at: time.nullable(),
  /** After repeated failures; null when a login is possible. */
  locked_until: time.nullable(),
});

const bilingual = z.object({ id: z.string(), en: z.string() });
const peer = z.enum(['plc', 'odoo']);

export const behaviourView = z.object({
  peer,
  name: z.string(),
  title: bilingual,
  description: bilingual,
  /** JSON Schema of the parameters. */
  parameter_schema: z.record(z.string(), z.unknown()),
  parameter_texts: z.record(z.string(), bilingual),
  on: z.boolean(),
  parameters: z.record(z.string(), z.unknown()).nullable(),
  since: time.nullable(),
  happened: z.number().int(),
});

export const trainingView = z.object({
  behaviours: z.array(behaviourView),
  lessons: z.array(
    z.object({ name: z.string(), title: bilingual, see: bilingual, todo: bilingual, running: z.boolean() }),
  ),
  /** Kilograms in a second; null: a whole order in one scan. */
  kg_per_second: z.number().nullable(),
});

export const aboutView = z.object({
  version: z.string(),
  runtime: z.array(z.object({ name: z.string(), version: z.string() })),
  data_folder: z.string(),
  log_folder: z.string(),
  licences: z.array(z.object({ name: z.string(), version: z.string(), licence: z.string() })),
});

const users = z.object({ users: z.array(userView) });

/** What a screen can ask of the program that carries it, beside what it asks of the station. */
export const HOST_CALLS = {
  session: hostCall(
    'Who sits at this screen, and what the screen is told about the plant.',
    null,
    nothing,
    sessionView,
  ),
  login: hostCall('Log in.', null, z.object({ name: personName, secret }), sessionView),
  logout: hostCall('Give up control; the view stays where it needs no login.', null, nothing, sessionView),
  createFirstSupervisor: hostCall(
    'Name the first supervisor of a new station, and log in.',
    null,
    z.object({ name: personName, secret }),
    sessionView,
  ),
  users: hostCall('Who may log in.', 'supervisor', nothing, users),
  saveUser: hostCall(
    'Add a person, or change role, PIN or lock-out of one.',
    'supervisor',
    z.object({
      name: personName,
      role: roleName,
      secret: secret.optional(),
      disabled: z.boolean().default(false),
    }),
    users,
  ),
  removeUser: hostCall('Take a person out.', 'supervisor', z.object({ name: personName }), users),
  about: hostCall('Versions, folders and licences.', 'viewer', nothing, aboutView),
  training: hostCall(
    "The training plant's switches and lessons; null in production.",
    'viewer',
    nothing,
    trainingView.nullable(),
  ),
  switchBehaviour: hostCall(
    'Switch a behaviour of the training plant on or off.',
    'operator',
    z.object({
      peer,
      name: z.string().min(1).max(64),
      on: z.boolean(),
      parameters: z.record(z.string(), z.unknown()).default({}),
    }),
    trainingView,
  ),
  startLesson: hostCall(
    'Begin a lesson on a plant that is back to normal.',
    'operator',
    z.object({ name: z.string().min(1).max(64) }),
    trainingView,
  ),
  endLesson: hostCall('Everything in the training plant back to normal.', 'operator', nothing, trainingView),
  setTrainingSpeed: hostCall(
    'How fast the training plant doses; null: a whole order in one scan.',
    'operator',
    z.object({ kg_per_second: z.number().positive().max(1_000_000).nullable() }),
    trainingView,
  ),
} as const satisfies Record<string, HostCallDeclaration>;

export type HostCallName = keyof typeof HOST_CALLS;
export type HostCallGiven<N extends HostCallName> = z.input<(typeof HOST_CALLS)[N]['input']>;
export type HostCallInput<N extends HostCallName> = z.output<(typeof HOST_CALLS)[N]['input']>;
export type HostCallOutput<N extends HostCallName> = z.output<(typeof HOST_CALLS)[N]['output']>;
export type SessionView = z.output<typeof sessionView>;
export type UserView = z.output<typeof userView>;
export type TrainingView = z.output<typeof trainingView>;
export type BehaviourView = z.output<typeof behaviourView>;
export type AboutView = z.output<typeof aboutView>;
