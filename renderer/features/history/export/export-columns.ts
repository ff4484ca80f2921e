import type { HistoryRowView } from '../../../../shared/contract/history.ts';
import { EQUIPMENT } from '../../../../shared/domain/equipment.ts';
import type { Cell } from '../../../lib/csv.ts';
import type { Status } from '../history-filter.ts';
import { plantStamp } from '../plant-day.ts';
import { batchDeviation, cycleMs } from '../row-figures.ts';

/** The words of an exported file. */
export interface ExportTexts {
  readonly endedAt: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly reportedAt: string;
  readonly archivedAt: string;
  readonly mo: string;
  readonly batchNo: string;
  readonly slot: string;
  readonly product: string;
  readonly status: string;
  readonly quantity: string;
  readonly weight: string;
  readonly deviation: string;
  readonly cycle: string;
  readonly notes: string;
  readonly load: string;
  readonly target: string;
  readonly actual: string;
  readonly statuses: Readonly<Record<Status, string>>;
}

/** One column of an exported file: its heading, how wide it is in characters, what it holds. */
export interface ExportColumn {
  readonly title: string;
  readonly width: number;
  readonly of: (row: HistoryRowView) => Cell;
}

const kg = (value: number | null): Cell => (value === null ? null : { value, decimals: 2 });
const whole = (value: number | null): Cell => (value === null ? null : { value, decimals: 0 });

/** Everything of a row, units in the headings, times by the plant's clock. */
export function exportColumns(text: ExportTexts, timeZone: string): readonly ExportColumn[] {
  const at = (title: string, of: (row: HistoryRowView) => string | null): ExportColumn => ({
    title: `${title} (UTC${timeZone})`,
    width: 20,
    of: (row) => plantStamp(of(row), timeZone),
  });
  return [
    at(text.endedAt, (row) => row.ended_at),
    { title: text.mo, width: 18, of: (row) => row.mo_id },
    { title: text.product, width: 24, of: (row) => row.finished_goods },
    { title: text.status, width: 12, of: ({ status }) => (status === null ? null : text.statuses[status]) },
    { title: `${text.quantity} (kg)`, width: 13, of: (row) => kg(row.quantity) },
    { title: `${text.weight} (kg)`, width: 13, of: (row) => kg(row.actual_weight) },
    { title: `${text.deviation} (kg)`, width: 13, of: (row) => kg(batchDeviation(row)?.kg ?? null) },
    { title: `${text.deviation} (%)`, width: 13, of: (row) => kg(batchDeviation(row)?.percent ?? null) },
    { title: `${text.cycle} (s)`, width: 12, of: (row) => whole(inSeconds(cycleMs(row))) },
    { title: text.batchNo, width: 9, of: (row) => whole(row.batch_no) },
    { title: text.slot, width: 7, of: (row) => whole(row.slot) },
    { title: text.load, width: 16, of: (row) => row.load_id },
    { title: text.notes, width: 40, of: (row) => row.notes },
    at(text.startedAt, (row) => row.started_at),
    at(text.finishedAt, (row) => row.finished_at),
    at(text.reportedAt, (row) => row.reported_at),
    at(text.archivedAt, (row) => row.archived_at),
    ...componentColumns(text),
  ];
}

function componentColumns(text: ExportTexts): readonly ExportColumn[] {
  return EQUIPMENT.flatMap(({ key, name }) => [
    { title: `${name} ${text.target} (kg)`, width: 12, of: (row) => kg(row.target_consumptions[key]) },
    { title: `${name} ${text.actual} (kg)`, width: 12, of: (row) => kg(row.actual_consumptions[key]) },
  ]);
}

function inSeconds(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms / 1000);
}
