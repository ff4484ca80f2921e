import type { AlarmState } from '../../shared/contract/alarms.ts';
import { assertNever } from '../../shared/errors.ts';
import type { EpochMs } from './batch.ts';

/** A cause that is gone clears itself; something that happened stays until somebody has acknowledged it. */
export type AlarmEnd = 'with-its-cause' | 'when-acknowledged';

export interface Shelving {
  readonly until: EpochMs;
  readonly by: string;
  readonly reason: string;
}

/** Where an alarm stands, with what is known in that state only (ISA-18.2, alarm states). */
export type AlarmLife =
  | { readonly state: 'active-unacknowledged' }
  | { readonly state: 'active-acknowledged'; readonly at: EpochMs; readonly by: string }
  /** Returned to normal before anybody had seen it. */
  | { readonly state: 'cleared-unacknowledged'; readonly clearedAt: EpochMs }
  /** `clearedAt`: its cause ended while it was put aside; null while it holds. */
  | { readonly state: 'shelved'; readonly shelving: Shelving; readonly clearedAt: EpochMs | null }
  | { readonly state: 'gone'; readonly at: EpochMs };

/** What can happen to an alarm. */
export type AlarmInput =
  | { readonly kind: 'raised' }
  | { readonly kind: 'cleared'; readonly at: EpochMs }
  | { readonly kind: 'acknowledged'; readonly at: EpochMs; readonly by: string }
  | { readonly kind: 'shelved'; readonly shelving: Shelving }
  /** By hand, or because its time is over. */
  | { readonly kind: 'unshelved'; readonly at: EpochMs };

/** `same`: nothing changes. `refused`: a person asked for what this state does not allow. */
export type Transition =
  | { readonly kind: 'moved'; readonly life: AlarmLife }
  | { readonly kind: 'same' }
  | { readonly kind: 'refused'; readonly why: string };

const UNSEEN: AlarmLife = { state: 'active-unacknowledged' };
const SAME: Transition = { kind: 'same' };

/**
 * The life of an alarm, state by input:
 *
 *     state \ input            raised    cleared    acknowledged   shelved   unshelved
 *     active-unacknowledged    -         cleared-u. active-ack. *  shelved   refused
 *     active-acknowledged      -         gone       -              shelved   refused
 *     cleared-unacknowledged   active-u. -          gone           refused   refused
 *     shelved                  holds     cleared    refused        shelved   active-u., or gone
 *     gone                     active-u. -          refused        refused   refused
 *
 *     * something that only happened has no cause that could end: acknowledged, it is gone.
 *
 * What comes back from the shelf is unacknowledged: it is to be looked at anew. What lost its cause on
 * the shelf is gone at the end: somebody had seen it when it was put there.
 */
export function nextLife(life: AlarmLife, input: AlarmInput, ends: AlarmEnd): Transition {
  switch (input.kind) {
    case 'raised':
      return raised(life);
    case 'cleared':
      return cleared(life, input.at);
    case 'acknowledged':
      return acknowledged(life, input, ends);
    case 'shelved':
      return isActive(life) || life.state === 'shelved'
        ? moved({ state: 'shelved', shelving: input.shelving, clearedAt: clearedOnShelf(life) })
        : refused('only an alarm that holds can be shelved');
    case 'unshelved':
      if (life.state !== 'shelved') return refused('it is not shelved');
      return moved(life.clearedAt === null ? UNSEEN : { state: 'gone', at: input.at });
    default:
      return assertNever(input, 'input of an alarm');
  }
}

/** The cause is there, whether or not anybody has seen it. */
export function holds(life: AlarmLife): boolean {
  return isActive(life) || (life.state === 'shelved' && life.clearedAt === null);
}

/** The alarm is shown as wrong now: it holds, and nobody has put it aside. */
export function isActive({ state }: AlarmLife): boolean {
  return state === 'active-unacknowledged' || state === 'active-acknowledged';
}

/** The state as a screen sees it; null for an alarm that is in the history only. */
export function shownState({ state }: AlarmLife): AlarmState | null {
  return state === 'gone' ? null : state;
}

function raised(life: AlarmLife): Transition {
  if (isActive(life)) return SAME;
  if (life.state !== 'shelved') return moved(UNSEEN);
  return life.clearedAt === null ? SAME : moved({ ...life, clearedAt: null });
}

function cleared(life: AlarmLife, at: EpochMs): Transition {
  switch (life.state) {
    case 'active-unacknowledged':
      return moved({ state: 'cleared-unacknowledged', clearedAt: at });
    case 'active-acknowledged':
      return moved({ state: 'gone', at });
    case 'shelved':
      return life.clearedAt === null ? moved({ ...life, clearedAt: at }) : SAME;
    case 'cleared-unacknowledged':
    case 'gone':
      return SAME;
    default:
      return assertNever(life, 'life of an alarm');
  }
}

function acknowledged(life: AlarmLife, { at, by }: { at: EpochMs; by: string }, ends: AlarmEnd): Transition {
  switch (life.state) {
    case 'active-unacknowledged':
      return ends === 'when-acknowledged'
        ? moved({ state: 'gone', at })
        : moved({ state: 'active-acknowledged', at, by });
    case 'cleared-unacknowledged':
      return moved({ state: 'gone', at });
    case 'active-acknowledged':
      return SAME;
    case 'shelved':
      return refused('it is shelved: take it back first');
    case 'gone':
      return refused('it is over');
    default:
      return assertNever(life, 'life of an alarm');
  }
}

function clearedOnShelf(life: AlarmLife): EpochMs | null {
  return life.state === 'shelved' ? life.clearedAt : null;
}

function moved(life: AlarmLife): Transition {
  return { kind: 'moved', life };
}

function refused(why: string): Transition {
  return { kind: 'refused', why };
}
