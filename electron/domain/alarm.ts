import type { AlarmChangeKind } from '../../shared/contract/alarms.ts';
import type { CauseView } from '../../shared/contract/causes.ts';
import type { ComponentKey } from '../../shared/domain/equipment.ts';
import type { AlarmEnd, AlarmLife } from './alarm-life.ts';
import type { AlarmCode } from './alarm-rules.ts';
import type { EpochMs } from './batch.ts';

/** One thing that is wrong: its code, and what it concerns (a slot, an MO, a link). One alarm per code and subject. */
export interface Alarm {
  readonly id: string;
  readonly code: AlarmCode;
  readonly subject: string;
  /** Why it is there, in English. */
  readonly message: string;
  /** The same for texts in any language; null for somebody else's words, which are only in {@link message}. */
  readonly cause: CauseView | null;
  readonly moId: string | null;
  readonly slot: number | null;
  readonly equipment: ComponentKey | null;
  readonly ends: AlarmEnd;
  readonly life: AlarmLife;
  /** When it became active last. */
  readonly raisedAt: EpochMs;
  /** When it was last seen to hold. */
  readonly seenAt: EpochMs;
  /** The first of several of its group that came together. */
  readonly firstOut: boolean;
  /** How often it came within a minute, up to its last raise. */
  readonly count: number;
  readonly comment: string | null;
}

/** What happened to an alarm, and who did it: null for what happened by itself. */
export interface AlarmChange {
  readonly kind: AlarmChangeKind;
  /** The alarm as it is after the change. */
  readonly alarm: Alarm;
  readonly at: EpochMs;
  readonly by: string | null;
  /** A reason or a comment. */
  readonly note: string | null;
}
