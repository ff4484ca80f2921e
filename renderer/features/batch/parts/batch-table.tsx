import { Link } from 'react-router';
import type { BatchView } from '../../../../shared/contract/views.ts';
import { Age } from '../../../components/age.tsx';
import { TableWrap } from '../../../components/table-wrap.tsx';
import { ValueBar } from '../../../components/value-bar.tsx';
import { shownPhase } from '../../../lib/batch-phase.ts';
import { UNKNOWN } from '../../../lib/format.ts';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { componentRows, totalOf } from '../component-rows.ts';
import { batchPath } from '../paths.ts';
import { texts } from '../texts.ts';
import { Measured, ReadNote, readingOf } from './live.tsx';
import { Phase } from './phase.tsx';
import { moveAmongLinks } from './step-keys.ts';

/** The queue, a batch a row, in the order of the slots. Arrow keys go from one to the next. */
export function BatchTable({ batches }: { readonly batches: readonly BatchView[] }) {
  const text = useText(texts);
  return (
    <TableWrap label={text.queue}>
      <table className="table batch-queue">
        <thead>
          <tr>
            <th scope="col" className="number">
              {text.slot}
            </th>
            <th scope="col">{text.mo}</th>
            <th scope="col">{text.product}</th>
            <th scope="col">{text.phase}</th>
            <th scope="col" className="number">
              {text.inPhase}
            </th>
            <th scope="col" className="number">
              {text.dosed}
            </th>
            <th scope="col">{text.context}</th>
            <th scope="col">{text.read}</th>
          </tr>
        </thead>
        <tbody onKeyDown={moveAmongLinks}>
          {batches.map((batch) => (
            <BatchRow key={batch.mo_id} batch={batch} />
          ))}
        </tbody>
      </table>
    </TableWrap>
  );
}

function BatchRow({ batch }: { readonly batch: BatchView }) {
  const text = useText(texts);
  const format = useFormat();
  const { actual, target } = totalOf(componentRows(batch));
  const whole = target ?? batch.consumption;
  return (
    <tr data-mo={batch.mo_id} data-slot={batch.batch_no}>
      <td className="number">{batch.batch_no}</td>
      <th scope="row">
        <Link to={batchPath(batch.mo_id)} data-step>
          {batch.mo_id}
        </Link>
      </th>
      <td>{batch.finished_goods ?? UNKNOWN}</td>
      <td>
        <Phase batch={batch} />
      </td>
      <td className="number">
        <Age at={shownPhase(batch).since} />
      </td>
      <td className="number">
        <strong>{format.kg(actual)}</strong> <span className="dim">/ {format.wholeKg(whole)} kg</span>
      </td>
      <td className="batch-bar-cell">
        <Measured reading={readingOf(batch)}>
          <ValueBar
            value={actual}
            target={whole}
            label={text.barLabel(batch.mo_id, format.kg(actual), format.wholeKg(whole))}
          />
        </Measured>
      </td>
      <td className="dim nowrap">
        <ReadNote reading={readingOf(batch)} />
      </td>
    </tr>
  );
}
