import type { BatchView } from '../../../../shared/contract/views.ts';
import { Panel } from '../../../components/page.tsx';
import { TableWrap } from '../../../components/table-wrap.tsx';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { type ComponentTotal, componentRows, hasEnded, totalOf } from '../component-rows.ts';
import { texts } from '../texts.ts';
import { ComponentLine } from './component-line.tsx';
import { Measured, ReadNote, readingOf } from './live.tsx';

/** All fifteen components: what was to be dosed, what was dosed, and how far apart they are. */
export function ComponentsPanel({ batch }: { readonly batch: BatchView }) {
  const text = useText(texts);
  const rows = componentRows(batch);
  const reading = readingOf(batch);
  return (
    <Panel
      title={text.components}
      note={text.componentsNote}
      aside={
        <span className="panel-note batch-read-note">
          <ReadNote reading={reading} />
        </span>
      }
    >
      <Measured reading={reading}>
        <TableWrap label={text.components}>
          <table className="table batch-components">
            <ComponentsHead />
            <tbody>
              {rows.map((row) => (
                <ComponentLine key={row.equipment.key} row={row} />
              ))}
            </tbody>
            <tfoot>
              <TotalLine total={totalOf(rows)} ended={hasEnded(batch)} />
            </tfoot>
          </table>
        </TableWrap>
      </Measured>
      <NotRouted lines={batch.not_routed} />
    </Panel>
  );
}

function ComponentsHead() {
  const text = useText(texts);
  return (
    <thead>
      <tr>
        <th scope="col">{text.silo}</th>
        <th scope="col">{text.material}</th>
        <th scope="col" className="number">
          {text.target}
        </th>
        <th scope="col" className="number">
          {text.actual}
        </th>
        <th scope="col" className="number">
          {text.deviation} kg
        </th>
        <th scope="col" className="number">
          %
        </th>
        <th scope="col">{text.context}</th>
      </tr>
    </thead>
  );
}

function TotalLine({ total, ended }: { readonly total: ComponentTotal; readonly ended: boolean }) {
  const text = useText(texts);
  const format = useFormat();
  return (
    <tr className="batch-total">
      <th scope="row" colSpan={2}>
        {text.total}
      </th>
      <td className="number">{format.kg(total.target)}</td>
      <td className="number">
        <strong>{format.kg(total.actual)}</strong>
      </td>
      <td className="number">{ended ? format.deviationKg(total.deviation) : ''}</td>
      <td className="number">{ended ? format.deviationPercent(total.deviationPercent) : ''}</td>
      <td />
    </tr>
  );
}

/** Materials of the order that no silo holds: somebody adds them by hand. */
function NotRouted({ lines }: { readonly lines: BatchView['not_routed'] }) {
  const text = useText(texts);
  const format = useFormat();
  if (lines.length === 0) return null;
  const sum = lines.reduce((total, { kg }) => total + kg, 0);
  return (
    <section className="batch-not-routed">
      <h3>
        {text.notRouted} <span className="dim">{text.notRoutedNote(format.kg(sum))}</span>
      </h3>
      <ul>
        {lines.map(({ product, kg }) => (
          <li key={product}>
            <span>{product}</span>
            <span>{format.kg(kg)} kg</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
