import { memo } from 'react';
import { Link } from 'react-router';
import { Bar, BarChart, type BarShapeProps, ResponsiveContainer, YAxis } from 'recharts';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { useWide } from '../../../lib/use-wide.ts';
import type { SiloFigure } from '../slots.ts';
import { texts } from '../texts.ts';

/** The target stands at this height of a column, so that an overshoot has room. */
const TARGET_AT = 82;
const FULL = 100;
/** Until the chart's frame was measured. */
const NOT_MEASURED = { width: 1, height: 1 };

/** Thirteen silos and two tanks as columns: the same height is the same share of the target. */
export function SiloChart({
  figures,
  stale,
}: {
  readonly figures: readonly SiloFigure[];
  readonly stale: boolean;
}) {
  const wide = useWide();
  return (
    <div className={`ov-silos ${stale ? 'stale' : ''}`}>
      {wide && <SiloColumns figures={figures} />}
      <SiloNumbers figures={figures} />
    </div>
  );
}

const SiloColumns = memo(function SiloColumns({ figures }: { readonly figures: readonly SiloFigure[] }) {
  const data = figures.map((figure) => ({ figure, full: FULL }));
  return (
    <div className="ov-silo-columns" aria-hidden="true">
      <ResponsiveContainer width="100%" height="100%" initialDimension={NOT_MEASURED}>
        <BarChart data={data} margin={{ top: 2, right: 0, bottom: 2, left: 0 }} accessibilityLayer={false}>
          <YAxis hide domain={[0, FULL]} />
          <Bar dataKey="full" isAnimationActive={false} shape={SiloColumn} />
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
});

const COLUMN_WIDTH = 36;

/** One column: what it holds of its target, the target's tick, the tolerance round it. */
function SiloColumn({ x = 0, y = 0, width = 0, height = 0, payload }: BarShapeProps) {
  const { figure } = payload as { readonly figure: SiloFigure };
  const wide = Math.min(COLUMN_WIDTH, Number(width) * 0.7);
  const left = Number(x) + (Number(width) - wide) / 2;
  const scale = (kg: number): number => Math.min(FULL, (kg / (figure.target || 1)) * TARGET_AT);
  const at = (percent: number): number => Number(y) + Number(height) * (1 - percent / FULL);
  if (!figure.used) {
    return <rect className="ov-column ov-column-unused" x={left} y={y} width={wide} height={height} />;
  }
  const filled = figure.target ? scale(figure.actual ?? 0) : FULL;
  return (
    <g>
      <rect className="ov-column" x={left} y={y} width={wide} height={height} />
      <rect
        className="ov-fill"
        x={left}
        y={at(filled)}
        width={wide}
        height={(Number(height) * filled) / FULL}
      />
      {figure.low !== null && figure.high !== null && (
        <rect
          className="ov-tolerance"
          x={left - 7}
          y={at(scale(figure.high))}
          width={wide + 14}
          height={Math.max(2, at(scale(figure.low)) - at(scale(figure.high)))}
        />
      )}
      <rect className="ov-tick" x={left - 9} y={at(TARGET_AT) - 1} width={wide + 18} height={2} />
      {figure.out && <rect className="ov-column-out" x={left} y={y} width={wide} height={height} />}
    </g>
  );
}

function SiloNumbers({ figures }: { readonly figures: readonly SiloFigure[] }) {
  const text = useText(texts);
  return (
    <ul className="ov-silo-numbers" aria-label={text.siloFigures}>
      {figures.map((figure) => (
        <SiloNumber key={figure.key} figure={figure} />
      ))}
    </ul>
  );
}

function SiloNumber({ figure }: { readonly figure: SiloFigure }) {
  const text = useText(texts);
  const format = useFormat();
  const { target, actual } = figure;
  const deviation = target !== null && actual !== null && target > 0 ? actual - target : null;
  return (
    <li className={`ov-silo ${figure.used ? '' : 'ov-silo-unused'} ${figure.out ? 'ov-silo-out' : ''}`}>
      <Link
        to={`/equipment/${figure.key}`}
        className={figure.dosing ? 'ov-silo-name ov-silo-now' : 'ov-silo-name'}
      >
        {figure.name}
      </Link>
      <span className="ov-silo-material" title={figure.material}>
        {figure.material}
      </span>
      <span className="ov-silo-value">{figure.used ? format.kg(actual) : '–'}</span>
      <span className="ov-silo-note">
        {!figure.used && text.unused}
        {figure.used && figure.dosing && `${text.from(format.wholeKg(target))} · ${text.now}`}
        {figure.used && !figure.dosing && (actual ?? 0) === 0 && text.from(format.wholeKg(target))}
        {figure.used && !figure.dosing && (actual ?? 0) > 0 && (
          <>
            {format.deviationKg(deviation)}
            <br />
            {deviation !== null && target ? format.deviationPercent((deviation / target) * 100) : ''}
            {figure.out && <span className="hidden-visually">{text.out}</span>}
          </>
        )}
      </span>
    </li>
  );
}
