import type { Kg } from '../../shared/units.ts';
import type { EpochMs } from './batch.ts';
import { type PlantTime, plantTimeText } from './plant-time.ts';

/** An equipment failure as the PLC announced it. */
export interface FailureContent {
  readonly kind: 'failure';
  /** As the PLC spells it; it may be no equipment that we know. */
  readonly code: string;
  /** What happened, e.g. START_FAILURE; may be empty. */
  readonly info: string;
  /** By the plant's wall clock, as the PLC stamped it. */
  readonly plantTime: PlantTime;
  /** The same moment in UTC. */
  readonly occurredAt: EpochMs;
}

/** A weighing made by hand at the PLC. */
export interface WeighingContent {
  readonly kind: 'weighing';
  readonly batch: number;
  readonly moId: string;
  /** Odoo's id of the product template. */
  readonly productTemplateId: number;
  /** All of the product that the order has consumed, not what this weighing added. */
  readonly consumption: Kg;
}

/** A block that failed its checks: kept with its raw words, never guessed at (S6). */
export interface QuarantinedContent {
  readonly kind: 'quarantined';
  /** What is wrong, one line a fault. */
  readonly reasons: readonly string[];
}

export type EventContent = FailureContent | WeighingContent | QuarantinedContent;

/** The PLC's two blocks through which it announces something with a flag of its own. */
export type EventArea = 'failure' | 'weighing';

/**
 * What makes two showings of a block the same event. A failure carries its time, so that code, text and
 * time say which it is, for ever. A weighing and a block that cannot be read carry none: the same content
 * is the same event only while nothing else was shown in between.
 */
export function eventKey(content: EventContent, words: readonly number[]): string {
  switch (content.kind) {
    case 'failure':
      return JSON.stringify([content.code, content.info, plantTimeText(content.plantTime)]);
    case 'weighing':
      return JSON.stringify([content.batch, content.moId, content.productTemplateId, content.consumption]);
    case 'quarantined':
      return JSON.stringify(words);
  }
}
