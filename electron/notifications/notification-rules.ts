import type { NotificationKind } from '../../shared/contract/alarms.ts';

/** When people are told about alarms of one kind outside the screens. */
export interface NotificationRule {
  readonly enabled: boolean;
  /** An alarm that is over, or acknowledged, within this time is not told. */
  readonly delayMs: number;
  /** Told again after this time for as long as nobody acknowledges it; null: told once. */
  readonly repeatMs: number | null;
}

export type NotificationRules = Readonly<Record<NotificationKind, NotificationRule>>;
