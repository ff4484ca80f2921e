import { Link } from 'react-router';
import type { HistoryRowView } from '../../../../shared/contract/history.ts';
import type { ComponentKey } from '../../../../shared/domain/equipment.ts';
import { TableWrap } from '../../../components/table-wrap.tsx';
import { UNKNOWN } from '../../../lib/format.ts';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { equipmentName } from '../equipment-name.ts';
import { batchDeviation, componentDeviation, cycleMs } from '../row-figures.ts';
import { historyTexts } from '../texts.ts';
import { useHistoryAddress } from '../use-history-filter.ts';
import { DeviationCells } from './deviation-cells.tsx';
import { OutcomeMark } from './outcome-mark.tsx';

/** One page of batches. The name of the order opens its record, and so does a click anywhere in its row. */
export function HistoryTable({ rows }: { readonly rows: readonly HistoryRowView[] }) {
  const text = useText(historyTexts);
  const { filter } = useHistoryAddress();
  const { equipment } = filter;
  return (
    <TableWrap label={text.table.label}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{text.table.endedAt}</th>
            <th scope="col">{text.table.mo}</th>
            <th scope="col">{text.table.product}</th>
            <th scope="col">{text.table.status}</th>
            <NumberHead label={text.table.weight} unit="kg" />
            <NumberHead label={text.table.quantity} unit="kg" />
            <NumberHead label={text.table.deviation} unit="kg" />
            <NumberHead label={text.table.deviation} unit="%" />
            <th scope="col" className="number">
              {text.table.cycle}
            </th>
            {equipment !== null && <EquipmentHeads equipment={equipment} />}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <HistoryRow key={row.id} row={row} equipment={equipment} />
          ))}
        </tbody>
      </table>
    </TableWrap>
  );
}

function NumberHead({ label, unit }: { readonly label: string; readonly unit: string }) {
  return (
    <th scope="col" className="number">
      {label} <small>{unit}</small>
    </th>
  );
}

function EquipmentHeads({ equipment }: { readonly equipment: ComponentKey }) {
  const text = useText(historyTexts);
  const name = equipmentName(equipment);
  return (
    <>
      <NumberHead label={name} unit="kg" />
      <NumberHead label={`${name} ${text.table.target}`} unit="kg" />
      <NumberHead label={`${name} ${text.table.deviation}`} unit="kg" />
      <NumberHead label={`${name} ${text.table.deviation}`} unit="%" />
    </>
  );
}

interface HistoryRowProps {
  readonly row: HistoryRowView;
  readonly equipment: ComponentKey | null;
}

function HistoryRow({ row, equipment }: HistoryRowProps) {
  const format = useFormat();
  return (
    <tr className="hist-row" data-mo={row.mo_id}>
      <td className="nowrap">{format.dateTime(row.ended_at)}</td>
      <td className="nowrap">
        <Link to={`/history/record/${encodeURIComponent(row.id)}`}>{row.mo_id}</Link>
      </td>
      <td>{row.finished_goods ?? UNKNOWN}</td>
      <td className="nowrap">
        <OutcomeMark status={row.status} />
      </td>
      <td className="number">{format.kg(row.actual_weight)}</td>
      <td className="number dim">{format.kg(row.quantity)}</td>
      <DeviationCells deviation={batchDeviation(row)} />
      <td className="number">{format.duration(cycleMs(row))}</td>
      {equipment !== null && (
        <>
          <td className="number">{format.kg(row.actual_consumptions[equipment])}</td>
          <td className="number dim">{format.kg(row.target_consumptions[equipment])}</td>
          <DeviationCells deviation={componentDeviation(row, equipment)} />
        </>
      )}
    </tr>
  );
}
