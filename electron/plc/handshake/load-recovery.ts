import type { CauseView } from '../../../shared/contract/causes.ts';
import { cause } from '../../domain/cause.ts';

/** How far a load got, as the database remembers it. */
export type LoadStage =
  /** The intents are committed; the gate was certainly not armed by us. */
  | 'intended'
  /** About to arm, or armed without knowing. */
  | 'arming'
  /** Armed for certain; the PLC has not read it as far as we know. */
  | 'armed';

/** What the PLC shows of an unfinished load. */
export interface LoadObservation {
  /** All gates of the load are 1. */
  readonly gateOpen: boolean;
  /** Every payload word of the WRITE area is as intended. */
  readonly wordsMatch: boolean;
  /** Every WRITE slot is empty or holds an order of this very load. */
  readonly onlyOurOrders: boolean;
  /** Every WRITE slot is empty: the PLC lost its memory. */
  readonly allEmpty: boolean;
  /** At least one READ slot shows an order of this load that it did not show before the load. */
  readonly taken: boolean;
  /**
   * With a gate per slot: the slots whose order waits behind a gate that is still 1 and is not shown by the
   * PLC either, so that their arming has not arrived. Always empty with one gate for the whole load.
   */
  readonly unreleased: readonly number[];
  /** Since the load reached its stage, in milliseconds. */
  readonly stageAgeMs: number;
}

export type RecoveryDecision =
  /** Write everything again, verify, arm. With `closeGateFirst` the gate reads 0 though nothing was armed. */
  | { readonly kind: 'repeat'; readonly closeGateFirst: boolean }
  /** Some slots' orders are with the PLC: write, verify and arm these slots alone, the others stay untouched. */
  | { readonly kind: 'release-rest'; readonly slots: readonly number[] }
  /** The arming arrived: remember it, wait for the PLC. */
  | { readonly kind: 'mark-armed' }
  /** The PLC has read the load. */
  | { readonly kind: 'mark-accepted' }
  /** Nothing to do now; the PLC or time decides. */
  | { readonly kind: 'wait' }
  /** What the PLC shows fits none of our steps: an operator must look, nothing is written. */
  | { readonly kind: 'conflict'; readonly cause: CauseView };

/**
 * How long a load whose arming is unsettled is watched for a sign that the PLC took it, in milliseconds,
 * before it is written again. A repeat puts the same order into the same slot.
 */
export const ARMING_GRACE_MS = 10_000;

/** Decides how an unfinished load goes on, after a crash or a lost reply. Pure. */
export function decideRecovery(stage: LoadStage, seen: LoadObservation): RecoveryDecision {
  switch (stage) {
    case 'intended':
      return recoverIntended(seen);
    case 'arming':
      return recoverArming(seen);
    case 'armed':
      return recoverArmed(seen);
  }
}

function recoverIntended(seen: LoadObservation): RecoveryDecision {
  if (seen.taken) {
    return { kind: 'conflict', cause: cause('load-ran-unreleased') };
  }
  if (seen.gateOpen) return { kind: 'repeat', closeGateFirst: false };
  // Gate 0 although nothing was armed: an interrupted cold start, or a PLC that lost its memory.
  if (seen.onlyOurOrders) return { kind: 'repeat', closeGateFirst: true };
  return { kind: 'conflict', cause: cause('load-gate-zeroed') };
}

function recoverArming(seen: LoadObservation): RecoveryDecision {
  if (seen.unreleased.length > 0 && (seen.taken || !seen.gateOpen)) {
    return seen.stageAgeMs < ARMING_GRACE_MS
      ? { kind: 'wait' }
      : { kind: 'release-rest', slots: seen.unreleased };
  }
  if (seen.taken) return { kind: seen.gateOpen ? 'mark-accepted' : 'mark-armed' };
  if (!seen.gateOpen) {
    if (seen.wordsMatch) return { kind: 'mark-armed' };
    if (seen.allEmpty) return { kind: 'repeat', closeGateFirst: true };
    return { kind: 'conflict', cause: cause('load-gate-without-orders') };
  }
  // Gate 1: either the arming never arrived, or the PLC has read the load but shows nothing of it yet.
  return seen.stageAgeMs < ARMING_GRACE_MS ? { kind: 'wait' } : { kind: 'repeat', closeGateFirst: false };
}

function recoverArmed(seen: LoadObservation): RecoveryDecision {
  if (seen.gateOpen) return { kind: 'mark-accepted' };
  if (seen.taken || seen.wordsMatch) return { kind: 'wait' };
  if (seen.allEmpty) return { kind: 'repeat', closeGateFirst: true };
  return { kind: 'conflict', cause: cause('load-changed') };
}
