/** What the station durably remembers of having told the PLC "read" for one order in one slot. */
export interface AcknowledgementFacts {
  /** How often the READ flag was set and verified for this order. */
  readonly acknowledgements: number;
}

/** How often a flag that the PLC took back may be set again for the same order, in times. */
export const MAX_REPEATED_ACKNOWLEDGEMENTS = 5;

export type AcknowledgeDecision =
  /** Set the flag. */
  | 'write'
  /** The flag is set already, though not by us: remember it, write nothing. */
  | 'remember'
  | 'nothing'
  /** The PLC keeps taking the flag back: stop, raise an alarm. */
  | 'give-up';

/**
 * Decides on the READ flag of a slot whose content is durable (S3). A flag is never set again without
 * having been seen 0 in between: that is what `flag` says now.
 */
export function decideAcknowledge(flag: 0 | 1, facts: AcknowledgementFacts): AcknowledgeDecision {
  if (flag === 1) return facts.acknowledgements === 0 ? 'remember' : 'nothing';
  if (facts.acknowledgements > MAX_REPEATED_ACKNOWLEDGEMENTS) return 'give-up';
  return 'write';
}
