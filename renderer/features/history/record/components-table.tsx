import type { HistoryRecordView } from '../../../../shared/contract/history.ts';
import { EQUIPMENT, type Equipment } from '../../../../shared/domain/equipment.ts';
import { Panel } from '../../../components/page.tsx';
import { TableWrap } from '../../../components/table-wrap.tsx';
import { ValueBar } from '../../../components/value-bar.tsx';
import { UNKNOWN } from '../../../lib/format.ts';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { DeviationCells } from '../parts/deviation-cells.tsx';
import { componentDeviation, deviationOf, sumKnown } from '../row-figures.ts';
import { recordTexts } from './record-texts.ts';

type Dosed = Pick<HistoryRecordView, 'target_consumptions' | 'actual_consumptions' | 'materials'>;

function isUsed({ target_consumptions, actual_consumptions }: Dosed, { key }: Equipment): boolean {
  return (target_consumptions[key] ?? 0) > 0 || (actual_consumptions[key] ?? 0) > 0;
}

/** Target, actual and deviation of each component that was used; the others by name. */
export function ComponentsTable({ record }: { readonly record: HistoryRecordView }) {
  const text = useText(recordTexts);
  const used = EQUIPMENT.filter((equipment) => isUsed(record, equipment));
  const unused = EQUIPMENT.filter((equipment) => !isUsed(record, equipment));
  return (
    <Panel title={text.components}>
      <TableWrap label={text.components}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{text.component}</th>
              <th scope="col">{text.material}</th>
              <th scope="col" className="number">
                {text.target} <small>kg</small>
              </th>
              <th scope="col" className="number">
                {text.actual} <small>kg</small>
              </th>
              <th scope="col" className="number">
                {text.deviation} <small>kg</small>
              </th>
              <th scope="col" className="number">
                {text.deviation} <small>%</small>
              </th>
              <th scope="col" className="rec-bar-head">
                {text.context}
              </th>
            </tr>
          </thead>
          <tbody>
            {used.map((equipment) => (
              <ComponentRow key={equipment.key} record={record} equipment={equipment} />
            ))}
          </tbody>
          <tfoot>
            <SumRow record={record} />
          </tfoot>
        </table>
      </TableWrap>
      {unused.length > 0 && (
        <p className="rec-unused">{text.unused(unused.map(({ name }) => name).join(', '))}</p>
      )}
      <NotRouted lines={record.not_routed} />
    </Panel>
  );
}

function ComponentRow({ record, equipment }: { readonly record: Dosed; readonly equipment: Equipment }) {
  const text = useText(recordTexts);
  const format = useFormat();
  const { key, name } = equipment;
  const target = record.target_consumptions[key];
  const actual = record.actual_consumptions[key];
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{record.materials[key] ?? UNKNOWN}</td>
      <td className="number dim">{format.kg(target)}</td>
      <td className="number">{format.kg(actual)}</td>
      <DeviationCells deviation={componentDeviation(record, key)} />
      <td className="rec-bar">
        <ValueBar
          value={actual}
          target={target ?? 0}
          label={text.bar(name, format.kg(actual), format.kg(target))}
        />
      </td>
    </tr>
  );
}

function SumRow({ record }: { readonly record: Dosed }) {
  const text = useText(recordTexts);
  const format = useFormat();
  const target = sumKnown(Object.values(record.target_consumptions));
  const actual = sumKnown(Object.values(record.actual_consumptions));
  return (
    <tr>
      <th scope="row" colSpan={2}>
        {text.sum}
      </th>
      <td className="number dim">{format.kg(target)}</td>
      <td className="number">{format.kg(actual)}</td>
      <DeviationCells deviation={deviationOf(actual, target)} />
      <td />
    </tr>
  );
}

function NotRouted({ lines }: { readonly lines: HistoryRecordView['not_routed'] }) {
  const text = useText(recordTexts);
  const format = useFormat();
  if (lines.length === 0) return null;
  return (
    <p className="rec-unused">
      {text.notRouted}: {lines.map(({ product, kg }) => `${product} ${format.kg(kg)} kg`).join('; ')}.
    </p>
  );
}
