import type { ErrorCode } from '../../shared/errors.ts';
import type { HistoryStatus, ResultKind } from './batch.ts';
import type { TaskNumber } from './ports.ts';

/** What happened in the station, told after it is durable. */
export type StationEvent =
  | { readonly kind: 'load-armed'; readonly loadId: string; readonly moIds: readonly string[] }
  | { readonly kind: 'load-accepted'; readonly loadId: string }
  | { readonly kind: 'batch-changed'; readonly moId: string; readonly slot: number }
  | {
      readonly kind: 'batch-ended';
      readonly moId: string;
      readonly slot: number;
      readonly result: ResultKind;
    }
  | { readonly kind: 'batch-acknowledged'; readonly moId: string; readonly slot: number }
  | { readonly kind: 'batch-archived'; readonly moId: string; readonly status: HistoryStatus }
  | { readonly kind: 'report-changed'; readonly moId: string }
  | {
      readonly kind: 'alarm-raised';
      readonly code: ErrorCode;
      readonly subject: string;
      readonly message: string;
    }
  | { readonly kind: 'alarm-cleared'; readonly code: ErrorCode; readonly subject: string }
  | {
      readonly kind: 'task-ended';
      readonly task: TaskNumber;
      readonly outcome: 'done' | 'skipped' | 'failed';
    };

export type Publish = (event: StationEvent) => void;
