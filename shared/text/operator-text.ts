import type { z } from 'zod';
import type { NotificationKind } from '../contract/alarms.ts';
import type { CauseKey } from '../contract/causes.ts';
import type { ConsequenceKey } from '../contract/consequences.ts';
import type { Role } from '../contract/declare.ts';
import type { FindingKey } from '../contract/findings.ts';
import type { batchPhase, taskNumber } from '../contract/values.ts';
import type { ERROR_CODES, ErrorCode } from '../errors.ts';

/** What an operator is told when something goes wrong. */
export interface ErrorText {
  /** What happened. */
  readonly what: string;
  /** What it means for production. */
  readonly means: string;
  /** The next step. */
  readonly next: string;
}

export type BatchPhaseKey = z.output<typeof batchPhase>;
export type TaskNumberKey = z.output<typeof taskNumber>;

type Area = keyof typeof ERROR_CODES;
type ErrorTexts<A extends Area> = Readonly<Record<(typeof ERROR_CODES)[A][number], ErrorText>>;

/** What goes wrong with the plant: the PLC, its slots, the batches and the orders. */
type PlantArea = 'PLC' | 'SLOT' | 'HEALTH' | 'EVENT' | 'INTAKE';

export type PlantErrorTexts = ErrorTexts<PlantArea>;
/** What goes wrong with everything else: Odoo, the database, this computer, settings, commands. */
export type SystemErrorTexts = ErrorTexts<Exclude<Area, PlantArea>>;

/** All texts of one language. A key without a text, and a text without a key, do not compile. */
export interface OperatorText {
  readonly errors: Readonly<Record<ErrorCode, ErrorText>>;
  /** One sentence each; `{name}` is replaced by the consequence's value of that name. */
  readonly consequences: Readonly<Record<ConsequenceKey, string>>;
  /** One sentence each; `{name}` is replaced by the cause's value of that name. */
  readonly causes: Readonly<Record<CauseKey, string>>;
  readonly tasks: Readonly<Record<TaskNumberKey, string>>;
  readonly phases: Readonly<Record<BatchPhaseKey, string>>;
  /** Titles: what happened, in a few words. */
  readonly notifications: Readonly<Record<NotificationKind, string>>;
  /** Ends a notification's text when its source came more than once; `{times}`. */
  readonly notifiedTimes: string;
  readonly roles: Readonly<Record<Role, string>>;
  /** What the connection test found, and the next step. */
  readonly findings: Readonly<Record<FindingKey, string>>;
}
