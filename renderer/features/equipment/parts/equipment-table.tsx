import { Link } from 'react-router';
import type { EquipmentView } from '../../../../shared/contract/equipment.ts';
import { Age } from '../../../components/age.tsx';
import { TableWrap } from '../../../components/table-wrap.tsx';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import type { DosedBatch } from '../reading.ts';
import { texts } from '../texts.ts';
import { EquipmentState } from './equipment-state.tsx';
import { RunningWeight } from './running-cell.tsx';

interface EquipmentTableProps {
  readonly equipment: readonly EquipmentView[];
  readonly batch: DosedBatch | null;
}

/** An item a row, always in the PLC's order: a place on the screen is a place in the plant. */
export function EquipmentTable({ equipment, batch }: EquipmentTableProps) {
  const text = useText(texts);
  return (
    <TableWrap label={text.list}>
      <table className="table eq-table">
        <thead>
          <tr>
            <th scope="col">{text.name}</th>
            <th scope="col">{text.material}</th>
            <th scope="col">{text.state}</th>
            <th scope="col" className="number">
              {text.running}{' '}
              <small>
                {text.actual.toLowerCase()} / {text.target.toLowerCase()}
              </small>
            </th>
            <th scope="col" className="number">
              {text.todayKg} <small>kg</small>
            </th>
            <th scope="col" className="number">
              {text.todayBatches}
            </th>
            <th scope="col" className="number">
              {text.deviation}
            </th>
            <th scope="col" className="number">
              {text.failures}
            </th>
            <th scope="col">{text.last}</th>
          </tr>
        </thead>
        <tbody>
          {equipment.map((item) => (
            <EquipmentRow key={item.key} item={item} batch={batch} />
          ))}
        </tbody>
      </table>
    </TableWrap>
  );
}

function EquipmentRow({ item, batch }: { readonly item: EquipmentView; readonly batch: DosedBatch | null }) {
  const format = useFormat();
  const { key, name, code, material, state, today, failures_30d } = item;
  return (
    <tr
      data-equipment={key}
      data-equipment-state={state}
      className={state === 'fault' ? 'eq-failed' : undefined}
    >
      <th scope="row">
        <Link to={`/equipment/${key}`}>{name}</Link>
        <small className="eq-code dim">{code}</small>
      </th>
      <td>{material}</td>
      <td>
        <EquipmentState state={state} />
      </td>
      <td className="number eq-running-cell">
        <RunningWeight item={item} batch={batch} />
      </td>
      <td className="number">{format.kg(today.kg)}</td>
      <td className="number">{format.count(today.batches)}</td>
      <td className="number">{format.deviationPercent(today.deviation_percent)}</td>
      <td className="number">{format.count(failures_30d)}</td>
      <LastFailure failure={item.last_failure} />
    </tr>
  );
}

function LastFailure({ failure }: { readonly failure: EquipmentView['last_failure'] }) {
  const text = useText(texts);
  if (failure === null) return <td className="dim">{text.none}</td>;
  return (
    <td className="eq-last">
      {failure.description}
      <small className="dim">
        <Age at={failure.at} /> {text.ago}
      </small>
    </td>
  );
}
