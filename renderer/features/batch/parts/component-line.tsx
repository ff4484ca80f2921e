import { StateMark } from '../../../components/state-mark.tsx';
import { ValueBar } from '../../../components/value-bar.tsx';
import { UNKNOWN } from '../../../lib/format.ts';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import type { ComponentRow } from '../component-rows.ts';
import { texts } from '../texts.ts';

/** One component: out of tolerance is told by a mark, by weight and by words, not by colour alone. */
export function ComponentLine({ row }: { readonly row: ComponentRow }) {
  const text = useText(texts);
  const format = useFormat();
  const { equipment, standing, target } = row;
  if (standing === 'unused') return <UnusedLine row={row} />;
  return (
    <tr
      data-component={equipment.key}
      data-standing={standing}
      className={row.isDosing ? 'batch-dosing' : undefined}
    >
      <th scope="row" className="batch-name">
        {equipment.name}
        {row.isDosing && (
          <span className="batch-dosing-mark">
            <StateMark shape="running" />
            <span className="hidden-visually">{text.dosing}</span>
          </span>
        )}
      </th>
      <td className="batch-material">{row.material ?? UNKNOWN}</td>
      <td className="number">{format.kg(target)}</td>
      <td className="number batch-actual">{format.kg(row.actual)}</td>
      <Deviation row={row} />
      <td className="batch-bar-cell">
        <ValueBar
          value={row.actual}
          target={target ?? 0}
          low={row.low}
          high={row.high}
          label={[
            text.barLabel(equipment.name, format.kg(row.actual), format.kg(target)),
            ...(row.low === null ? [] : [text.barLimits(format.kg(row.low), format.kg(row.high))]),
          ].join(', ')}
        />
      </td>
    </tr>
  );
}

function Deviation({ row }: { readonly row: ComponentRow }) {
  const text = useText(texts);
  const format = useFormat();
  const { standing, deviation, deviationPercent } = row;
  // What is still being dosed does not deviate: it is on its way.
  if (standing === 'open' && deviation !== null && deviation < 0) {
    return (
      <td className="number dim" colSpan={2}>
        {text.toGo(format.kg(-deviation))}
      </td>
    );
  }
  const out = standing === 'over' || standing === 'under';
  return (
    <>
      <td className={out ? 'number out' : 'number'}>
        {out && (
          <span className="batch-out-mark">
            <span aria-hidden="true">{standing === 'over' ? '▲' : '▼'}</span>
            <span className="hidden-visually">{text[standing]}</span>
          </span>
        )}
        {format.deviationKg(deviation)}
      </td>
      <td className={out ? 'number out' : 'number'}>{format.deviationPercent(deviationPercent)}</td>
    </>
  );
}

function UnusedLine({ row }: { readonly row: ComponentRow }) {
  const text = useText(texts);
  return (
    <tr data-component={row.equipment.key} data-standing="unused" className="batch-unused">
      <th scope="row" className="batch-unused-name">
        {row.equipment.name}
      </th>
      <td className="batch-material">{row.material ?? row.equipment.material}</td>
      <td className="number">{UNKNOWN}</td>
      <td className="number">{UNKNOWN}</td>
      <td className="number">{UNKNOWN}</td>
      <td className="number">{UNKNOWN}</td>
      <td>{text.unused}</td>
    </tr>
  );
}
