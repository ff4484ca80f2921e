import type { PerComponent } from '../../shared/domain/equipment.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Kg, Slot } from '../../shared/units.ts';

/** Milliseconds since 1970, UTC. */
export type EpochMs = number;

/** A material that the PLC does not dose: its line in Odoo names no silo and no tank. */
export interface UnroutedMaterial {
  readonly productName: string;
  readonly quantity: Kg;
}

/** A manufacturing order, checked and scaled, ready for a slot. */
export interface BatchPlan {
  readonly moId: string;
  readonly bomCode: string;
  /** Product name as Odoo spells it; cut only where it goes into the PLC, never used to identify anything. */
  readonly finishedGoods: string;
  readonly equipmentCode: string;
  readonly quantity: Kg;
  /** Size of the bill of materials, when Odoo told it; the targets are its lines times quantity / bomQuantity. */
  readonly bomQuantity: Kg | null;
  readonly targets: PerComponent<Kg>;
  readonly materials: PerComponent<string | null>;
  readonly unrouted: readonly UnroutedMaterial[];
}

/** Why a finished result is not pushed before an operator has looked at it. */
export type ResultQuestion = 'zero-weight' | 'all-actuals-zero' | 'actuals-equal-truncated-targets';

export type ResultKind = 'completed' | 'failed';

/** What the PLC said when a batch ended, exactly as it was read. Never changed afterwards. */
export interface BatchResult {
  readonly resultId: string;
  readonly kind: ResultKind;
  readonly moId: string;
  readonly slot: Slot;
  /** The load that put the order into the PLC; null for a batch found in an adopted database. */
  readonly loadId: string | null;
  readonly actuals: PerComponent<Kg>;
  readonly weight: Kg;
  /** Both status flags were set: finished, with the failure noted. */
  readonly failureNoted: boolean;
  readonly question: ResultQuestion | null;
  /** The slot's raw words, for the record. */
  readonly words: readonly number[];
  readonly readAt: EpochMs;
}

/** A fault of one component line that Odoo refused while it took the others. */
export interface RefusedLine {
  readonly odooCode: string;
  readonly message: string;
}

/** Why a result is not in Odoo yet. */
export interface ReportFault {
  readonly code: ErrorCode;
  readonly message: string;
  readonly lines: readonly RefusedLine[];
}

/**
 * What came of reporting one result to Odoo.
 * - confirmed: Odoo has it (read back where the answer alone proves nothing); `note` says what an auditor should know
 * - retry: may work later; `linkDown` when no other result could get through either
 * - park: will not work without a person
 */
export type ReportOutcome =
  | { readonly kind: 'confirmed'; readonly note: string | null }
  | {
      readonly kind: 'retry';
      readonly fault: ReportFault;
      readonly linkDown: boolean;
      readonly retryAfterMs?: number;
    }
  | { readonly kind: 'park'; readonly fault: ReportFault };

/** The steps of a report that are remembered durably before (`...-sent`) or after (`...-confirmed`) a call. */
export type ReportStep = 'update-sent' | 'update-confirmed' | 'close-sent' | 'cancel-sent';

/** Durable progress of one report: what earlier attempts, also those of a killed process, already did. */
export interface ReportProgress {
  has(step: ReportStep): boolean;
  /** Returns after the step is on disk. */
  record(step: ReportStep): void;
}

/** The moments of a batch's life that the station has seen; null where it has not. */
export interface BatchLife {
  readonly fetchedAt: EpochMs | null;
  /** The load's gate was armed. */
  readonly writtenAt: EpochMs | null;
  /** The PLC opened the gate again: it has read the load. */
  readonly acceptedAt: EpochMs | null;
  /** This MO was seen in this slot with both status flags 0 after its load: the first kind of evidence. */
  readonly runningSeenAt: EpochMs | null;
  readonly firstDosingAt: EpochMs | null;
  readonly lastReadAt: EpochMs | null;
  /** The PLC's values last differed from those read before: not the same as last read. */
  readonly lastChangedAt: EpochMs | null;
  readonly finishedAt: EpochMs | null;
  readonly acknowledgedAt: EpochMs | null;
  readonly confirmedByOdooAt: EpochMs | null;
}

/** A row of mo_batch: a batch from intake until it is history. */
export interface Batch extends BatchPlanInDatabase {
  readonly id: string;
  readonly batchNo: number;
  /** Null only for a row that an adopted database held without a usable slot number. */
  readonly slot: Slot | null;
  readonly loadId: string | null;
  /** The MO that the READ slot showed before this batch's load; null when it was blank or is not known. */
  readonly readBeforeLoad: string | null;
  readonly statusManufacturing: boolean;
  readonly statusOperation: boolean;
  readonly actuals: PerComponent<Kg | null>;
  readonly weight: Kg | null;
  readonly resultId: string | null;
  readonly life: BatchLife;
}

/** A plan as a database can give it back: an adopted row may lack any of it (shown as missing). */
export interface BatchPlanInDatabase {
  readonly moId: string;
  readonly finishedGoods: string | null;
  readonly equipmentCode: string;
  readonly quantity: Kg;
  readonly targets: PerComponent<Kg | null>;
  readonly materials: PerComponent<string | null>;
  readonly unrouted: readonly UnroutedMaterial[];
}

export type HistoryStatus = 'completed' | 'failed' | 'cancelled';
